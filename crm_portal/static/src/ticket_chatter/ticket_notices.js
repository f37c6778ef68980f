import { htmlToTextContentInline } from "@mail/utils/common/format";
import { Component, markup, onWillDestroy, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";

/** Above a ticket's posts: answers that wait to go out, and people to share it with. */
export class TicketNotices extends Component {
    static template = "crm_portal.TicketNotices";
    static props = { thread: Object, onWithdraw: Function, onDecided: Function };

    setup() {
        this.orm = useService("orm");
        this.waiting = useService("crm_portal_waiting_answers");
        this.answers = useState(this.waiting.answers);
        this.state = useState({ now: Date.now(), isBusy: false });
        const timer = setInterval(() => (this.state.now = Date.now()), 500);
        onWillDestroy(() => clearInterval(timer));
    }

    get rows() {
        return Object.values(this.answers)
            .filter((answer) => answer.task_id === this.props.thread.id)
            .map((answer) => ({
                ...answer,
                text: htmlToTextContentInline(markup(answer.body)),
                title: _t(
                    "Goes to the customer in %s s",
                    Math.max(0, Math.ceil((answer.due - this.state.now) / 1000))
                ),
            }));
    }

    get copies() {
        return this.props.thread.crm_ticket.copies || [];
    }

    async withdraw(id) {
        this.props.onWithdraw(await this.waiting.withdraw(id));
    }

    async decide(copy, method) {
        this.state.isBusy = true;
        try {
            await this.orm.call("crm.portal.copy", method, [[copy.id]]);
        } finally {
            this.state.isBusy = false;
        }
        this.props.onDecided();
    }
}
