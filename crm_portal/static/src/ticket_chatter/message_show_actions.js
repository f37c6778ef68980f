import { AttachmentList } from "@mail/core/common/attachment_list";
import { registerMessageAction } from "@mail/core/common/message_actions";
import { Component } from "@odoo/owl";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";

/** Asks whether the customer is told by mail as well of a post that is shown now. */
export class ShowToCustomerDialog extends Component {
    static template = "crm_portal.ShowToCustomerDialog";
    static components = { Dialog };
    static props = { close: Function, files: Number, show: Function };

    async show(isMailed) {
        await this.props.show(isMailed);
        this.props.close();
    }
}

/** Files of a ticket that are on no post. */
patch(AttachmentList.prototype, {
    getActions(attachment) {
        const actions = super.getActions(...arguments);
        const thread = this.env.inChatter?.thread;
        const isFree = !this.env.inComposer && !this.env.message && !attachment.uploading;
        if (isFree && thread?.crm_ticket?.can_answer) {
            actions.push({
                label: _t("Show to the customer"),
                icon: "fa fa-eye",
                onSelect: () => showFile(this.store, thread, attachment),
            });
        }
        return actions;
    },
});

function showFile(store, thread, attachment) {
    store.env.services.dialog.add(ShowToCustomerDialog, {
        files: 1,
        show: async (isMailed) => {
            await store.env.services.orm.call("project.task", "crm_show_file", [
                [thread.id],
                attachment.id,
                isMailed,
            ]);
            await thread.fetchNewMessages();
        },
    });
}

function isShowable({ message, thread }) {
    return Boolean(
        thread?.crm_ticket?.can_answer &&
            message.message_type !== "user_notification" &&
            !message.is_transient &&
            !message.isPending
    );
}

function call(store, message, method, args = []) {
    return store.env.services.orm
        .call("mail.message", method, [[message.id], ...args])
        .then((data) => {
            store.insert(data);
            return message.thread?.fetchNewMessages();
        });
}

registerMessageAction("crm-show", {
    condition: (params) => isShowable(params) && !params.message.crm_is_visible,
    icon: "fa fa-eye",
    name: _t("Show to the customer"),
    onSelected: ({ message, store }) =>
        store.env.services.dialog.add(ShowToCustomerDialog, {
            files: message.attachment_ids.length,
            show: (isMailed) => call(store, message, "action_show_to_customer", [isMailed]),
        }),
    sequence: 15,
});

registerMessageAction("crm-hide", {
    condition: (params) => isShowable(params) && params.message.crm_is_visible,
    icon: "fa fa-eye-slash",
    name: _t("Hide from the customer"),
    onSelected: ({ message, store }) =>
        store.env.services.dialog.add(ConfirmationDialog, {
            title: _t("Hide from the customer"),
            body: _t(
                "The customer will not see this post and its files on the ticket's page any more. A mail that has gone out stays with them."
            ),
            confirmLabel: _t("Hide"),
            confirm: () => call(store, message, "action_hide_from_customer"),
            cancel: () => {},
        }),
    sequence: 15,
});
