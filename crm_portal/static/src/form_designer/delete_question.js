import { Component } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";

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

    do(action) {
        this.props.close();
        action();
    }
}
