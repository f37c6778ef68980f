import { registry } from "@web/core/registry";

const bill = [
    { trigger: ".o_form_view button[name=action_bill]", run: "click" },
    {
        content: "The draft has the line of the visit",
        trigger: ".o_form_view .o_field_widget[name=invoice_line_ids]:contains(SF-)",
    },
];
const backToVisit = [
    { trigger: "button[name=action_view_crm_service_visits]", run: "click" },
    { trigger: ".o_list_view .o_data_row .o_data_cell[name=name]", run: "click" },
    { trigger: ".o_form_view .o_field_widget[name=customer_id]" },
    { trigger: ".o_notebook a[name=fee]", run: "click" },
];

registry.category("web_tour.tours").add("crm_service_billing", {
    steps: () => [
        {
            content: "What both have approved is to be billed",
            trigger: ".o_list_view .o_data_row:contains(Yıldız Makine) .o_data_cell[name=name]",
            run: "click",
        },
        ...bill,
        ...backToVisit,
        { trigger: ".o_field_widget[name=billing_state]:contains(On a Draft Invoice)" },
        {
            content: "Not yet, after all",
            trigger: "button[name=action_unbill]",
            run: "click",
        },
        { trigger: ".modal .btn-primary", run: "click" },
        { trigger: ".o_field_widget[name=billing_state]:contains(To Bill)" },
        ...bill,
        { trigger: "button[name=action_post]", run: "click" },
        { trigger: ".o_statusbar_status .o_arrow_button_current:contains(Posted)" },
        ...backToVisit,
        { trigger: ".o_field_widget[name=billing_state]:contains(Billed)" },
        {
            content: "It is opened from the visit as well",
            trigger: "button[name=action_view_invoices]",
            run: "click",
        },
        { trigger: ".o_form_view .o_field_widget[name=invoice_line_ids]:contains(SF-)" },
    ],
});

registry.category("web_tour.tours").add("crm_service_billing_month", {
    steps: () => [
        { trigger: ".o_list_view .o_data_row:contains(Yıldız Makine)" },
        {
            content: "A period is billed at once",
            trigger: ".o_control_panel button:contains(Bill a Period)",
            run: "click",
        },
        { trigger: ".modal .o_field_widget[name=draft_count]:contains(1)" },
        { trigger: ".modal .o_field_widget[name=visit_ids] .o_data_row:contains(SF-)" },
        { trigger: ".modal button[name=action_bill]", run: "click" },
        {
            content: "Both visits are on the draft of the month",
            trigger:
                ".o_form_view .o_field_widget[name=invoice_line_ids] .o_data_row:nth-child(2):contains(SF-)",
        },
    ],
});
