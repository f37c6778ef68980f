import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("crm_service_track_manager", {
    steps: () => [
        {
            content: "Make a service type",
            trigger: ".o_list_button_add",
            run: "click",
        },
        {
            content: "Name it",
            trigger: ".o_field_widget[name=name] input",
            run: "edit Tour service",
        },
        { trigger: ".o_form_button_save", run: "click" },
        { trigger: ".o_form_saved" },
        {
            content: "Go to the contracts",
            trigger: "[data-menu-xmlid='crm_service_track.crm_service_track_menu']",
            run: "click",
        },
        {
            trigger: "[data-menu-xmlid='crm_service_track.crm_service_contract_menu']",
            run: "click",
        },
        {
            content: "Make a contract",
            trigger: ".o_breadcrumb:contains(Service Contracts)",
        },
        { trigger: ".o_list_button_add", run: "click" },
        {
            content: "Choose the customer",
            trigger: ".o_field_widget[name=customer_id] input",
            run: "edit Yıldız Makine",
        },
        {
            trigger: ".o-autocomplete--dropdown-item:contains(Yıldız Makine A.Ş.)",
            run: "click",
        },
        {
            content: "Choose the service",
            trigger: ".o_field_widget[name=type_ids] input",
            run: "edit Tour",
        },
        {
            trigger: ".o-autocomplete--dropdown-item:contains(Tour service)",
            run: "click",
        },
        { trigger: ".o_form_button_save", run: "click" },
        {
            content: "It is saved, has a number and runs",
            trigger: ".o_form_saved",
        },
        { trigger: ".o_statusbar_status .o_arrow_button_current:contains(Active)" },
    ],
});

registry.category("web_tour.tours").add("crm_service_track_technician", {
    steps: () => [
        {
            content: "Nothing can be made here",
            trigger: ".o_control_panel:not(:has(.o_list_button_add))",
        },
        {
            content: "Open a contract",
            trigger: ".o_data_row:contains(BK-7) .o_data_cell[name=code]",
            run: "click",
        },
        {
            content: "It is read only",
            trigger: ".o_form_readonly .o_field_widget[name=customer_id]:not(:has(input))",
        },
    ],
});
