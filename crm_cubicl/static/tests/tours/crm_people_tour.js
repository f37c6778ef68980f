import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("crm_permissions", {
    steps: () => [
        {
            content: "One by one: the level is chosen in the line",
            trigger: ".o_data_row:contains(level_view) .o_data_cell[name=level]",
            run: "click",
        },
        {
            trigger: ".o_selected_row .o_field_widget[name=level] input",
            run: "click",
        },
        {
            trigger: ".o_select_menu_item:contains(Create, edit and delete)",
            run: "click",
        },
        {
            trigger: ".o_list_button_save",
            run: "click",
        },
        {
            trigger:
                ".o_data_row:contains(level_view):contains(Create, edit and delete):contains(Chosen)",
        },
        {
            content: "Many at once",
            trigger: ".o_data_row:contains(level_edit) .o_list_record_selector input",
            run: "click",
        },
        {
            trigger: ".o_data_row:contains(level_none) .o_list_record_selector input",
            run: "click",
        },
        {
            trigger: ".o_control_panel button:contains(Set level)",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=level] .o_radio_item:contains(View) input",
            run: "click",
        },
        {
            trigger: ".modal button[name=action_apply]",
            run: "click",
        },
        {
            trigger:
                "body:not(:has(.modal)) .o_data_row:contains(level_none) .o_data_cell[name=level]:contains(View)",
        },
        {
            trigger: ".o_data_row:contains(level_edit) .o_data_cell[name=level]:contains(View)",
        },
        {
            content: "Why can they see a customer?",
            trigger: ".o_control_panel button:contains(Why?)",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=user_id] input",
            run: "edit level_none",
        },
        {
            trigger: ".o-autocomplete--dropdown-item:contains(level_none)",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=partner_id] input",
            run: "edit Sorulan",
        },
        {
            trigger: ".o-autocomplete--dropdown-item:contains(Sorulan)",
            run: "click",
        },
        {
            trigger: ".modal .o_crm_access_verdict tr:contains(Can see it) .fa-check",
        },
        {
            trigger: ".modal .o_crm_access_verdict tr:contains(Can change it) .fa-times",
        },
        {
            trigger: ".modal .o_crm_access_rules tr:contains(Level: View)",
        },
        {
            trigger: ".modal button[special=cancel]",
            run: "click",
        },
        {
            content: "The history tells all of it",
            trigger: "body:not(:has(.modal)) .o_control_panel button:contains(History)",
            run: "click",
        },
        {
            trigger:
                ".o_breadcrumb:contains(History of levels), .o_last_breadcrumb_item:contains(History of levels)",
        },
        {
            trigger: ".o_data_row:contains(level_view):contains(Permissions page)",
        },
    ],
});

registry.category("web_tour.tours").add("crm_managers", {
    steps: () => [
        {
            content: "The key in the line of a customer",
            trigger: ".o_data_row:contains(Anahtar) button[name=action_open_managers]",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=general_names]:contains(level_manage)",
        },
        {
            trigger: ".modal .o_field_widget[name=user_id] input",
            run: "edit level_edit",
        },
        {
            trigger: ".o-autocomplete--dropdown-item:contains(level_edit)",
            run: "click",
        },
        {
            trigger: ".modal button[name=action_apply]",
            run: "click",
        },
        {
            trigger:
                "body:not(:has(.modal)) .o_data_row:contains(Anahtar) .o_data_cell[name=user_id]:contains(level_edit)",
            run: "click",
        },
        {
            content: "The key on the page of the customer, by keyboard",
            trigger: ".o_form_view .o_crm_managers_key",
            run() {
                this.anchor.focus();
                this.anchor.click();
            },
        },
        {
            trigger: ".modal .o_field_widget[name=manager_ids] input",
            run: "edit level_delete",
        },
        {
            trigger: ".o-autocomplete--dropdown-item:contains(level_delete)",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=manager_ids]:contains(level_delete)",
        },
        {
            trigger: ".modal button[name=action_apply]",
            run: "click",
        },
        {
            trigger:
                "body:not(:has(.modal)) .o_form_view .o_field_widget[name=crm_manager_ids] .o_avatar, .o_form_view .o_field_widget[name=crm_manager_ids]:contains(level_delete)",
        },
    ],
});

registry.category("web_tour.tours").add("crm_handover", {
    steps: () => [
        {
            trigger: ".o_list_button_add",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=from_user_id] input",
            run: "edit level_edit",
        },
        {
            trigger: ".o-autocomplete--dropdown-item:contains(level_edit)",
            run: "click",
        },
        {
            content: "The first choice is made before the next list opens",
            trigger:
                "body:not(:has(.o-autocomplete--dropdown-item)) .o_field_widget[name=from_user_id] input:value(level_edit)",
        },
        {
            trigger: ".o_field_widget[name=to_user_id] input",
            run: "edit level_delete",
        },
        {
            trigger: ".o-autocomplete--dropdown-item:contains(level_delete)",
            run: "click",
        },
        {
            content: "What will be handed over is counted before",
            trigger: ".o_field_widget[name=main_count]:contains(1)",
        },
        {
            trigger: "button[name=action_start]",
            run: "click",
        },
        {
            trigger: ".modal .modal-footer .btn-primary",
            run: "click",
        },
        {
            trigger:
                "body:not(:has(.modal)) .o_field_widget[name=line_ids] .o_data_row:contains(Devredilen):contains(Handed over)",
        },
        {
            trigger: "button[name=action_undo]",
            run: "click",
        },
        {
            trigger: ".modal .modal-footer .btn-primary",
            run: "click",
        },
        {
            trigger:
                "body:not(:has(.modal)) .o_field_widget[name=line_ids] .o_data_row:contains(Devredilen):contains(Given back)",
        },
    ],
});
