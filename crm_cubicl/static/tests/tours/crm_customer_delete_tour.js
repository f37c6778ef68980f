import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("crm_customer_delete", {
    steps: () => [
        {
            trigger: ".o_data_row .o_data_cell[name=name]:contains(Silinecek)",
            run: "click",
        },
        {
            content: "Delete, from the form's actions",
            trigger: ".o_form_view .o_crm_customer_actions",
            run: "click",
        },
        {
            trigger: ".o_crm_customer_actions_menu [data-action=delete]",
            run: "click",
        },
        {
            content: "It says first what goes …",
            trigger:
                ".modal .o_field_widget[name=goes_ids] .o_data_row:contains(Contacts):contains(2)",
        },
        {
            content: "… and what stays",
            trigger:
                ".modal .o_field_widget[name=stays_ids] .o_data_row:contains(Tasks):contains(2)",
        },
        {
            trigger: ".modal button[name=action_delete]",
            run: "click",
        },
        {
            content: "Back in the list it is gone",
            trigger:
                ".o_list_view:not(:has(.o_data_cell:contains(Silinecek))) .o_data_cell:contains(Kalan)",
        },
        {
            content: "Two from the list, one of which has a quote",
            trigger: ".o_data_row:contains(Kalan) .o_list_record_selector input",
            run: "click",
        },
        {
            trigger: ".o_data_row:contains(Alt A) .o_list_record_selector input",
            run: "click",
        },
        {
            trigger: ".o_control_panel .o_cp_action_menus .fa-cog",
            run: "click",
        },
        {
            trigger: ".o-dropdown--menu .o_menu_item:contains(Delete)",
            run: "click",
        },
        {
            trigger:
                ".modal .o_field_widget[name=blocks_ids] .o_data_row:contains(Kalan):contains(Quotes)",
        },
        {
            trigger: ".modal button[name=action_delete_rest]",
            run: "click",
        },
        {
            trigger:
                ".o_list_view:not(:has(.o_data_cell:contains(Alt A))) .o_data_cell:contains(Kalan)",
        },
    ],
});
