import { registry } from "@web/core/registry";
import { stepUtils } from "@web_tour/tour_utils";

const tours = registry.category("web_tour.tours");

const addChoice = (name) => [
    { trigger: "[name=option_ids] .o_field_x2many_list_row_add a", run: "click" },
    {
        trigger: "[name=option_ids] .o_selected_row [name=name] input",
        run: `edit ${name}`,
    },
];

tours.add("crm_custom_fields_add", {
    steps: () => [
        {
            content: "an empty list says what fields are for",
            trigger: ".o_list_button_add",
            run: "click",
        },
        { trigger: ".o_field_widget[name=name] input", run: "edit Customer Status" },
        {
            trigger: ".o_field_widget[name=field_type] input",
            run: "click",
        },
        {
            trigger: ".o_select_menu_item:contains(Single Choice)",
            run: "click",
        },
        { trigger: ".o_field_widget[name=card_ids] .badge:contains(Person)" },
        { trigger: ".nav-link[name=options]", run: "click" },
        ...addChoice("Active"),
        ...addChoice("Passive"),
        { content: "leave the list", trigger: ".o_form_sheet .oe_title", run: "click" },
        { trigger: "[name=option_ids]:not(:has(.o_selected_row))" },
        ...stepUtils.saveForm(),
        { trigger: ".nav-link[name=preview]", run: "click" },
        { trigger: ".o_crm_card_preview .o_crm_card_line:contains(Customer Status)" },
        { trigger: ".o_crm_card_preview .badge:contains(Passive)" },
        stepUtils.goToUrl("/odoo/contacts/new"),
        {
            trigger: ".o_field_widget[name=name] .o_input:visible",
            run: "edit Tour Person",
        },
        { trigger: ".nav-link[name=crm_card]", run: "click" },
        {
            trigger: ".o_field_widget[name=x_customer_status] input",
            run: "click",
        },
        { trigger: ".o-autocomplete--dropdown-item:contains(Passive)", run: "click" },
        ...stepUtils.saveForm(),
    ],
});

tours.add("crm_custom_fields_hidden", {
    steps: () => [
        { trigger: "button.o_switch_view.o_list", run: "click" },
        { trigger: ".o_list_view th[data-name=email]" },
        { trigger: ".o_list_view:not(:has(th[data-name=x_secret_text]))" },
    ],
});

tours.add("crm_custom_fields_shown", {
    steps: () => [
        { trigger: "button.o_switch_view.o_list", run: "click" },
        { trigger: ".o_list_view th[data-name=x_secret_text]" },
    ],
});
