import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("crm_merge", {
    steps: () => [
        {
            trigger: ".o_data_row .o_data_cell[name=name]:contains(Kaynak Gıda)",
            run: "click",
        },
        {
            content: "Birleştir, in the actions of the page",
            trigger: ".o_form_view .o_crm_customer_actions",
            run: "click",
        },
        {
            trigger: ".o_crm_customer_actions_menu [data-action=merge]:contains(Birleştir)",
            run: "click",
        },
        {
            content: "One that may be the same is proposed, with the reason",
            trigger: ".modal .o_crm_merge_proposal:contains(Kaynak Gida):contains(aynı telefon)",
        },
        {
            content: "It is another one",
            trigger: ".modal .o_field_widget[name=target_id] input",
            run: "edit Hedef",
        },
        {
            trigger: ".o-autocomplete--dropdown-item:contains(Hedef Gıda)",
            run: "click",
        },
        {
            content: "The plan says what moves, in Turkish",
            trigger: ".modal .o_field_widget[name=moves]:contains(Hedefe taşınanlar)",
        },
        {
            content: "Both have a phone: take over the one of the source",
            trigger:
                ".modal .o_data_row:contains(Telefon) .o_field_widget[name=takes_source] input",
            run: "click",
        },
        {
            trigger: ".modal button[name=action_merge]:contains(Birleştir)",
            run: "click",
        },
        {
            content: "The page of the target is open",
            trigger:
                ".o_breadcrumb:not(:contains(Kaynak)) .o_last_breadcrumb_item:contains(Hedef Gıda)",
        },
        {
            content: "… and it has the phone of the source",
            trigger: ".o_field_widget[name=phone] input:value(+90 212 555 10 10)",
        },
    ],
});

registry.category("web_tour.tours").add("crm_merge_undo", {
    steps: () => [
        {
            trigger: ".o_data_row:contains(Kaynak Gıda) button[name=action_undo]",
            run: "click",
        },
        {
            content: "What comes back is told; its phone was changed since",
            trigger: ".modal .o_field_widget[name=returns]",
        },
        {
            trigger: ".modal .o_data_row:contains(Hedef Gıda) [name=what]:contains(Telefon)",
        },
        {
            content: "All of it comes back",
            trigger: ".modal .o_field_widget[name=all_choice] input[data-value=back]",
            run: "click",
        },
        {
            trigger: ".modal button[name=action_take_back]",
            run: "click",
        },
        {
            content: "The source is back",
            trigger: ".o_last_breadcrumb_item:contains(Kaynak Gıda)",
        },
    ],
});

registry.category("web_tour.tours").add("crm_merge_proposed", {
    steps: () => [
        {
            trigger: ".o_form_view .o_crm_customer_actions",
            run: "click",
        },
        {
            trigger: ".o_crm_customer_actions_menu [data-action=merge]",
            run: "click",
        },
        {
            trigger: ".modal .o_crm_merge_proposal:contains(Kaynak Gida)",
            run: "click",
        },
        {
            content: "A click has made it the target",
            trigger: ".modal button[name=action_merge]",
            run: "click",
        },
        {
            trigger: ".o_last_breadcrumb_item:contains(Kaynak Gida)",
        },
    ],
});

registry.category("web_tour.tours").add("crm_attach", {
    steps: () => [
        {
            trigger: ".o_form_view .o_crm_customer_actions",
            run: "click",
        },
        {
            trigger: ".o_crm_customer_actions_menu [data-action=merge]:contains(Birleştir)",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=target_id] input",
            run: "edit Hedef",
        },
        {
            trigger: ".o-autocomplete--dropdown-item:contains(Hedef Gıda)",
            run: "click",
        },
        {
            content: "Not one customer: a contact of the other",
            trigger: ".modal .o_field_widget[name=kind] input[data-value=attach]",
            run: "click",
        },
        {
            content: "The tax number is written over, from … to …",
            trigger:
                ".modal .o_data_row:contains(VKN) [name=source_value]:contains(1111111114)",
        },
        {
            trigger: ".modal .o_data_row:contains(VKN) [name=becomes]:contains(4540019679)",
        },
        {
            trigger: ".modal footer button.btn-primary[name=action_merge]:visible",
            run: "click",
        },
        {
            content: "The page of the target is open",
            trigger: ".o_last_breadcrumb_item:contains(Hedef Gıda)",
        },
    ],
});

registry.category("web_tour.tours").add("crm_attach_undo", {
    steps: () => [
        {
            trigger: ".o_data_row:contains(Ayşe Kaynak) button[name=action_undo]",
            run: "click",
        },
        {
            trigger: ".modal button[name=action_take_back]",
            run: "click",
        },
        {
            content: "It is a customer again",
            trigger: ".o_last_breadcrumb_item:contains(Ayşe Kaynak)",
        },
    ],
});

registry.category("web_tour.tours").add("crm_attach_instead", {
    steps: () => [
        {
            trigger: ".o_form_view .o_crm_customer_actions",
            run: "click",
        },
        {
            trigger: ".o_crm_customer_actions_menu [data-action=merge]",
            run: "click",
        },
        {
            content: "A contact of another customer has the same name",
            trigger: ".modal .o_field_widget[name=target_id] input",
            run: "edit Ayşe Hedefte",
        },
        {
            trigger: ".o-autocomplete--dropdown-item:contains(Ayşe Hedefte)",
            run: "click",
        },
        {
            content: "They cannot be one; a click leads on",
            trigger: ".modal button[name=action_attach_instead]",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=target_id] input:value(Hedef Gıda A.Ş.)",
        },
        {
            trigger: ".modal footer button.btn-primary[name=action_merge]:visible",
            run: "click",
        },
        {
            trigger: ".o_last_breadcrumb_item:contains(Hedef Gıda)",
        },
    ],
});
