import { rpcBus } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";

// longer than the pointer has to rest, and than it may be on its way to the panel
const LONG_ENOUGH = 900;
const asked = [];

function startCounting() {
    asked.length = 0;
    rpcBus.addEventListener("RPC:REQUEST", ({ detail }) => {
        const { method, args } = detail.data.params || {};
        if (method === "get_customer_panel") {
            asked.push(args[0][0]);
        }
    });
}

const wait = (delay) => new Promise((resolve) => setTimeout(resolve, delay));

const row = (name) => `.o_data_row:has(.o_data_cell[name=name]:contains(${name}))`;
const noPanel = "body:not(:has(.o_crm_panel))";

const isInPanel = (text) => ({ trigger: `.o_crm_panel:contains(${text})` });

const restOn = (name) => ({
    content: `Rest on ${name}`,
    trigger: `${row(name)} .o_data_cell[name=name]`,
    run: "hover",
});

const leave = () => [
    {
        content: "Leave the rows",
        trigger: ".o_searchview_input",
        async run(helpers) {
            const rows = document.querySelectorAll(".o_data_row");
            rows.forEach((el) => el.dispatchEvent(new PointerEvent("pointerleave")));
            await helpers.hover();
        },
    },
    { trigger: noPanel },
];

const check = (content, test) => ({
    content,
    trigger: "body",
    run() {
        if (!test()) {
            throw new Error(`${content}: asked for ${JSON.stringify(asked)}`);
        }
    },
});

const pressSpace = (name) => ({
    content: `Space on the row of ${name}`,
    trigger: `${row(name)} .o_data_cell[name=name]`,
    run({ anchor }) {
        anchor.focus();
        const options = { key: " ", code: "Space", bubbles: true, cancelable: true };
        anchor.dispatchEvent(new KeyboardEvent("keydown", options));
    },
});

registry.category("web_tour.tours").add("crm_customer_panel", {
    steps: () => [
        {
            content: "Passing over a row opens nothing and asks nothing",
            trigger: `${row("Anadolu")} .o_data_cell[name=name]`,
            async run(helpers) {
                startCounting();
                await helpers.hover();
                await wait(100);
                const rows = document.querySelectorAll(".o_data_row");
                rows.forEach((el) =>
                    el.dispatchEvent(new PointerEvent("pointerleave"))
                );
                await wait(LONG_ENOUGH);
            },
        },
        { trigger: noPanel },
        check("Nothing was asked", () => asked.length === 0),

        restOn("Anadolu"),
        isInPanel("Teklif hazırla"),
        isInPanel("Kurulum"),
        { trigger: ".o_crm_panel .text-danger [aria-label=Overdue]" },
        isInPanel("No quote yet"),
        isInPanel("Fiyat istedi"),
        check("One request for one rest", () => asked.length === 1),
        restOn("Boğaziçi"),
        { trigger: ".o_crm_panel .o_crm_panel_name:contains(Boğaziçi)" },
        isInPanel("No task yet"),
        check("One more for the next", () => asked.length === 2),
        restOn("Anadolu"),
        isInPanel("Teklif hazırla"),
        check("What was read is not asked again", () => asked.length === 2),

        {
            content: "It stays while the pointer is in it",
            trigger: ".o_crm_panel",
            async run(helpers) {
                const { anchor } = helpers;
                document
                    .querySelectorAll(".o_data_row")
                    .forEach((el) => el.dispatchEvent(new PointerEvent("pointerleave")));
                await wait(50);
                anchor.dispatchEvent(new PointerEvent("pointerenter"));
                await wait(LONG_ENOUGH);
                if (!anchor.isConnected) {
                    throw new Error("The panel closed under the pointer");
                }
                anchor.dispatchEvent(new PointerEvent("pointerleave"));
            },
        },
        { trigger: noPanel },

        pressSpace("Anadolu"),
        { trigger: ".o_crm_panel:focus:contains(Teklif hazırla)" },
        {
            content: "Escape closes it and leads back to the row",
            trigger: ".o_crm_panel",
            run({ anchor }) {
                anchor.dispatchEvent(
                    new KeyboardEvent("keydown", { key: "Escape", bubbles: true })
                );
            },
        },
        { trigger: noPanel },
        { trigger: `${row("Anadolu")} .o_data_cell[name=name]:focus` },

        pressSpace("Anadolu"),
        {
            content: "A task opens",
            trigger: ".o_crm_panel a:contains(Teklif hazırla)",
            run: "click",
        },
        { trigger: ".o_last_breadcrumb_item:contains(Teklif hazırla)" },
        { trigger: noPanel },
        { trigger: ".o_breadcrumb a:contains(Customers)", run: "click" },
        restOn("Anadolu"),
        {
            content: "The name opens the details",
            trigger: ".o_crm_panel .o_crm_panel_name",
            run: "click",
        },
        { trigger: ".o_form_view" },
        { trigger: ".o_last_breadcrumb_item:contains(Anadolu)" },
        { trigger: noPanel },
        { trigger: ".o_breadcrumb a:contains(Customers)", run: "click" },
        { trigger: row("Anadolu") },
    ],
});

