import { registry } from "@web/core/registry";

const CHATTER = ".o-mail-Chatter";

registry.category("web_tour.tours").add("crm_talk_handler", {
    steps: () => [
        {
            content: "There is no way to write but the two of a ticket",
            trigger: `${CHATTER}:not(:has(.o-mail-Chatter-sendMessage)) .o_crm_note_button`,
            run: "click",
        },
        {
            content: "A note says that colleagues read it",
            trigger: `${CHATTER} .o_crm_note_heading:contains(Only colleagues read this)`,
        },
        {
            trigger: `${CHATTER} .o-mail-Composer-input`,
            run: "edit A note",
        },
        {
            trigger: `${CHATTER} .o-mail-Composer-send:enabled`,
            run: "click",
        },
        {
            trigger: `${CHATTER} .o-mail-Message:contains(A note):not(:has(.o_crm_visible_mark))`,
        },
        {
            content: "An answer says who reads it",
            trigger: `${CHATTER} .o_crm_answer_button`,
            run: "click",
        },
        {
            trigger: `${CHATTER} .o_crm_answer_heading:contains(Ayşe Işık)`,
        },
        {
            trigger: `${CHATTER} .o-mail-Composer-input`,
            run: "edit withdraw me",
        },
        {
            trigger: `${CHATTER} .o-mail-Composer-send:contains(Send to the customer):enabled`,
            run: "click",
        },
        {
            content: "It waits, and is taken back",
            trigger: `${CHATTER} .o_crm_waiting_answer:contains(withdraw me) .o_crm_withdraw`,
            run: "click",
        },
        {
            trigger: `${CHATTER}:not(:has(.o_crm_waiting_answer)) .o-mail-Composer-input:value(withdraw me)`,
            run: "edit ::Rest",
        },
        {
            content: "A canned answer is filled in",
            trigger: ".o-mail-Composer-suggestion:contains(Dear Ayşe Işık)",
            run: "click",
        },
        {
            trigger: `${CHATTER} .o-mail-Composer-input:value(/Dear Ayşe Işık/)`,
        },
        {
            trigger: `${CHATTER} .o-mail-Composer-send:enabled`,
            run: "click",
        },
        {
            trigger: `${CHATTER} .o_crm_waiting_answer:contains(Dear Ayşe Işık) button:contains(Send now)`,
            run: "click",
        },
        {
            trigger: `${CHATTER} .o-mail-Message:contains(please restart it) .o_crm_visible_mark`,
        },
        {
            content: "The note is shown to the customer after all",
            trigger: `${CHATTER} .o-mail-Message:contains(A note)`,
            run: "hover && click .o-mail-Message:contains(A note) [title='Show to the customer']",
        },
        {
            trigger: ".modal .o_crm_show",
            run: "click",
        },
        {
            trigger: `${CHATTER} .o-mail-Message:contains(A note) .o_crm_visible_mark`,
        },
    ],
});
