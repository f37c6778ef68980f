import { Component, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";

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

    choose(choice) {
        this.props.choose(choice, this.state.isForAll);
        this.props.close();
    }
}