registry.category("web_tour.tours").add("crm_customer_panel_refused", {
    steps: () => [
        {
            trigger: `${row("Anadolu")} .o_data_cell[name=name]`,
            run: "hover",
        },
        {
            content: "What the server refuses is told in the panel, not in a dialog",
            trigger: ".o_crm_panel [role=alert]",
        },
        { trigger: "body:not(:has(.modal))" },
        ...leave(),
    ],
});

registry.category("web_tour.tours").add("crm_customer_new_person", {
    steps: () => [
        { trigger: ".o_list_view .o_crm_new_kind", run: "click" },
        { trigger: ".o-dropdown-item.o_crm_new_person", run: "click" },
        {
            trigger: ".o_form_view .o_field_widget[name=company_type] input[data-value=person]:checked",
        },
        {
            trigger: ".o_form_view .o_field_widget[name=name] .o_input",
            run: "edit Ayşe Kişi",
        },
        { trigger: ".o_form_button_save", run: "click" },
        { trigger: ".o_form_saved" },
        { trigger: ".o_breadcrumb a:contains(Customers)", run: "click" },
        { trigger: ".o_switch_view.o_kanban", run: "click" },
        {
            content: "The cards are in the columns of the stages",
            trigger: ".o_kanban_group:contains(Contacted)",
        },
        { trigger: ".o_crm_new_kind", run: "click" },
        { trigger: ".o-dropdown-item.o_crm_new_company", run: "click" },
        {
            trigger: ".o_form_view .o_field_widget[name=company_type] input[data-value=company]:checked",
        },
        { trigger: ".o_breadcrumb a:contains(Customers)", run: "click" },
        { trigger: ".o_kanban_view .o_crm_import" },
        { trigger: ".o_kanban_view .o_crm_export", run: "click" },
        { trigger: ".modal .modal-title:contains(Download customers)" },
        { trigger: ".modal .btn-close", run: "click" },
        { trigger: "body:not(:has(.modal))" },
    ],
});

registry.category("web_tour.tours").add("crm_customer_card_drag", {
    steps: () => [
        {
            trigger: ".o_kanban_record:contains(Anadolu)",
            run: "drag_and_drop(.o_kanban_group:contains(Contacted))",
        },
        {
            trigger: ".o_kanban_group:contains(Contacted) .o_kanban_record:contains(Anadolu)",
        },
    ],
});

registry.category("web_tour.tours").add("crm_customer_cards_view_only", {
    steps: () => [
        { trigger: ".o_kanban_record:contains(Anadolu):not(.o_draggable)" },
        {
            trigger: "body:not(:has(.o_crm_new_kind, .o_crm_import, .o_crm_export, .o-kanban-button-new))",
        },
    ],
});
