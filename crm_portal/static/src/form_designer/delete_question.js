import { Component } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";

/** Ask before a question goes, and say what stays. */
export class DeleteQuestion extends Component {
    static template = "crm_portal.DeleteQuestion";
    static components = { Dialog };
    static props = {
        question: Object,
        onArchive: Function,
        onDelete: Function,
        close: Function,
    };

    get count() {
        return _t("It was answered on %s tickets.", this.props.question.reply_count);
    }

    do(action) {
        this.props.close();
        action();
    }
}
