import { Component, onWillRender, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { useSortable } from "@web/core/utils/sortable_owl";
import { FormViewDialog } from "@web/views/view_dialogs/form_view_dialog";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

import { DeleteQuestion } from "./delete_question";
import { FormPreview } from "./form_preview";

const QUESTION = "crm.portal.question";

/**
 * Put a form together: types of questions at the left, the form at the right. By
 * dragging, by touch or by keyboard; each change is kept at once.
 */
export class FormDesigner extends Component {
    static template = "crm_portal.FormDesigner";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.dialog = useService("dialog");
        this.notification = useService("notification");
        this.state = useState({ design: null, formId: null, said: "" });
        this.root = useRef("root");
        onWillRender(() => this.follow(this.props.record.resId));
        useSortable({
            ref: this.root,
            elements: ".o_crm_designer_item",
            groups: ".o_crm_designer_group",
            ignore: "button.o_crm_designer_action",
            connectGroups: true,
            enable: () => Boolean(this.state.design?.can_write),
            cursor: "grabbing",
            placeholderClasses: ["o_crm_designer_place"],
            onDrop: (drop) => this.onDrop(drop),
        });
    }

    get questions() {
        return this.state.design.questions.filter((question) => !question.is_archived);
    }

    get archived() {
        return this.state.design.questions.filter((question) => question.is_archived);
    }

    countAnswers(question) {
        return _t("%s answers", question.reply_count);
    }

    /** Load the questions of the form that is shown now. */
    follow(formId) {
        if (formId !== this.state.formId) {
            this.state.formId = formId;
            this.state.design = null;
            this.load();
        }
    }

    async load() {
        const formId = this.state.formId;
        const design = await this.orm.call("crm.portal.form", "get_design", [
            formId ? [formId] : [],
        ]);
        if (formId === this.state.formId) {
            this.state.design = design;
        }
    }

    // -- adding and changing ---------------------------------------------------------

    onDrop({ element, previous, parent }) {
        if (!parent?.classList.contains("o_crm_designer_form")) {
            return;
        }
        const before = previous?.dataset.question;
        const ids = this.questions.map((question) => question.id);
        if (element.dataset.kind) {
            const place = before ? ids.indexOf(Number(before)) + 1 : 0;
            return this.addQuestion(element.dataset.kind, place);
        }
        const id = Number(element.dataset.question);
        const rest = ids.filter((other) => other !== id);
        const place = before ? rest.indexOf(Number(before)) + 1 : 0;
        return this.arrange(rest.toSpliced(place, 0, id));
    }

    async addQuestion(kind, place = this.questions.length) {
        // a form that is new is kept first, if it has all that it needs
        if (!(await this.props.record.save())) {
            return;
        }
        if (!this.state.formId) {
            this.state.formId = this.props.record.resId;
            await this.load();
        }
        const before = this.questions[place - 1];
        const first = this.questions[0];
        const sequence = before ? before.sequence : (first?.sequence ?? 10) - 1;
        const known = new Set(this.state.design.questions.map((question) => question.id));
        this.openDialog({
            title: _t("New question"),
            context: {
                default_form_id: this.state.formId,
                default_question_type: kind,
                default_sequence: sequence,
            },
            onRecordSaved: () => this.afterAdding(known, place),
        });
    }

    /** Let the new question be where it was put, and not merely near it. */
    async afterAdding(known, place) {
        await this.load();
        const ids = this.questions.map((question) => question.id);
        const added = ids.find((id) => !known.has(id));
        const rest = ids.filter((id) => id !== added);
        if (added && ids.indexOf(added) !== place) {
            await this.arrange(rest.toSpliced(place, 0, added));
        }
        this.say(_t("The question was added."));
    }

    editQuestion(question) {
        this.openDialog({
            resId: question.id,
            title: question.label,
            onRecordSaved: () => this.load(),
        });
    }

    openDialog(props) {
        this.dialog.add(FormViewDialog, {
            resModel: QUESTION,
            canExpand: false,
            context: {},
            ...props,
        });
    }

    // -- order -----------------------------------------------------------------------

    async arrange(ids) {
        if (this.warnOfOrder(ids)) {
            return false;
        }
        try {
            await this.orm.call("crm.portal.form", "arrange", [[this.state.formId], ids]);
        } finally {
            await this.load();
        }
        return true;
    }

    /** Say so when a question would come before the one it hangs on; the server refuses it. */
    warnOfOrder(ids) {
        const wrong = this.questions.find(
            ({ id, hangs_on }) => hangs_on && ids.indexOf(hangs_on) > ids.indexOf(id)
        );
        if (wrong) {
            const earlier = this.questions.find(({ id }) => id === wrong.hangs_on);
            this.notification.add(
                _t("“%(question)s” hangs on “%(earlier)s” and has to come after it.", {
                    question: wrong.label,
                    earlier: earlier.label,
                }),
                { type: "warning" }
            );
        }
        return Boolean(wrong);
    }

    async move(question, step) {
        const ids = this.questions.map((other) => other.id);
        const place = ids.indexOf(question.id) + step;
        if (place < 0 || place >= ids.length) {
            return;
        }
        const rest = ids.filter((id) => id !== question.id);
        if (!(await this.arrange(rest.toSpliced(place, 0, question.id)))) {
            return;
        }
        this.say(
            _t("%(question)s is at place %(place)s now.", {
                question: question.label,
                place: place + 1,
            })
        );
        this.focusQuestion(question.id);
    }

    onKeydown(ev, question) {
        const step = { ArrowUp: -1, ArrowDown: 1 }[ev.key];
        if (step && ev.altKey) {
            ev.preventDefault();
            this.move(question, step);
        } else if (ev.key === "Enter" && ev.target === ev.currentTarget) {
            ev.preventDefault();
            this.editQuestion(question);
        }
    }

    focusQuestion(id) {
        requestAnimationFrame(() =>
            this.root.el?.querySelector(`[data-question="${id}"]`)?.focus()
        );
    }

    /** Tell those who do not see it. */
    say(text) {
        this.state.said = String(text);
    }

    // -- taking away -----------------------------------------------------------------

    deleteQuestion(question) {
        this.dialog.add(DeleteQuestion, {
            question,
            onArchive: () => this.callQuestion("action_archive", question),
            onDelete: () => this.callQuestion("unlink", question),
        });
    }

    restore(question) {
        return this.callQuestion("action_unarchive", question);
    }

    async callQuestion(method, question) {
        try {
            await this.orm.call(QUESTION, method, [[question.id]]);
        } finally {
            await this.load();
        }
    }

    openPreview() {
        this.dialog.add(FormPreview, {
            formId: this.state.formId,
            languages: this.state.design.languages,
            lang: user.context.lang,
        });
    }
}

registry.category("view_widgets").add("crm_form_designer", { component: FormDesigner });
