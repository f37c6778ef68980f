import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("crm_service_scores_technician", {
    steps: () => [
        {
            content: "The own average, over five answers",
            trigger: ".o_crm_service_scores section:first tr:contains('8.0')",
        },
        {
            content: "Of a service of few answers nothing is shown",
            trigger:
                ".o_crm_service_scores tr:contains('Rare service'):contains('too few answers'):not(:contains('/'))",
        },
        {
            content: "The whole is explained",
            trigger: ".o_crm_service_scores p:contains('at least five answers')",
        },
    ],
});

registry.category("web_tour.tours").add("crm_service_scores_manager", {
    steps: () => [
        {
            content: "Averages by technician",
            trigger: ".o_group_header:contains('service_technician'):contains('8.0')",
            run: "click",
        },
        {
            content: "A service leads to its form",
            trigger: ".o_data_row:contains('Rare service') td[name=customer_id]",
            run: "click",
        },
        { trigger: ".o_form_view .o_field_widget[name=state]" },
        {
            trigger: ".nav-link[name=answer]",
            run: "click",
        },
        { trigger: ".o_field_widget[name=score]:contains('2')" },
        {
            content: "Back, and to the pivot table",
            trigger: ".o_breadcrumb a:contains('Scores')",
            run: "click",
        },
        { trigger: ".o_switch_view.o_pivot", run: "click" },
        { trigger: ".o_pivot th:contains('Without Answer')" },
    ],
});
