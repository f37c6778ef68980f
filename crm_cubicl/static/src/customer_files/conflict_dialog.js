import { Component, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";

/** Ask what shall become of a file whose name is taken. */
export class ConflictDialog extends Component {
    static template = "crm_cubicl.ConflictDialog";
    static components = { Dialog };
    static props = {
        name: String,
        left: Number,
        choose: Function,
        close: Function,
    };

    setup() {
        this.state = useState({ isForAll: false });
    }

    get question() {
        return _t(
            "“%s” is in this folder already. As a new version it takes the place of the present one, which is kept among the older versions.",
            this.props.name
        );
    }

    choose(choice) {
        this.props.choose(choice, this.state.isForAll);
        this.props.close();
    }
}
