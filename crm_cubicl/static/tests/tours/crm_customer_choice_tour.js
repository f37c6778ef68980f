import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("crm_customer_from_task", {
    steps: () => [
        {
            content: "A customer that nobody has yet, from a new task",
            trigger: ".o_form_view .o_field_widget[name=name] .o_input",
            run: "edit Keşif yapılacak",
        },
        {
            trigger: ".o_field_widget[name=partner_id] input",
            run: "edit Yepyeni Ltd. Şti.",
        },
        {
            trigger: ".o-autocomplete--dropdown-menu .o_m2o_dropdown_option_create a",
            run: "click",
        },
        {
            content: "The card requires a phone number, so the small form asks for it",
            trigger: ".modal .o_required_modifier[name=phone] input",
            run: "edit 0 (212) 555 66 77",
        },
        {
            trigger: ".modal .o_form_button_save",
            run: "click",
        },
        {
            trigger:
                "body:not(:has(.modal)) .o_field_widget[name=partner_id] input:value(Yepyeni)",
        },
        {
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            trigger: ".o_form_saved",
        },
    ],
});

registry.category("web_tour.tours").add("crm_customer_in_quote", {
    steps: () => [
        {
            content: "A customer found by the phone number of its contact",
            trigger: ".o_form_view .o_field_widget[name=partner_id] input",
            run: "edit 0532 765 43 21",
        },
        {
            trigger: ".o-autocomplete--dropdown-menu a:contains(Işıklar Gıda A.Ş.)",
            run: "click",
        },
        {
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            trigger: ".o_form_saved",
        },
    ],
});

registry.category("web_tour.tours").add("crm_customer_proposal", {
    steps: () => [
        {
            content: "Who is a customer: look at the list first",
            trigger: ".o_form_view button[name=action_review]",
            run: "click",
        },
        {
            trigger:
                ".o_data_row:contains(Dursun A.Ş.) .o_field_widget[name=is_chosen] input",
            run: "click",
        },
        {
            trigger:
                ".o_data_row:contains(Dursun A.Ş.) .o_field_widget[name=is_chosen] input:not(:checked)",
        },
        {
            trigger: ".o_back_button, .o_breadcrumb .breadcrumb-item a",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=left_out_count]:contains(1)",
        },
        {
            trigger: "button[name=action_run]",
            run: "click",
        },
        {
            trigger: "button[name=action_open_customers]",
            run: "click",
        },
        {
            trigger:
                ".o_list_view:not(:has(.o_data_cell:contains(Dursun))) .o_data_cell:contains(Olsun A.Ş.)",
        },
    ],
});
