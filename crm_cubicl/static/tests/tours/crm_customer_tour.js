import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("crm_customer_create_and_find", {
    steps: () => [
        {
            content: "A new customer",
            trigger: ".o_list_view .o_list_button_add",
            run: "click",
        },
        {
            trigger: ".o_form_view .o_field_widget[name=name] .o_input",
            run: "edit Işıklar Tekstil A.Ş.",
        },
        {
            trigger: ".o_field_widget[name=crm_short_name] input",
            run: "edit IŞIKLAR",
        },
        {
            trigger: ".o_field_widget[name=phone] input",
            run: "edit 0(212) 555-77 66",
        },
        {
            content: "A contact of it: the customer is saved first",
            trigger: ".o_notebook a[name=contacts]",
            run: "click",
        },
        {
            trigger: ".o_crm_records_first:contains(Add a contact)",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=name] .o_input",
            run: "edit Çiğdem Öz",
        },
        {
            trigger: ".modal .o_field_widget[name=function] input",
            run: "edit Satın Alma",
        },
        {
            trigger: ".modal .o_form_button_save",
            run: "click",
        },
        {
            trigger: ".o_crm_records .o_kanban_record:contains(Çiğdem Öz)",
        },
        {
            trigger: "body:not(:has(.modal)) .o_notebook a[name=details]",
            run: "click",
        },
        {
            content: "The phone is kept in one format",
            trigger: ".o_form_saved .o_field_widget[name=phone] input:value(+90 212 555 77 66)",
        },
        {
            trigger: ".o_breadcrumb a:contains(Customers)",
            run: "click",
        },
        {
            content: "Found by its contact, without Turkish letters",
            trigger: ".o_searchview_input",
            run: "edit cigdem isiklar",
        },
        {
            trigger: ".o_searchview_input",
            run: "press Enter",
        },
        {
            trigger: ".o_searchview_facet:contains(cigdem isiklar)",
        },
        {
            trigger: ".o_data_row:only-child .o_data_cell[name=name]:contains(Işıklar)",
        },
        {
            content: "Not found by what nobody has",
            trigger: ".o_searchview_facet .o_facet_remove",
            run: "click",
        },
        {
            trigger: ".o_searchview_input",
            run: "edit 0212 555 77 66",
        },
        {
            trigger: ".o_searchview_input",
            run: "press Enter",
        },
        {
            trigger: ".o_searchview_facet:contains(0212)",
        },
        {
            trigger: ".o_data_row:only-child .o_data_cell[name=name]:contains(Işıklar)",
        },
    ],
});

registry.category("web_tour.tours").add("crm_customer_view_only", {
    steps: () => [
        {
            content: "The list opens without a button to create",
            trigger: ".o_list_view:not(:has(.o_list_button_add)) .o_data_row .o_data_cell[name=name]:contains(Salt Okunur)",
            run: "click",
        },
        {
            content: "So does the form, and nothing in it can be typed into",
            trigger: ".o_form_view:not(:has(.o_form_button_create)) .o_form_readonly .o_field_widget[name=crm_short_name]:contains(SALT)",
        },
        {
            trigger: ".o_notebook .nav-link:contains(Billing)",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=vat]:contains(8790017566)",
        },
    ],
});
