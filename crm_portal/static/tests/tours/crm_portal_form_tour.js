import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

tours.add("crm_portal_form_make", {
    steps: () => [
        { trigger: ".o_list_button_add", run: "click" },
        { trigger: ".o_field_widget[name=name] input", run: "edit About the device" },
        {
            content: "Drag a single choice onto the form",
            trigger: ".o_crm_designer_item[data-kind=choice]",
            run: "drag_and_drop(.o_crm_designer_form)",
        },
        {
            trigger: ".modal .o_field_widget[name=name] input, .modal .o_field_widget[name=name] textarea",
            run: "edit Which device?",
        },
        { trigger: ".modal .o_field_x2many_list_row_add :is(a, button)", run: "click" },
        { trigger: ".modal .o_selected_row [name=name] input", run: "edit Printer" },
        { trigger: ".modal .o_field_x2many_list_row_add :is(a, button)", run: "click" },
        { trigger: ".modal .o_selected_row [name=name] input", run: "edit Scale" },
        { trigger: ".modal .o_form_button_save", run: "click" },
        {
            trigger: "body:not(:has(.modal)) .o_crm_designer_form article:contains(Which device?):contains(Scale)",
        },
        {
            content: "Add a text by the keyboard's way",
            trigger: ".o_crm_designer_item[data-kind=text]",
            run: "click",
        },
        { trigger: ".modal .o_field_widget[name=name] input", run: "edit Serial number" },
        { trigger: ".modal .o_field_widget[name=is_required] input", run: "click" },
        {
            content: "It is asked for printers only",
            trigger: ".modal .o_field_widget[name=condition_question_id] input",
            run: "edit Which",
        },
        {
            trigger: ".o-autocomplete--dropdown-item:contains(Which device?)",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=condition_operator] :is(input, select)",
            run: "click",
        },
        {
            trigger: ".o_select_menu_item:contains(/^is$/)",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=condition_option_ids] input",
            run: "edit Printer",
        },
        { trigger: ".o-autocomplete--dropdown-item:contains(Printer)", run: "click" },
        { trigger: ".modal .o_form_button_save", run: "click" },
        {
            trigger: "body:not(:has(.modal)) .o_crm_designer_form article:eq(1):contains(Serial number):contains(Which device?)",
        },
        {
            content: "A date is dropped above both",
            trigger: ".o_crm_designer_item[data-kind=date]",
            run: "drag_and_drop(.o_crm_designer_form article:first)",
        },
        { trigger: ".modal .o_field_widget[name=name] input", run: "edit Since when?" },
        { trigger: ".modal .o_form_button_save", run: "click" },
        {
            trigger: "body:not(:has(.modal)) .o_crm_designer_form article:contains(Since when?)",
        },
        {
            content: "A question cannot come before the one it hangs on",
            trigger: ".o_crm_designer_form article:contains(Serial number) button[title^='Move up']",
            run: "click",
        },
        { trigger: ".o_notification:contains(has to come after it)" },
        {
            content: "Attach it to a topic",
            trigger: ".o_field_widget[name=topic_ids] input",
            run: "edit Technical",
        },
        { trigger: ".o-autocomplete--dropdown-item:contains(Technical)", run: "click" },
        { trigger: ".o_form_button_save", run: "click" },
        { trigger: ".o_form_saved" },
        {
            content: "See it as visitors do",
            trigger: ".o_crm_designer button:contains(Preview)",
            run: "click",
        },
        {
            trigger: ".modal iframe:iframe .o_crm_question:contains(Which device?)",
        },
        {
            trigger: ".modal iframe:iframe .o_crm_question:contains(Printer) input:first",
            run: "click",
        },
        {
            trigger: ".modal iframe:iframe .o_crm_question:contains(Serial number):visible",
        },
        { trigger: ".modal .btn-close", run: "click" },
        { trigger: "body:not(:has(.modal))" },
    ],
});

tours.add("crm_portal_form_visitor", {
    steps: () => [
        { trigger: "input[name=first_name]", run: "edit Çiğdem" },
        { trigger: "input[name=last_name]", run: "edit Işık" },
        { trigger: "input[name=email]", run: "edit cigdem@gizem.example" },
        {
            content: "No topic, no questions",
            trigger: ".o_crm_support:not(:has(.o_crm_question))",
        },
        { trigger: "select[name=topic_id]", run: "selectByLabel Teknik" },
        {
            content: "The topic's questions come at once, in Turkish",
            trigger: ".o_crm_question:contains(Hangi cihaz?)",
        },
        { trigger: "input[name=subject]", run: "edit Yazıcı çalışmıyor" },
        { trigger: "textarea[name=text]", run: "edit Fiş kesemiyoruz, ne yapalım?" },
        {
            content: "What hangs on another answer is not there yet",
            trigger: ".o_crm_question.d-none:contains(Seri):not(:visible)",
        },
        {
            trigger: ".o_crm_question:contains(Hangi cihaz?) .form-check:contains(Yazıcı) input",
            run: "click",
        },
        {
            trigger: ".o_crm_question:contains(Seri numarası):visible input[required]",
            run: "edit AB 12",
        },
        {
            content: "Another topic has other questions; what was typed waits",
            trigger: "select[name=topic_id]",
            run: "selectByLabel Fatura",
        },
        { trigger: ".o_crm_support:not(:has(.o_crm_question))" },
        { trigger: "select[name=topic_id]", run: "selectByLabel Teknik" },
        {
            trigger: ".o_crm_question:contains(Seri numarası):visible input:value(AB 12)",
        },
        {
            trigger: ".o_crm_support button[type=submit]",
            run: "click",
        },
        {
            content: "A serial number has no blanks: said beside it",
            trigger: ".o_crm_question:contains(Seri numarası) .invalid-feedback",
        },
        {
            trigger: ".o_crm_question:contains(Seri numarası) input:value(AB 12)",
            run: "edit AB-12",
        },
        {
            trigger: ".o_crm_support button[type=submit]",
            run: "click",
            expectUnloadPage: true,
        },
        { trigger: ".o_crm_support_thanks:contains(T0)" },
    ],
});

tours.add("crm_portal_form_handler", {
    steps: () => [
        {
            trigger: ".o_form_view .nav-link[name=crm_replies]",
            run: "click",
        },
        { trigger: ".o_crm_replies:contains(Hangi cihaz?):contains(Yazıcı)" },
        { trigger: ".o_crm_replies:contains(Seri numarası):contains(AB-12)" },
    ],
});

tours.add("crm_portal_form_statistics", {
    steps: () => [
        { trigger: ".o_form_view .nav-link[name=statistics]", run: "click" },
        {
            content: "A click on an answer opens its tickets",
            trigger: ".o_crm_form_statistics button:contains(Printer):contains(1)",
            run: "click",
        },
        { trigger: ".o_list_view .o_data_row:contains(Yazıcı çalışmıyor)" },
    ],
});
