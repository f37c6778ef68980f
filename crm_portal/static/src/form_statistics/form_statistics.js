import { Component, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

/** What was answered to each question; a click opens the tickets behind it. */
export class FormStatistics extends Component {
    static template = "crm_portal.FormStatistics";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ questions: [] });
        onWillStart(() => this.load());
    }

    async load() {
        const { resId } = this.props.record;
        this.state.questions = resId
            ? await this.orm.call("crm.portal.form", "get_statistics", [[resId]])
            : [];
    }

    share(question, bar) {
        return question.count ? Math.round((100 * bar.count) / question.count) : 0;
    }

    openTickets(question, bar) {
        const inner = [["question_id", "=", question.id]];
        if (bar && question.kind === "boolean") {
            inner.push(["value_boolean", "=", bar.key]);
        } else if (bar) {
            inner.push(["option_ids", "in", [bar.key]]);
        }
        this.action.doAction({
            type: "ir.actions.act_window",
            name: bar
                ? _t("%(question)s: %(answer)s", { question: question.label, answer: bar.label })
                : question.label,
            res_model: "project.task",
            views: [
                [false, "list"],
                [false, "form"],
            ],
            domain: [["crm_reply_ids", "any", inner]],
        });
    }
}

registry.category("view_widgets").add("crm_form_statistics", { component: FormStatistics });
