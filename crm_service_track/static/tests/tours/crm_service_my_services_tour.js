import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("crm_service_my_services", {
    steps: () => [
        {
            content: "What waits is said first",
            trigger: ".o_portal_my_home a[href*='filterby=waiting']:contains(1)",
        },
        {
            trigger: ".o_portal_my_home a[href*='/my/service-contracts']:visible",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "The hours are seen before the contract is opened",
            trigger: ".o_crm_my_contracts .progress-bar",
        },
        {
            trigger: ".o_crm_my_contracts a:contains(BK-TOUR)",
            run: "click",
            expectUnloadPage: true,
        },
        { trigger: ".o_crm_my_contract .o_crm_my_services:contains(1:30:00)" },
        {
            trigger: ".o_portal_submenu a[href*='/my/home'], .o_portal_submenu a[href$='/my']",
            run: "click",
            expectUnloadPage: true,
        },
        {
            trigger: ".o_portal_my_home a[href$='/my/services']:visible",
            run: "click",
            expectUnloadPage: true,
        },
        {
            trigger: ".o_crm_my_services .list-group-item:has(.o_crm_state_waiting)",
            run: "click",
            expectUnloadPage: true,
        },
        { trigger: ".o_crm_my_service_page:contains(Bakım yapıldı.)" },
        {
            trigger: ".o_crm_my_service_answer button[type=submit]",
            run: "click",
            expectUnloadPage: true,
        },
        { trigger: ".o_crm_visit_answer label[for=score_9]", run: "click" },
        { trigger: "label[for=choice_approve]", run: "click" },
        {
            trigger: ".o_crm_visit_answer button[type=submit]",
            run: "click",
            expectUnloadPage: true,
        },
        { trigger: ".o_crm_visit:contains(9 / 10)" },
        {
            trigger: ".o_crm_visit a[href$='/my/services']",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "It is approved, with its score",
            trigger:
                ".o_crm_my_services .list-group-item:has(.o_crm_state_approved):contains(9 / 10)",
        },
    ],
});
