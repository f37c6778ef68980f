import { Message } from "@mail/core/common/message_model";
import { Thread } from "@mail/core/common/thread_model";
import { fields } from "@mail/core/common/record";
import { patch } from "@web/core/utils/patch";

/** What the server says of a ticket's conversation; nothing on other documents. */
patch(Thread.prototype, {
    setup() {
        super.setup(...arguments);
        this.crm_ticket = fields.Attr(false);
        this.crm_canned = fields.Attr([]);
        /** Whether what is written now goes to the customer. */
        this.crm_is_answering = fields.Attr(false);
    },
});

patch(Message.prototype, {
    setup() {
        super.setup(...arguments);
        this.crm_is_visible = fields.Attr(false);
        this.crm_is_stranger = fields.Attr(false);
    },
    /** On a ticket, people outside are written to by an answer alone. */
    canForward(thread) {
        return !thread?.crm_ticket && super.canForward(...arguments);
    },
});
