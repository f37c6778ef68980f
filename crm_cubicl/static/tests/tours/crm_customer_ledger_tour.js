import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("crm_customer_ledger", {
    steps: () => [
        {
            content: "The ledger is a tab of the customer",
            trigger: ".o_form_view .nav-link[name=ledger]",
            run: "click",
        },
        {
            trigger: ".o_crm_ledger_period",
            run: "select all",
        },
        {
            content: "What all entries come to",
            trigger: ".o_crm_ledger_block.active .o_crm_ledger_closing:contains(700.00)",
        },
        {
            content: "The first page of many",
            trigger: ".o_crm_ledger_more:contains(Show more (80 of 96))",
            run: "click",
        },
        {
            trigger: ".o_crm_ledger:not(:has(.o_crm_ledger_more)) .o_crm_ledger_row:contains(Havale)",
        },
        {
            content: "Entries are not opened without rights to the accounting",
            trigger: ".o_crm_ledger_table:not(:has(.o_crm_ledger_row a))",
        },
        {
            trigger: ".o_crm_ledger_end:contains(700.00)",
        },
        {
            content: "A period of one's own",
            trigger: ".o_crm_ledger_period",
            run: "select custom",
        },
        {
            trigger: ".o_crm_ledger_from input",
            run: "edit 12/01/2025",
        },
        {
            trigger: ".o_crm_ledger_to input",
            run: "edit 12/31/2025",
        },
        {
            trigger: ".o_crm_ledger_state",
            run: "click",
        },
        {
            content: "What was before is the opening balance",
            trigger: ".o_crm_ledger_opening:contains(950.00)",
        },
        {
            trigger: ".o_crm_ledger_table:not(:has(.o_crm_ledger_row:nth-child(3)))",
        },
        {
            content: "With the customers below it",
            trigger: ".o_crm_ledger_children input",
            run: "click",
        },
        {
            trigger: ".o_crm_ledger_row:contains(Alt Şirket)",
        },
        {
            trigger: ".o_crm_ledger_end:contains(707.00)",
        },
        {
            content: "Only what is settled: nothing",
            trigger: ".o_crm_ledger_state",
            run: "select reconciled",
        },
        {
            trigger: ".o_crm_ledger_none:contains(No entries in this period)",
        },
        {
            trigger: ".o_crm_ledger_pdf:contains(PDF)",
        },
    ],
});

registry.category("web_tour.tours").add("crm_customer_ledger_hidden", {
    steps: () => [
        {
            trigger: ".o_form_view .nav-link[name=internal_notes]",
        },
        {
            content: "Neither the tab nor a total",
            trigger: ".o_form_view:not(:has(.nav-link[name=ledger]))",
        },
    ],
});
