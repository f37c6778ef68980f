import { registry } from "@web/core/registry";

/** Choose a customer in the field of a support record. */
function chooseCustomer(text, name) {
    return [
        {
            content: "Choose the customer",
            trigger: ".o_field_widget[name=customer_id] input",
            run: `edit ${text}`,
        },
        { trigger: `.o-autocomplete--dropdown-item:contains(${name})`, run: "click" },
    ];
}

registry.category("web_tour.tours").add("crm_service_timer_wide", {
    steps: () => [
        { trigger: ".o_list_button_add", run: "click" },
        ...chooseCustomer("Yıldız Makine", "Yıldız Makine A.Ş."),
        { content: "The timer announces itself", trigger: ".o_crm_service_cancel" },
        {
            content: "The panel tells of the contract",
            trigger: ".o_crm_service_contract:contains(BK-7)",
        },
        { trigger: ".o_crm_service_left:contains(5:00:00)" },
        {
            content: "The contact is called by a click",
            trigger: ".o_crm_service_contact a[href='mailto:ayse@example.com']",
        },
        {
            content: "It is the authorised person",
            trigger: ".o_crm_service_contact button:contains(Ayşe)",
            run: "click",
        },
        { content: "It has started by itself", trigger: ".o_crm_service_stop" },
        { trigger: ".o_crm_service_systray_open" },
        { content: "The record is in the report", trigger: ".o_crm_service_row.o_current" },
        {
            content: "Go elsewhere: the clock stays",
            trigger: "[data-menu-xmlid='crm_service_track.crm_service_track_menu']",
            run: "click",
        },
        {
            trigger: "[data-menu-xmlid='crm_service_track.crm_service_contract_menu']",
            run: "click",
        },
        { trigger: ".o_breadcrumb:contains(Service Contracts)" },
        { content: "Stop it from there", trigger: ".o_crm_service_systray_stop", run: "click" },
        { trigger: ".o_main_navbar:not(:has(.o_crm_service_systray))" },
        {
            content: "Back to the records",
            trigger: "[data-menu-xmlid='crm_service_track.crm_service_track_menu']",
            run: "click",
        },
        {
            trigger: "[data-menu-xmlid='crm_service_track.crm_service_record_menu']",
            run: "click",
        },
        { trigger: ".o_list_button_add", run: "click" },
        ...chooseCustomer("Yıldız Makine", "Yıldız Makine A.Ş."),
        { content: "Call it off", trigger: ".o_crm_service_cancel", run: "click" },
        { trigger: ".o_crm_service_start", run: "click" },
        { trigger: ".o_crm_service_stop" },
        {
            content: "Open the earlier record by a click in the report",
            trigger: ".o_crm_service_row:not(.o_current)",
            run: "click",
        },
        {
            content: "Its time is added up, and it can go on",
            trigger: ".o_crm_service_start",
            run: "click",
        },
        {
            content: "Calling it off is said, and starts nothing",
            trigger: ".modal:contains(Another timer is running) .btn-secondary",
            run: "click",
        },
        { trigger: ".o_notification:contains(not started)" },
        { trigger: ".o_crm_service_start", run: "click" },
        {
            content: "Switching asks",
            trigger: ".modal:contains(Another timer is running) .btn-primary",
            run: "click",
        },
        { trigger: ".o_crm_service_stop", run: "click" },
        { trigger: ".o_crm_service_start" },
        {
            content: "Filter the report",
            trigger: ".o_crm_service_filters select[name=state]",
            run: "select stopped",
        },
        { trigger: ".o_crm_service_totals .o_crm_service_total" },
    ],
});

registry.category("web_tour.tours").add("crm_service_timer_phone", {
    steps: () => [
        { trigger: ".o_list_button_add, .o-kanban-button-new", run: "click" },
        {
            content: "The field of a phone opens a page to search in",
            trigger: ".o_field_widget[name=customer_id] input",
            run: "click",
        },
        {
            trigger: ".modal .o_kanban_record:contains(Yıldız Makine A.Ş.), .o-autocomplete--dropdown-item:contains(Yıldız Makine A.Ş.)",
            run: "click",
        },
        { content: "The panel is there", trigger: ".o_crm_service_contract:contains(BK-7)" },
        { content: "Start by hand", trigger: ".o_crm_service_start", run: "click" },
        { trigger: ".o_crm_service_stop" },
        { content: "The clock is in the top bar", trigger: ".o_crm_service_systray_open" },
        { trigger: ".o_crm_service_systray_stop", run: "click" },
        { trigger: ".o_crm_service_start" },
        { trigger: ".o_crm_service_row.o_current" },
        {
            content: "Nothing is wider than the phone",
            trigger: "body",
            run: () => {
                if (document.documentElement.scrollWidth > window.innerWidth + 1) {
                    throw new Error("The page is wider than the screen");
                }
            },
        },
    ],
});
