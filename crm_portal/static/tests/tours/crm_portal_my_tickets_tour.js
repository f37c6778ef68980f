import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

tours.add("crm_portal_my_tickets_ask", {
    steps: () => [
        {
            content: "The card is there before the first ticket",
            trigger: ".o_crm_my_tickets_card a[href*='/my/tickets']",
            run: "click",
            expectUnloadPage: true,
        },
        {
            trigger: "a[href*='/my/tickets/new']",
            run: "click",
            expectUnloadPage: true,
        },
        { trigger: ".o_crm_my_ticket_new input[name=subject]", run: "edit Yazıcı" },
        {
            trigger: ".o_crm_my_ticket_new textarea[name=text]",
            run: "edit Fiş basmıyor, ne yapalım?",
        },
        {
            trigger: ".o_crm_my_ticket_new button[type=submit].btn-primary",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "The ticket's own page",
            trigger: ".o_crm_support_ticket article:contains(Fiş basmıyor)",
        },
    ],
});

tours.add("crm_portal_my_tickets_read", {
    steps: () => [
        {
            content: "Whose turn it is, is seen in the list",
            trigger: ".o_crm_my_tickets a:contains(Yazıcı):has(.text-bg-warning)",
            run: "click",
            expectUnloadPage: true,
        },
        { trigger: ".o_crm_support_ticket article:contains(Fişi takılı mı?)" },
        {
            content: "No mails, please",
            trigger: ".o_crm_ticket_follow:has([name=follows][value='0']) button",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "… and the ticket is seen all the same",
            trigger: ".o_crm_ticket_follow:has([name=follows][value='1'])",
        },
        { trigger: ".o_crm_support_ticket article:contains(Fişi takılı mı?)" },
    ],
});
