import { registry } from "@web/core/registry";

const RECIPIENT = ".o_mail_composer_form .o_field_widget[name=partner_ids] .o_tag";

registry.category("web_tour.tours").add("crm_composer_hidden_customer", {
    steps: () => [
        {
            trigger: "button[name=action_quotation_send]",
            run: "click",
        },
        {
            content: "The customer is named and there is no card of it",
            trigger: `.modal ${RECIPIENT}:contains(Saklı Müşteri A.Ş.):not(.o_tag_error)`,
            run: "click",
        },
        {
            trigger: ".modal:not(:contains(saklimusteri.example)) .o_mail_send:enabled",
            run: "click",
        },
        {
            content: "It is sent, and the chatter tells so",
            trigger: "body:not(:has(.modal)):not(:has(.o_error_dialog)) .o-mail-Message",
        },
    ],
});
