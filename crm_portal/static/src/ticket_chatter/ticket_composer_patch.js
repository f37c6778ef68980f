import { Composer } from "@mail/core/common/composer";
import { composerActionsRegistry, registerComposerAction } from "@mail/core/common/composer_actions";
import { SuggestionService } from "@mail/core/common/suggestion_service";
import { cleanTerm } from "@mail/utils/common/format";
import { toRaw } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";

const CANNED = "crm.portal.canned";

patch(Composer.prototype, {
    /** Only where the chatter says above the text who reads it. */
    get crmIsAnswer() {
        return Boolean(
            this.env.inChatter &&
                this.props.type === "message" &&
                this.thread?.crm_ticket &&
                !this.message
        );
    },

    get placeholder() {
        return this.crmIsAnswer ? _t("Dear customer …") : super.placeholder;
    },

    get SEND_TEXT() {
        return this.crmIsAnswer ? _t("Send to the customer") : super.SEND_TEXT;
    },

    get isSendButtonDisabled() {
        return (
            super.isSendButtonDisabled ||
            (this.crmIsAnswer && !this.thread.crm_ticket.readers.length)
        );
    },

    async _sendMessage(value, postData) {
        if (!this.crmIsAnswer) {
            return super._sendMessage(...arguments);
        }
        const ids = postData.attachments.map((attachment) => attachment.id);
        try {
            const done = await this.env.services.orm.call("project.task", "crm_send_answer", [
                [this.thread.id],
                String(value),
                ids,
            ]);
            if (done.params) {
                this.env.services.crm_portal_waiting_answers.watch([done.params]);
            }
        } catch (error) {
            // the text stays, to be sent again
            this.state.active = true;
            throw error;
        }
        this.suggestion?.clearRawMentions();
    },

    async onClickFullComposer() {
        if (!this.crmIsAnswer) {
            return super.onClickFullComposer(...arguments);
        }
        const composer = toRaw(this.props.composer);
        await this.env.services.action.doAction(
            {
                type: "ir.actions.act_window",
                name: _t("Answer the customer"),
                res_model: "crm.portal.answer",
                views: [[false, "form"]],
                target: "new",
                context: {
                    default_task_id: this.thread.id,
                    default_body: String(composer.composerHtml),
                    default_attachment_ids: composer.attachments.map((file) => file.id),
                },
            },
            {
                onClose: (args) => {
                    const isDiscard = args?.dismiss || args?.special;
                    if (!isDiscard) {
                        this.clear();
                    }
                    this.onCloseFullComposerCallback(isDiscard);
                },
            }
        );
    },

    get navigableListProps() {
        const props = super.navigableListProps;
        const items = this.suggestion?.state.items;
        if (items?.type !== CANNED) {
            return props;
        }
        return {
            ...props,
            optionTemplate: "mail.Composer.suggestionCannedResponse",
            options: items.suggestions.map((canned) => ({
                label: canned.text,
                source: canned.name,
                title: canned.text,
                classList: "o-mail-Composer-suggestion o_crm_canned",
            })),
        };
    },
});

/** While a customer is answered, "::" offers the canned answers, filled in. */
patch(SuggestionService.prototype, {
    async fetchSuggestions({ delimiter }, { thread } = {}) {
        if (delimiter === "::" && thread?.crm_is_answering) {
            thread.crm_canned = await this.orm.silent.call(CANNED, "get_canned_answers", [
                thread.id,
            ]);
            return;
        }
        return super.fetchSuggestions(...arguments);
    },

    searchSuggestions({ delimiter, term }, { thread } = {}) {
        if (delimiter === "::" && thread?.crm_is_answering) {
            const wanted = cleanTerm(term);
            return {
                type: CANNED,
                suggestions: thread.crm_canned.filter((canned) =>
                    cleanTerm(`${canned.name} ${canned.text}`).includes(wanted)
                ),
            };
        }
        return super.searchSuggestions(...arguments);
    },
});

registerComposerAction("crm-canned-answer", {
    condition: ({ owner }) => owner.crmIsAnswer,
    icon: "fa fa-file-text-o",
    name: _t("Insert a canned answer"),
    onSelected: ({ owner }, ev) => owner.onClickInsertCannedResponse(ev),
    sequence: 6,
});

// core's canned responses know nothing of the ticket: they are for colleagues
const coreCanned = composerActionsRegistry.get("add-canned-response");
const isCoreCannedShown = coreCanned.condition;
coreCanned.condition = (params) => !params.owner.crmIsAnswer && isCoreCannedShown(params);
