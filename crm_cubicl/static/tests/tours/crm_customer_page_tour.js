import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");
// those that the customer's page has itself
const OWN_ACTIONS = [
    "edit",
    "create_task",
    "create_quote",
    "log_call",
    "log_note",
    "merge",
    "close",
    "reopen",
    "delete",
];
const openTab = (name) => ({
    trigger: `body:not(:has(.modal)) .o_notebook a[name=${name}]`,
    run: "click",
});

tours.add("crm_customer_page_view", {
    steps: () => [
        {
            content: "The header tells who it is",
            trigger: ".o_form_readonly .o_crm_head:contains(Sayfa A.Ş.)",
        },
        {
            trigger: ".o_crm_reach a[href='tel:+902125557766']",
        },
        {
            content: "The work stands at the right",
            trigger: ".o_crm_work_group[data-group=overdue] .o_crm_work_row:contains(Geç kalan)",
        },
        {
            trigger: ".o_crm_work_group[data-group=pending] .badge:contains(1)",
        },
        {
            content: "Nothing that View may not do is offered",
            trigger: "body:not(:has(.fa-plus, .o_crm_work_group[data-group=quotes], a[name=quotes]))",
        },
        {
            content: "Other addons may offer actions; those of the customer are not there",
            trigger: ".o_form_view",
            run: () => document.querySelector(".o_crm_customer_actions")?.click(),
        },
        {
            trigger: `body:not(:has(${OWN_ACTIONS.map((key) => `[data-action=${key}]`).join()}))`,
            run: () => document.querySelector(".o_crm_customer_actions")?.click(),
        },
        openTab("contacts"),
        {
            trigger: ".o_crm_records:not(:has(.o-kanban-button-new)) .o_kanban_record:contains(Ayşe Yılmaz)",
            run: "click",
        },
        {
            content: "A contact opens without a button to change it",
            trigger: ".modal .o_form_readonly:not(:has(button[name=action_leave_company])) .o_field_widget[name=name]:contains(Ayşe Yılmaz)",
        },
        {
            trigger: ".modal .btn-close",
            run: "click",
        },
        {
            trigger: "body:not(:has(.modal)) .o_crm_records_title button:contains(Former contacts)",
            run: "click",
        },
        {
            trigger: ".o_crm_records .o_data_row .o_data_cell[name=name]:contains(Eski Kişi)",
        },
        openTab("billing"),
        {
            trigger: ".o_field_widget[name=vat]:contains(8790017566)",
        },
        openTab("tasks"),
        {
            trigger: ".o_crm_records:not(:has(.o_list_button_add)) .o_data_row .o_data_cell[name=name]:contains(Bağlantının görevi)",
        },
        openTab("internal_notes"),
        {
            trigger: ".o_field_widget[name=comment]:contains(Salı günleri aranır)",
        },
    ],
});

tours.add("crm_customer_page_edit", {
    steps: () => [
        {
            trigger: ".o_crm_customer_actions",
            run: "click",
        },
        {
            content: "Whoever may not create quotes is not offered one",
            trigger: ".o_crm_customer_actions_menu:not(:has([data-action=create_quote], [data-action=delete]))",
        },
        {
            trigger: ".o_crm_customer_actions_menu [data-action=create_task]",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=name] .o_input",
            run: "edit Sözleşmeyi gönder",
        },
        {
            content: "The project of the latest task is there already",
            trigger: ".modal .o_field_widget[name=project_id] input:value(Kurulum)",
        },
        {
            trigger: ".modal .o_form_button_save",
            run: "click",
        },
        {
            content: "It is pending at once",
            trigger: "body:not(:has(.modal)) .o_crm_work_group[data-group=pending] .o_crm_work_row:contains(Sözleşmeyi gönder)",
        },
        {
            trigger: ".o_crm_work_group[data-group=pending] .badge:contains(2)",
        },
        openTab("tasks"),
        {
            content: "One more, from the tab",
            trigger: ".o_crm_records .o_list_button_add",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=name] .o_input",
            run: "edit Faturayı kes",
        },
        {
            trigger: ".modal .o_form_button_save",
            run: "click",
        },
        {
            trigger: "body:not(:has(.modal)) .o_crm_records .o_data_row:contains(Faturayı kes)",
        },
        {
            trigger: ".o_crm_work_group[data-group=pending] .badge:contains(3)",
        },
        {
            content: "A task opens from the panel, and one comes back",
            trigger: ".o_crm_work_row:contains(Geç kalan)",
            run: "click",
        },
        {
            trigger: ".o_form_view .o_field_widget[name=name] :value(Geç kalan)",
        },
        {
            trigger: ".o_breadcrumb a:contains(Sayfa)",
            run: "click",
        },
        {
            content: "Someone leaves the company",
            trigger: ".o_crm_page .o_notebook a[name=contacts]",
            run: "click",
        },
        {
            trigger: ".o_crm_records .o_kanban_record:contains(Ayşe Yılmaz)",
            run: "click",
        },
        {
            trigger: ".modal button[name=action_leave_company]",
            run: "click",
        },
        {
            trigger: ".modal button[name=action_leave]",
            run: "click",
        },
        {
            content: "The contact says so itself",
            trigger: ".modal .o_form_view [name=former]:contains(Left the company on)",
        },
        {
            trigger: ".modal .o_form_button_cancel:contains(Cancel)",
            run: "click",
        },
        {
            trigger: "body:not(:has(.modal)) .o_crm_records:first:not(:has(.o_kanban_record:contains(Ayşe Yılmaz)))",
        },
        {
            trigger: ".o_crm_records_title button:contains(Former contacts)",
            run: "click",
        },
        {
            trigger: ".o_crm_records .o_data_row .o_data_cell[name=name]:contains(Ayşe Yılmaz)",
        },
        {
            content: "Close it, after a question",
            trigger: ".o_crm_customer_actions",
            run: "click",
        },
        {
            trigger: ".o_crm_customer_actions_menu [data-action=close]",
            run: "click",
        },
        {
            trigger: ".modal:contains(Archive this customer?) .btn-primary",
            run: "click",
        },
        {
            trigger: "body:not(:has(.modal)) .ribbon:contains(Archived)",
        },
    ],
});
