import { registry } from "@web/core/registry";

/** Put a file that the test has stored into the file field, as a user's choice would. */
function chooseFile(xmlid, name) {
    return {
        content: `Choose ${name}`,
        trigger: ".o_field_widget[name=file] input[type=file]:not(:visible)",
        async run({ anchor }) {
            const response = await fetch(`/web/content/${xmlid}`);
            const transfer = new DataTransfer();
            transfer.items.add(new File([await response.blob()], name));
            anchor.files = transfer.files;
            anchor.dispatchEvent(new Event("change", { bubbles: true }));
        },
    };
}

function openImport() {
    return [
        {
            content: "Open the import from the customers' list",
            trigger: ".o_crm_import",
            run: "click",
        },
        { trigger: ".o_form_view .o_arrow_button_current:contains(File)" },
    ];
}

function newField(heading, type, isInSearchBox) {
    const row = `.o_data_row:has(td[name=heading]:contains(/^${heading}$/))`;
    const steps = [
        {
            content: `Make ${heading} a field of one's own`,
            trigger: `${row} td[name=target]`,
            run: "click",
        },
        {
            trigger: `${row} td[name=target] .o_select_menu_toggler`,
            run: "click",
        },
        {
            trigger: ".o_select_menu_item:contains(New field)",
            run: "click",
        },
        {
            content: `${heading} is proposed as ${type}`,
            trigger: `${row} td[name=new_type] .o_select_menu_toggler:value(${type})`,
        },
        { trigger: `${row} td[name=new_label] input:value(${heading})` },
    ];
    if (isInSearchBox) {
        steps.push({
            content: `${heading} in the search box`,
            trigger: `${row} td[name=new_in_search_box] input:not(:checked)`,
            run: "click",
        });
    } else {
        steps.push({
            trigger: `${row} td[name=new_in_search_box] input:checked`,
        });
    }
    return steps;
}

function chooseKey(heading) {
    return [
        {
            content: `${heading} is the key`,
            trigger: ".o_field_widget[name=key_column_id] input",
            run: `edit ${heading}`,
        },
        {
            trigger: `.o_field_widget[name=key_column_id] .dropdown-item:contains(${heading})`,
            run: "click",
        },
    ];
}

function checkAndImport(count) {
    return [
        {
            content: "Dry run",
            trigger: "button[name=action_check]:contains(Check all rows)",
            run: "click",
        },
        {
            content: "All rows are good",
            trigger: `.o_field_widget[name=create_count]:contains(${count})`,
        },
        { trigger: ".alert-success:contains(Every row can be imported)" },
        { trigger: "button[name=action_import]", run: "click" },
        {
            trigger: "button[name=action_open_customers]:contains(imported customers)",
            run: "click",
        },
        {
            content: "The list shows what was imported",
            trigger: `.o_list_view .o_pager_limit:contains(/^${count}$/)`,
        },
    ];
}

function search(text, found) {
    return [
        {
            content: `Look for ${text}`,
            trigger: ".o_searchview_input",
            run: `fill ${text}`,
        },
        { trigger: ".o_searchview_autocomplete .o-dropdown-item:first", run: "click" },
        { trigger: ".o_searchview_facet" },
        {
            content: `${text} finds ${found}`,
            trigger: `.o_list_view .o_data_row:contains(${found})`,
        },
        {
            content: "and not everybody",
            trigger: ".o_list_view .o_pager_limit:contains(/^[12]$/)",
        },
        { trigger: ".o_searchview_facet:last .o_facet_remove", run: "click" },
        { trigger: ".o_list_view .o_pager_limit:contains(/^[0-9]{3}$/)" },
    ];
}

function openCustomers() {
    return [
        {
            trigger: ".o_menu_sections [data-menu-xmlid='crm_cubicl.crm_customer_menu']",
            run: "click",
        },
        {
            content: "Not the list of the import any more",
            trigger: ".o_control_panel:not(:has(.breadcrumb-item))",
        },
        { trigger: ".o_list_view .o_crm_export" },
    ];
}

registry.category("web_tour.tours").add("crm_customer_import_companies", {
    url: "/odoo/action-crm_cubicl.crm_customer_action",
    steps: () => [
        ...openImport(),
        chooseFile("crm_cubicl.test_companies", "borsa_istanbul_companies.xlsx"),
        { trigger: "button[name=action_read]", run: "click" },
        {
            content: "Headings that are known are mapped",
            trigger: ".o_data_row:has(td[name=heading]:contains(Full name)) td[name=target]:contains(/^Name$/)",
        },
        ...newField("Ticker", "Text", false),
        ...newField("ISIN", "Text", false),
        ...newField("Currency", "Single Choice", true),
        ...chooseKey("ISIN"),
        ...checkAndImport(411),
        ...openCustomers(),
        ...search("AKBNK", "Akbank"),
        ...search("akbank", "Akbank"),
        ...search("TRAAKBNK91N6", "Akbank"),
        ...search("türkiye garanti", "Garanti"),
        ...search("TURKIYE GARANTI", "Garanti"),
        {
            content: "Download the list",
            trigger: ".o_crm_export",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=preview_count]:contains(411)",
        },
        { trigger: ".modal button[name=action_download]", run: "click" },
        { trigger: "body:not(:has(.modal))" },
        {
            content: "Still in the list",
            trigger: ".o_list_view .o_crm_export",
        },
    ],
});

registry.category("web_tour.tours").add("crm_customer_import_banks", {
    url: "/odoo/action-crm_cubicl.crm_customer_action",
    steps: () => [
        ...openImport(),
        chooseFile("crm_cubicl.test_banks", "turkish_banks.csv"),
        { trigger: "button[name=action_read]", run: "click" },
        {
            content: "How the file is written was found out",
            trigger: ".o_field_widget[name=separator]:has(input:value(/Semicolon/))",
        },
        ...newField("Bank code", "Text", false),
        ...newField("BIC", "Text", false),
        ...chooseKey("Bank code"),
        ...checkAndImport(52),
    ],
});
