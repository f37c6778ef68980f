import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("crm_portal_topic", {
    steps: () => [
        {
            content: "The default topic is there",
            trigger: ".o_data_row .o_data_cell:contains(Other)",
        },
        {
            content: "Make a topic",
            trigger: ".o_list_button_add",
            run: "click",
        },
        {
            content: "Name it",
            trigger: ".o_field_widget[name=name] input",
            run: "edit Spare parts",
        },
        {
            content: "Choose its project",
            trigger: ".o_field_widget[name=project_id] input",
            run: "edit Test project",
        },
        {
            trigger: ".o-autocomplete--dropdown-item:contains(Test project)",
            run: "click",
        },
        {
            content: "With account managers in charge nobody is chosen here",
            trigger: ".o_field_widget[name=handler_kind] input[data-value=account]",
            run: "click",
        },
        { trigger: ".o_form_view:not(:has(.o_field_widget[name=user_ids]))" },
        {
            trigger: ".o_field_widget[name=handler_kind] input[data-value=people]",
            run: "click",
        },
        {
            content: "Choose who is in charge",
            trigger: ".o_field_widget[name=user_ids] input",
            run: "edit topic_plain",
        },
        {
            trigger: ".o-autocomplete--dropdown-item:contains(topic_plain)",
            run: "click",
        },
        { trigger: ".o_form_button_save", run: "click" },
        { trigger: ".o_form_saved" },
        {
            content: "Back in the list",
            trigger: ".o_breadcrumb .o_back_button, .o_back_button",
            run: "click",
        },
        { trigger: ".o_data_row:contains(Spare parts):contains(Certain people)" },
    ],
});
