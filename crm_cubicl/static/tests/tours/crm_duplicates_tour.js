import { registry } from "@web/core/registry";

const CARD = ".o_crm_duplicate_card:contains(Kaynak)";

registry.category("web_tour.tours").add("crm_duplicates", {
    steps: () => [
        {
            content: "The bulb on the list says how many there are",
            trigger: ".o_crm_bulb .badge:contains(2)",
            run: "click",
        },
        {
            content: "Both side by side, with the reason, in Turkish",
            trigger: `${CARD}:contains(aynı telefon):contains(Vergi numarası)`,
        },
        {
            content: "What differs is marked",
            trigger: `${CARD} .o_crm_differs:contains(kaynak.example)`,
        },
        {
            content: "The first is not what it seems: keys decide",
            trigger: ".o_crm_duplicate_card:first:focus",
            run: "press n",
        },
        {
            content: "It is remembered, with a way back",
            trigger: ".o_notification:contains(aynı değil) button:contains(Geri Al)",
            run: "click",
        },
        {
            trigger: ".o_crm_duplicates:has(.o_crm_duplicate_card:nth-of-type(2))",
        },
        {
            content: "Later",
            trigger: ".o_crm_duplicate_card:contains(Yunus) .o_crm_duplicate_later",
            run: "click",
        },
        {
            trigger: ".o_crm_duplicates:not(:has(.o_crm_duplicate_card:contains(Yunus)))",
        },
        {
            content: "The other one is kept",
            trigger: `${CARD} thead th:contains(KAYNAK GIDA) input[type=radio]`,
            run: "click",
        },
        {
            trigger: `${CARD} .o_crm_duplicate_merge:contains(Birleştir)`,
            run: "click",
        },
        {
            content: "Nothing happens before the plan was seen",
            trigger: ".modal .o_field_widget[name=moves]:contains(Hedefe taşınanlar)",
        },
        {
            trigger: ".modal button[name=action_merge]:enabled",
            run: "click",
        },
        {
            content: "Nothing is left",
            trigger: ".o_crm_duplicates_empty:contains(Olası mükerrer kayıt yok)",
        },
    ],
});

registry.category("web_tour.tours").add("crm_duplicates_bulk", {
    steps: () => [
        {
            trigger: ".o_crm_duplicates_bulk:contains(Merge sure ones)",
            run: "click",
        },
        {
            content: "What will be merged is listed first",
            trigger: ".o_data_row:contains(Kaynak)",
        },
        {
            trigger: "button[name=action_run]",
            run: "click",
        },
        {
            trigger: ".modal .btn-primary",
            run: "click",
        },
        {
            trigger: ".o_data_row:contains(Kaynak) .badge:contains(Merged)",
        },
    ],
});

registry.category("web_tour.tours").add("crm_duplicates_view", {
    steps: () => [
        {
            content: "Who may only look is offered nothing to decide",
            trigger: `${CARD}:not(:has(.o_crm_duplicate_apart, .o_crm_duplicate_later, input))`,
        },
        {
            trigger: "body:not(:has(.o_crm_duplicates_bulk, .o_crm_duplicates_scan))",
        },
        {
            trigger: `${CARD} thead button:contains(Kaynak)`,
            run: "click",
        },
        {
            trigger: ".o_last_breadcrumb_item:contains(Kaynak)",
        },
    ],
});
