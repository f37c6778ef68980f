import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

tours.add("crm_portal_customer", {
    steps: () => [
        {
            content: "The topics as this customer has them",
            trigger: ".o_form_view button[name=action_open_support_topics]",
            run: "click",
        },
        {
            trigger: ".o_data_row:contains(Spare parts):contains(As for everybody) [name=name]",
            run: "click",
        },
        {
            content: "What is inherited is shown",
            trigger: ".modal [name=project_id] input[placeholder='Test project']",
        },
        {
            content: "Switch it off",
            trigger: ".modal .o_field_widget[name=is_hidden] input",
            run: "click",
        },
        { trigger: ".modal .o_form_button_save", run: "click" },
        { trigger: ".o_data_row:contains(Spare parts):contains(Switched off)" },
        {
            content: "Back to the customer",
            trigger: ".o_breadcrumb .o_back_button, .o_back_button",
            run: "click",
        },
        { trigger: ".o_crm_customer_actions", run: "click" },
        { trigger: "[data-action=support_link]", run: "click" },
        {
            content: "There is none before somebody wants it",
            trigger: ".modal button[name=action_create]",
            run: "click",
        },
        {
            content: "The address can be copied",
            trigger: ".modal .o_field_widget[name=url] .o_clipboard_button",
        },
        { trigger: ".modal button[special=save]", run: "click" },
        { trigger: "body:not(:has(.modal))" },
    ],
});

tours.add("crm_portal_link_visitor", {
    steps: () => [
        {
            content: "The customer's own form, with its name",
            trigger: ".o_crm_support_link:contains(Gizem Optik)",
        },
        {
            content: "What was switched off is not there",
            trigger: ".o_crm_support_topics:not(:contains(Spare parts)):contains(Repair)",
        },
        { trigger: "input[name=first_name]", run: "edit Çiğdem" },
        { trigger: "input[name=last_name]", run: "edit Işık" },
        { trigger: "input[name=email]", run: "edit cigdem@gizem.example" },
        { trigger: "select[name=topic_id]", run: "selectByLabel Repair" },
        { trigger: "input[name=subject]", run: "edit Yazıcı çalışmıyor" },
        { trigger: "textarea[name=text]", run: "edit Fiş kesemiyoruz, ne yapalım?" },
        {
            trigger: ".o_crm_support button[type=submit]",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "… and has a number",
            trigger: ".o_crm_support_thanks:contains(T0)",
        },
    ],
});
