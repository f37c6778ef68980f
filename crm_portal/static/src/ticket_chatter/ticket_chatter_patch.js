import { Chatter } from "@mail/chatter/web_portal/chatter";
import { markup, useEffect } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { useBus, useService } from "@web/core/utils/hooks";
import { patch } from "@web/core/utils/patch";

import { TicketNotices } from "./ticket_notices";

Object.assign(Chatter.components, { TicketNotices });

/** The chatter of a ticket has two modes: among colleagues, and to the customer. */
patch(Chatter.prototype, {
    setup() {
        super.setup(...arguments);
        this.crmWaiting = useService("crm_portal_waiting_answers");
        this.crmAction = useService("action");
        this.crmNotification = useService("notification");
        for (const name of ["sent", "withdrawn"]) {
            useBus(this.crmWaiting.bus, name, (ev) => this.onAnswerChanged(ev.detail));
        }
        useEffect(
            (thread, isAnswering) => {
                if (thread) {
                    thread.crm_is_answering = isAnswering;
                    return () => (thread.crm_is_answering = false);
                }
            },
            () => [this.state.thread, this.crmIsAnswering]
        );
    },

    get crmTicket() {
        return this.state.thread?.crm_ticket;
    },

    get crmIsAnswering() {
        return Boolean(this.crmTicket && this.state.composerType === "message");
    },

    get crmComposerClass() {
        if (this.crmTicket) {
            return this.crmIsAnswering ? "o_crm_answering" : "o_crm_noting";
        }
        return this.state.composerType === "message" ? "" : "pt-4";
    },

    get crmReaders() {
        return this.crmTicket.readers.filter((reader) => reader.follows);
    },

    get crmSilentReaders() {
        return this.crmTicket.readers.filter((reader) => !reader.follows);
    },

    async load(thread) {
        await super.load(...arguments);
        if (thread.crm_ticket) {
            this.crmWaiting.watch(thread.crm_ticket.waiting);
        }
    },

    async onAnswerChanged(answer) {
        const thread = this.state.thread;
        if (!answer || thread?.model !== "project.task" || thread.id !== answer.task_id) {
            return;
        }
        this.load(thread, this.afterPostRequestList);
        // what somebody is writing in the form stays as it is
        if (this.props.record && !(await this.props.record.isDirty())) {
            await this.props.record.load();
        }
    },

    /** Give the text and the files of a withdrawn answer back to who wrote it. */
    onAnswerWithdrawn(back) {
        if (!back) {
            this.crmNotification.add(_t("The answer was sent already."), {
                type: "warning",
            });
            return;
        }
        if (back.is_full) {
            this.crmAction.doAction(
                {
                    type: "ir.actions.act_window",
                    name: _t("Answer the customer"),
                    res_model: "crm.portal.answer",
                    views: [[false, "form"]],
                    target: "new",
                    context: {
                        default_task_id: this.state.thread.id,
                        default_body: back.body,
                        default_attachment_ids: back.files.map((file) => file.id),
                    },
                },
                { onClose: () => this.onCrmWindowClosed() }
            );
            return;
        }
        this.toggleComposer("message", { force: true });
        const composer = this.state.thread.composer;
        // markup: the body of an answer, sanitised by the server
        composer.composerHtml = markup(back.body);
        composer.attachments = back.files.map((file) =>
            this.store["ir.attachment"].insert({
                id: file.id,
                name: file.name,
                mimetype: file.mimetype,
            })
        );
        composer.autofocus++;
    },

    onCrmWindowClosed() {
        this.load(this.state.thread, this.requestList);
    },

    onCopyDecided() {
        this.load(this.state.thread, [...this.requestList, "messages"]);
    },
});
