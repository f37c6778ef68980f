import { registry } from "@web/core/registry";

const PREVIEW = ".o_crm_duplicate_preview";

registry.category("web_tour.tours").add("crm_duplicate_settings", {
    steps: () => [
        {
            content: "As things are, the two that have all in common are proposed",
            trigger: `${PREVIEW} [data-count=proposed]:contains(1)`,
        },
        {
            content: "Anything alike, by the number of bits",
            trigger: ".o_crm_duplicate_cut .o_crm_number",
            run: "edit 1",
        },
        {
            trigger: ".o_crm_duplicate_cut_words:contains(Anything alike)",
        },
        {
            content: "Another one would be proposed, and it is named",
            trigger: `${PREVIEW} [data-kind=gained]:contains(Toros Gıda Tarım)`,
        },
        {
            content: "A cut that cannot be is told while it is typed",
            trigger: ".o_crm_duplicate_cut .o_crm_number",
            run: "edit 33",
        },
        {
            trigger: `${PREVIEW} .alert:contains(from 0 to 20)`,
        },
        {
            trigger: ".o_crm_duplicate_cut .o_crm_number",
            run: "edit 3",
        },
        {
            content: "What a phone weighs",
            trigger: "details[data-field=phone] > summary",
            run: "click",
        },
        {
            trigger: "details[data-field=phone] .o_crm_number[aria-label='Phone: the same']",
            run: "edit 2",
        },
        {
            content: "The weights are one's own now",
            trigger: "input[name=crm_weight_set][value=hand]:checked",
        },
        {
            trigger: "details[data-field=phone] .badge:contains(changed)",
        },
        {
            content: "Another field tells duplicates",
            trigger: ".o_crm_duplicate_add",
            run: "select ref",
        },
        {
            trigger: ".o_crm_duplicate_own_rows:contains(Reference)",
        },
        {
            content: "Nobody loses by accident what was typed",
            trigger: ".o_menu_sections [data-menu-xmlid='crm_cubicl.crm_customer_menu']",
            run: "click",
        },
        {
            trigger: ".modal button:contains(Stay Here)",
            run: "click",
        },
        {
            trigger: "body:not(:has(.modal)) button[name=action_save]",
            run: "click",
        },
        {
            trigger: ".o_notification:contains(Saved)",
        },
        {
            content: "What was saved is in use, and there",
            trigger: ".o_form_view:has(input[name=crm_weight_set][value=hand]:checked) .o_crm_duplicate_own_rows:contains(Reference)",
        },
        {
            content: "Back to what is shipped",
            trigger: ".o_crm_duplicate_reset",
            run: "click",
        },
        {
            trigger: "input[name=crm_weight_set][value=shipped]:checked",
        },
        {
            trigger: "button[name=action_save]",
            run: "click",
        },
        {
            trigger: ".o_form_view:not(:has(.o_crm_duplicate_reset)) .o_form_saved, .o_form_view:not(:has(.o_crm_duplicate_reset)) .o_form_status_indicator_buttons.invisible",
        },
    ],
});
