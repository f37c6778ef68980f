import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

/** Drop files as a person does that drags them from a folder. */
function drop(files) {
    const transfer = new DataTransfer();
    for (const [name, size] of files) {
        transfer.items.add(new File([new Uint8Array(size).fill(65)], name));
    }
    for (const kind of ["dragover", "drop"]) {
        document
            .querySelector(".o_crm_upload")
            .dispatchEvent(
                new DragEvent(kind, { dataTransfer: transfer, bubbles: true, cancelable: true })
            );
    }
}

tours.add("crm_portal_form", {
    steps: () => [
        {
            content: "What the settings say stands above the form",
            trigger: ".o_crm_support h1:contains(Ask Poyraz)",
        },
        { trigger: ".o_crm_note:contains(Read this first)" },
        {
            content: "Files that cannot be sent are refused before they are sent",
            trigger: ".o_crm_upload_ready",
            run: () =>
                drop([
                    ["note.txt", 100],
                    ["second.txt", 100],
                    ["run.exe", 100],
                    ["empty.txt", 0],
                ]),
        },
        { trigger: ".o_crm_upload_news:contains(run.exe):contains(empty.txt is empty)" },
        { trigger: ".o_crm_upload_list:contains(note.txt):contains(second.txt)" },
        {
            content: "One is taken out again",
            trigger: ".o_crm_upload_remove[aria-label='Take out second.txt']",
            run: "click",
        },
        { trigger: ".o_crm_upload_list:not(:contains(second.txt))" },
        { trigger: "input[name=first_name]", run: "edit Ayşe" },
        { trigger: "input[name=last_name]", run: "edit Işık" },
        { trigger: "input[name=email]", run: "edit ayse@gizem.example" },
        { trigger: "input[name=subject]", run: "edit The printer" },
        { trigger: "textarea[name=text]", run: "edit It does not print." },
        {
            content: "What is wrong is said at its field, and nothing is lost",
            trigger: "form.o_crm_support_form",
            run: () => {
                const form = document.querySelector("form.o_crm_support_form");
                form.noValidate = true;
                form.requestSubmit();
            },
        },
        { trigger: ".invalid-feedback:contains(Please read this and agree)" },
        { trigger: ".o_crm_upload_list:contains(note.txt)" },
        { trigger: "input[name=consent]", run: "click" },
        {
            content: "Clicked three times in a row",
            trigger: "form.o_crm_support_form button[type=submit]",
            run: ({ anchor }) => [1, 2, 3].forEach(() => anchor.click()),
            expectUnloadPage: true,
        },
        { trigger: ".o_crm_support_thanks:contains(T0)" },
    ],
});

tours.add("crm_portal_form_settings", {
    steps: () => [
        {
            content: "Switch the form on",
            trigger: ".o_form_view [name=is_open] input",
            run: "click",
        },
        {
            content: "See who would be told",
            trigger: "button[name=action_check]",
            run: "click",
        },
        { trigger: ".modal .o_crm_check_row:contains(Technical)" },
        { trigger: ".modal footer button:contains(Close)", run: "click" },
        {
            content: "What visitors read",
            trigger: "button[name=action_texts]",
            run: "click",
        },
        {
            content: "What is missing is marked",
            trigger: ".o_data_row:contains(English) [name=organisation_cell]:contains(missing)",
            run: "click",
        },
        { trigger: ".o_crm_missing:contains(Visitors read)" },
        {
            trigger: ".o_field_widget[name=organisation] input",
            run: "edit Poyraz",
        },
        { trigger: ".o_form_button_save", run: "click" },
        { trigger: ".o_form_saved" },
        { trigger: ".o_breadcrumb .o_back_button, .o_back_button", run: "click" },
        { trigger: ".o_data_row:contains(English) [name=organisation_cell]:contains(Poyraz)" },
    ],
});
