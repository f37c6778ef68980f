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

    countAnswers(question) {
        return _t("%s answers", question.count);
    }

    share(question, bar) {
        return question.count ? Math.round((100 * bar.count) / question.count) : 0;
    }

    async openTickets(question, bar) {
        const action = await this.orm.call("crm.portal.form", "get_tickets_action", [
            [this.props.record.resId],
            question.id,
            bar ? bar.key : null,
        ]);
        this.action.doAction(action);
    }
}

registry.category("view_widgets").add("crm_form_statistics", { component: FormStatistics });
