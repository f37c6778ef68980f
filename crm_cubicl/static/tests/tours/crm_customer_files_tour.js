import { registry } from "@web/core/registry";

const row = (name) => `.o_crm_files_row:contains(${name})`;

/** Hand files to the page as the file picker of the browser would. */
function pick(names) {
    const picker = document.querySelector(".o_crm_files_picker");
    const transfer = new DataTransfer();
    for (const [name, content] of Object.entries(names)) {
        transfer.items.add(new File([content], name, { type: "text/plain" }));
    }
    picker.files = transfer.files;
    picker.dispatchEvent(new Event("change"));
}

/** Drag as a person does with a mouse: the browser's own events, one after the other. */
function drag(from, to, transfer = new DataTransfer()) {
    const find = (name) =>
        [...document.querySelectorAll(".o_crm_files_row")].find((element) =>
            element.textContent.includes(name)
        );
    const fire = (name, type) =>
        find(name).dispatchEvent(
            new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: transfer })
        );
    fire(from, "dragstart");
    fire(to, "dragover");
    fire(to, "drop");
}

/** Press a key on the row itself, as one does who came there with the keyboard. */
const key =
    (name) =>
    ({ anchor }) => {
        anchor.focus();
        anchor.dispatchEvent(new KeyboardEvent("keydown", { key: name, bubbles: true }));
    };

const openPage = [
    { trigger: ".o_notebook .nav-link[name=files]", run: "click" },
    { trigger: ".o_crm_files" },
];

registry.category("web_tour.tours").add("crm_customer_files", {
    steps: () => [
        ...openPage,
        { content: "A hint on the empty page", trigger: ".o_crm_files_empty:contains(Drop files)" },
        { trigger: ".o_crm_files_new_folder", run: "click" },
        { trigger: ".o_crm_files_row input", run: "edit Sözleşmeler" },
        { trigger: ".o_crm_files_row input", run: "press Enter" },
        {
            content: "Several files at once, an empty one among them",
            trigger: row("Sözleşmeler"),
            run: () => pick({ "teklif.txt": "bir", "boş.txt": "", "şartname.txt": "iki" }),
        },
        { trigger: row("şartname.txt") },
        { content: "Why one was left out", trigger: ".o_crm_files_upload:contains(0 bytes)" },
        { trigger: ".o_crm_files_upload button", run: "click" },
        {
            content: "The same name again: asked first",
            trigger: ".o_crm_files:not(:has(.o_crm_files_upload))",
            run: () => pick({ "TEKLIF.txt": "bir buçuk" }),
        },
        { trigger: ".modal .btn-primary:contains(New version)", run: "click" },
        { trigger: `${row("teklif.txt")} .o_crm_files_versions:contains(2)`, run: "click" },
        { content: "The old one comes back", trigger: ".modal .o_crm_restore", run: "click" },
        { trigger: `body:not(:has(.modal)) ${row("teklif.txt")} .o_crm_files_versions:contains(3)` },
        { content: "Rename with the keyboard", trigger: row("teklif.txt"), run: key("F2") },
        { trigger: ".o_crm_files_row input", run: "edit Teklif 2026.txt" },
        { trigger: ".o_crm_files_row input", run: "press Enter" },
        {
            content: "Move by dragging",
            trigger: row("Teklif 2026.txt"),
            run: () => drag("Teklif 2026.txt", "Sözleşmeler"),
        },
        { trigger: `.o_crm_files:not(:has(${row("Teklif 2026.txt")}))` },
        {
            content: "Move by the dialog",
            trigger: `${row("şartname.txt")} .o_crm_files_menu`,
            run: "click",
        },
        { trigger: ".o-dropdown-item:contains(Move)", run: "click" },
        { trigger: ".modal .o_crm_move_target input", run: "click" },
        { trigger: ".modal .btn-primary:not(:disabled)", run: "click" },
        { trigger: `${row("Sözleşmeler")}:contains(2 files) .o_crm_files_open`, run: "click" },
        { trigger: row("Teklif 2026.txt") },
        { content: "Preview", trigger: `${row("şartname.txt")} .o_crm_files_open`, run: "click" },
        { trigger: ".o-FileViewer iframe, .o-FileViewer-view" },
        { trigger: ".o-FileViewer-headerButton[aria-label=Close]", run: "click" },
        { content: "The key: readers of its own", trigger: ".o_crm_files_rights", run: "click" },
        {
            trigger: ".modal .o_field_widget[name=edit_access] input[data-value=chosen]",
            run: "click",
        },
        { trigger: ".modal .o_field_widget[name=edit_by_managers] input", run: "click" },
        {
            trigger: ".modal .o_field_widget[name=read_access] input[data-value=chosen]",
            run: "click",
        },
        { trigger: ".modal-footer .btn-primary", run: "click" },
        { trigger: ".o_crm_files_rights .text-warning" },
        { content: "Up, and delete with a question", trigger: row("Teklif 2026"), run: key("Backspace") },
        { trigger: row("Sözleşmeler"), run: key("Delete") },
        { trigger: ".modal:contains('Files: 2') .btn-primary", run: "click" },
        { trigger: "body:not(:has(.modal)) .o_crm_files_empty" },
    ],
});

registry.category("web_tour.tours").add("crm_customer_files_view_only", {
    steps: () => [
        ...openPage,
        {
            content: "Reads, and has nothing to change with",
            trigger: `.o_crm_files:not(:has(.o_crm_files_new_folder)):not(:has(.o_crm_files_picker)) ${row("Sözleşmeler")}`,
        },
        { content: "Not told of the closed folder", trigger: `.o_crm_files:not(:has(${row("İcra")}))` },
        { trigger: `${row("Sözleşmeler")} .o_crm_files_menu`, run: "click" },
        {
            trigger: ".o-dropdown--menu:not(:contains(Delete)):not(:contains(Rename)) .o-dropdown-item:contains(Download)",
        },
        { trigger: `${row("Sözleşmeler")} .o_crm_files_open`, run: "click" },
        { trigger: row("teklif.txt") },
    ],
});
