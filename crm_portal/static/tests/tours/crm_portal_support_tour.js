import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

tours.add("crm_support_visitor", {
    steps: () => [
        {
            content: "A visitor fills the form in",
            trigger: ".o_crm_support h1:contains(Nasıl yardımcı olabiliriz?)",
        },
        { trigger: "input[name=first_name]", run: "edit Çiğdem" },
        { trigger: "input[name=last_name]", run: "edit Işık" },
        { trigger: "input[name=email]", run: "edit cigdem@gizem.example" },
        { trigger: "input[name=company_name]", run: "edit Gizem Optik" },
        { trigger: "select[name=topic_id]", run: "selectByLabel Teknik sorun" },
        { trigger: "input[name=subject]", run: "edit Yazıcı çalışmıyor" },
        { trigger: "textarea[name=text]", run: "edit Fiş kesemiyoruz, ne yapalım?" },
        {
            trigger: ".o_crm_support button[type=submit]:contains(Gönder)",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "… and has a number",
            trigger: ".o_crm_support_thanks:contains(Talep numaranız):contains(T0)",
        },
    ],
});

tours.add("crm_support_handler", {
    steps: () => [
        {
            content: "The handler's list shows who waits",
            trigger: ".o_data_row:contains(Yazıcı çalışmıyor):contains(Biz) [name=name]",
            run: "click",
        },
        {
            trigger: ".o_form_view button[name=action_answer]:contains(Müşteriye yanıt ver)",
            run: "click",
        },
        {
            content: "It is plain who will read it",
            trigger: ".modal .o_crm_portal_answer .alert:contains(cigdem@gizem.example)",
        },
        {
            trigger: ".modal .odoo-editor-editable",
            run: "editor Yazıcıyı kapatıp açar mısınız?",
        },
        {
            trigger: ".modal button[name=action_send]:contains(Müşteriye gönder)",
            run: "click",
        },
        {
            content: "Now the customer is waited for",
            trigger: ".o_form_view [name=crm_waiting_for]:contains(Müşteri)",
        },
    ],
});

tours.add("crm_support_customer", {
    steps: () => [
        {
            content: "The customer reads the answer",
            trigger: ".o_crm_support_ticket article:contains(kapatıp açar)",
        },
        {
            trigger: ".o_crm_support_ticket .badge:contains(Sizden yanıt bekleniyor)",
        },
        { trigger: "textarea[name=text]", run: "edit Oldu, teşekkürler!" },
        {
            trigger: "button[value=answer]:contains(Gönder)",
            run: "click",
            expectUnloadPage: true,
        },
        { trigger: ".o_crm_support_ticket article:contains(Oldu, teşekkürler!)" },
    ],
});

tours.add("crm_support_close", {
    steps: () => [
        {
            trigger: ".o_form_view .o-mail-Message:contains(Oldu, teşekkürler!)",
        },
        { trigger: ".o_form_view .o_task_state_widget button", run: "click" },
        {
            trigger: ".o-dropdown--menu .dropdown-item:contains(Yapıldı)",
            run: "click",
        },
        {
            content: "Nobody waits any more",
            trigger: ".o_form_view:not(:has([name=crm_waiting_for]:visible))",
        },
        { trigger: ".o_form_saved" },
    ],
});
