import { registry } from "@web/core/registry";

const HINT = ".o_crm_likely_matches";
const NAME = ".o_field_widget[name=name]:not(.o_invisible_modifier)";

registry.category("web_tour.tours").add("crm_likely_typed", {
    steps: () => [
        {
            content: "A new company, typed once more",
            trigger: `.o_crm_customer_form ${NAME} textarea`,
            run: "edit TOROS GIDA",
        },
        {
            trigger: ".o_field_widget[name=phone] input",
            run: "click",
        },
        {
            content: "It may be here: who, where and why",
            trigger: `[role=status][aria-live=polite] ${HINT}:contains(Toros Gıda San. ve Tic. A.Ş. · Kadıköy – same name)`,
        },
        {
            trigger: ".o_field_widget[name=phone] input",
            run: "edit 0212 555 12 34",
        },
        {
            trigger: ".o_field_widget[name=email] input",
            run: "click",
        },
        {
            trigger: `${HINT}:contains(same phone +90 212 555 12 34)`,
        },
        {
            content: "Its page opens beside what is typed",
            trigger: `${HINT} a[target=_blank][href^="/odoo/crm-customers/"]`,
        },
        {
            content: "There is no field here to take it into",
            trigger: `${HINT}:not(:has(.o_crm_likely_choose))`,
        },
        {
            content: "It is another one",
            trigger: `${HINT} .btn-close`,
            run: "click",
        },
        {
            trigger: `.o_form_view:not(:has(${HINT}))`,
        },
        {
            content: "Nothing is in the way of saving",
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            trigger: `.o_form_saved, .o_form_view:not(:has(${HINT})) .o_crm_customer_actions`,
        },
    ],
});

registry.category("web_tour.tours").add("crm_likely_chosen", {
    steps: () => [
        {
            content: "A name written otherwise finds the customer in a field",
            trigger: ".o_form_view .o_field_widget[name=partner_id] input",
            run: "edit TOROSGIDA",
        },
        {
            trigger:
                ".o-autocomplete--dropdown-menu a:contains(Toros Gıda San. ve Tic. A.Ş.)",
        },
        {
            content: "Somebody makes a new one all the same",
            trigger: ".o-autocomplete--dropdown-menu .o_m2o_dropdown_option_create_edit a",
            run: "click",
        },
        {
            content: "The small form says it again, and the customer is taken instead",
            trigger: `.modal ${HINT}:contains(same name) .o_crm_likely_choose`,
            run: "click",
        },
        {
            trigger:
                "body:not(:has(.modal)) .o_field_widget[name=partner_id] input:value(Toros Gıda San)",
        },
        {
            trigger: ".o_form_view .o_field_widget[name=name] .o_input",
            run: "edit Keşif yapılacak",
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
