import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

tours.add("crm_ticket_called", {
    steps: () => [
        {
            content: "The customer is on the phone",
            trigger: ".o_list_view, .o_kanban_view",
        },
        {
            trigger: ".o_control_panel button:contains(The customer called):visible",
            run: "click",
        },
        {
            trigger: ".modal [name=customer_id] input",
            run: "edit Anadolu Gıda",
        },
        {
            trigger: ".o-autocomplete--dropdown-item:contains(Anadolu Gıda)",
            run: "click",
        },
        {
            content: "The only topic is there by itself",
            trigger: ".modal [name=topic_id] input:value(Technical)",
        },
        { trigger: ".modal [name=subject] input", run: "edit No receipt" },
        { trigger: ".modal [name=text] textarea", run: "edit Since this morning" },
        {
            content: "The topic's questions are asked, the second one only then",
            trigger: ".modal .o_crm_call_questions input[type=text]:not(:visible)",
        },
        {
            trigger: ".modal .o_crm_call_questions label:contains(Printer)",
            run: "click",
        },
        {
            trigger: ".modal .o_crm_call_questions input[type=text]:visible",
            run: "edit S-77",
        },
        { trigger: ".modal button[name=action_file]", run: "click" },
        {
            content: "The ticket is open, its number in the title",
            trigger: ".o_form_view [name=crm_number]:contains(T0)",
        },
        {
            content: "Another ticket of the same sender is proposed for merging",
            trigger: ".o_form_view button[name=action_merge]",
            run: "click",
        },
        {
            content: "What moves is told before",
            trigger: ".modal [name=preview]:contains(Messages)",
        },
        { trigger: ".modal button[name=action_merge]", run: "click" },
        {
            content: "This is the one that stays",
            trigger: ".o_form_view .o_breadcrumb:contains(Printer)",
        },
        {
            trigger: ".o_form_view a[name=crm_access]",
            run: "click",
        },
        {
            content: "Who was told, and why",
            trigger: "[name=crm_notice_ids] .o_data_row:contains(In charge of the topic)",
        },
        { trigger: "button[name=action_invite]", run: "click" },
        {
            trigger: ".modal [name=partner_ids] input",
            run: "edit Ayşe",
        },
        {
            trigger: ".o-autocomplete--dropdown-item:contains(Ayşe)",
            run: "click",
        },
        { trigger: ".modal [name=partner_ids] .o_tag:contains(Ayşe)" },
        { trigger: ".modal button.btn-primary[name=action_invite]", run: "click" },
        {
            trigger: "[name=crm_share_ids] .o_data_row:contains(Ayşe) button[name=action_revoke]",
            run: "click",
        },
        { trigger: ".modal button:contains(Revoke)", run: "click" },
        {
            content: "Nobody outside sees it any more",
            trigger: "[name=crm_share_ids] .o_data_row:contains(Ayşe):contains(Revoked)",
        },
    ],
});

tours.add("crm_ticket_phone", {
    steps: () => [
        {
            content: "On a phone the cards tell who waits, and how long",
            trigger: ".o_kanban_record:contains(Printer):contains(Us):contains(min)",
            run: "click",
        },
        { trigger: ".o_form_view [name=crm_waiting_for]:contains(Us)" },
    ],
});
