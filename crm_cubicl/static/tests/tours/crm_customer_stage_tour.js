import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("crm_customer_stage_drag", {
    steps: () => [
        {
            content: "Cards instead of lines",
            trigger: ".o_switch_view.o_kanban",
            run: "click",
        },
        {
            content: "They stand by stage",
            trigger: ".o_kanban_view.o_kanban_grouped, .o_kanban_view .o_kanban_grouped",
        },
        {
            trigger: ".o_kanban_group:contains(Proposal)",
        },
        {
            content: "The customer goes a step on",
            trigger: ".o_kanban_record:contains(Sürüklenen)",
            run: "drag_and_drop(.o_kanban_group:contains(Proposal))",
        },
        {
            trigger: ".o_kanban_group:contains(Proposal) .o_kanban_record:contains(Sürüklenen)",
        },
        {
            content: "Its history is on its page",
            trigger: ".o_kanban_record:contains(Sürüklenen)",
            run: "click",
        },
        {
            trigger: "button[name=action_open_stage_log]",
            run: "click",
        },
        {
            trigger: ".o_list_view .o_data_row:eq(0) td[name=stage_id]:contains(Proposal)",
        },
        {
            trigger: ".o_list_view .o_data_row:eq(1) td[name=stage_id]:contains(New)",
        },
        {
            content: "Nobody adds to it by hand",
            trigger: ".o_list_view:not(:has(.o_list_button_add))",
        },
    ],
});

registry.category("web_tour.tours").add("crm_customer_hierarchy", {
    steps: () => [
        {
            trigger: ".o_switch_view.o_hierarchy",
            run: "click",
        },
        {
            content: "The top, with what is below it",
            trigger: ".o_hierarchy_node:contains(Tepe A.Ş.) [title='Customers below']:contains(1)",
        },
        {
            trigger: ".o_hierarchy_node:contains(Tepe A.Ş.) button[name=hierarchy_search_subsidiaries]",
            run: "click",
        },
        {
            trigger: ".o_hierarchy_node:contains(Alt Ltd.)",
            run: "click",
        },
        {
            trigger: ".o_form_view .o_field_widget[name=crm_parent_id]",
        },
    ],
});

registry.category("web_tour.tours").add("crm_customer_overview", {
    steps: () => [
        {
            trigger: ".o_crm_dashboard [data-tile=all]",
        },
        {
            content: "Only of one's own customers",
            trigger: ".o_crm_dashboard_mine",
            run: "click",
        },
        {
            trigger: ".o_crm_dashboard [data-tile=all]:contains(1)",
        },
        {
            content: "A figure opens what it counts",
            trigger: ".o_crm_dashboard [data-section=crm_stage_id] button:contains(Won)",
            run: "click",
        },
        {
            trigger: ".o_list_view .o_data_row:contains(Benim)",
        },
        {
            trigger: ".o_list_view:not(:has(.o_data_row:contains(Başkasının)))",
        },
        {
            content: "Back to the overview",
            trigger: ".o_breadcrumb a:contains(Overview)",
            run: "click",
        },
        {
            trigger: ".o_crm_dashboard [data-kind=won]:not(:disabled)",
            run: "click",
        },
        {
            trigger: ".o_list_view .o_data_row td[name=customer_id]:contains(Benim)",
        },
    ],
});
