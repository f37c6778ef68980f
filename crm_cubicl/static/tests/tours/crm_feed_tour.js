import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("crm_feed_edit", {
    steps: () => [
        {
            content: "The activities of all customers",
            trigger: ".o_crm_activities .o_crm_feed_entry[data-kind=created]:contains(Kimya)",
        },
        {
            content: "Log a call",
            trigger: ".o_crm_feed_call",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=customer_ids] input",
            run: "edit Kimya",
        },
        {
            trigger: ".o-autocomplete--dropdown-item:contains(Kimya)",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=customer_ids] .o_tag:contains(Kimya)",
        },
        {
            trigger: ".modal .o_field_widget[name=text] .o_input",
            run: "edit Fiyat istediler",
        },
        {
            trigger: ".modal button[name=action_save]",
            run: "click",
        },
        {
            content: "It is on top of the list",
            trigger: "body:not(:has(.modal)) .o_crm_feed_entry:first-child[data-kind=call]:contains(Fiyat istediler)",
        },
        {
            content: "Only notes",
            trigger: ".o_crm_feed_kind",
            run: "select note",
        },
        {
            content: "There are none, and the page says so",
            trigger: ".o_crm_feed_empty:contains(No activity matches these filters)",
        },
        {
            trigger: ".o_crm_feed_clear",
            run: "click",
        },
        {
            content: "On to the customer",
            trigger: ".o_crm_feed_entry[data-kind=call] .o_crm_feed_customer",
            run: "click",
        },
        {
            trigger: ".o_form_view .o_notebook .nav-link[name=activities]",
            run: "click",
        },
        {
            content: "The same call is among the customer's activities",
            trigger: ".o_form_view .o_crm_feed_entry[data-kind=call]:contains(Fiyat istediler)",
        },
        {
            content: "A note from here is the customer's",
            trigger: ".o_form_view .o_crm_feed_note",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=customer_ids] .o_tag:contains(Kimya)",
        },
        {
            trigger: ".modal .o_field_widget[name=text] .o_input",
            run: "edit Cuma günü aranacak",
        },
        {
            trigger: ".modal button[name=action_save]",
            run: "click",
        },
        {
            trigger: "body:not(:has(.modal)) .o_form_view .o_crm_feed_entry:first-child[data-kind=note]:contains(Cuma)",
        },
        {
            content: "Back, and more of them than fit one page",
            trigger: ".o_breadcrumb a:contains(Activities)",
            run: "click",
        },
        {
            trigger: ".o_crm_activities .o_crm_feed_entry:first-child[data-kind=note]",
            run: () => document.querySelector(".o_crm_feed_entry:last-child").scrollIntoView(),
        },
        {
            trigger: ".o_crm_activities .o_crm_feed_entry:nth-child(40)",
        },
    ],
});

registry.category("web_tour.tours").add("crm_feed_view", {
    steps: () => [
        {
            content: "Who may only look finds no button",
            trigger: ".o_crm_activities:not(:has(.o_crm_feed_note)) .o_crm_feed_entry:contains(Kimya)",
        },
    ],
});

registry.category("web_tour.tours").add("crm_archive_assign", {
    steps: () => [
        {
            trigger: ".o_list_view .o_data_row .o_data_cell:contains(Teklif)",
            run: "click",
        },
        {
            trigger: ".o_form_view .o_field_widget[name=body]:contains(Merhaba)",
        },
        {
            trigger: ".o_statusbar_buttons button:contains(Assign)",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=customer_ids] input",
            run: "edit Kimya",
        },
        {
            trigger: ".o-autocomplete--dropdown-item:contains(Kimya)",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=customer_ids] .o_tag:contains(Kimya)",
        },
        {
            trigger: ".modal button[name=action_assign]",
            run: "click",
        },
        {
            trigger: ".o_list_view .o_view_nocontent:contains(No e-mail waits for you)",
        },
    ],
});
