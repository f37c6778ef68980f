import { Component, onMounted, onWillUnmount, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";

/** How many customers may be in twice; asked for when the list is there already. */
export class DuplicateBulb extends Component {
    static template = "crm_cubicl.DuplicateBulb";
    static props = {};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ count: 0, isMore: false });
        let isGone = false;
        onWillUnmount(() => (isGone = true));
        onMounted(async () => {
            const found = await this.orm.silent.call("crm.duplicate.pair", "get_bulb", []);
            if (!isGone) {
                Object.assign(this.state, { count: found.count, isMore: found.is_more });
            }
        });
    }

    get title() {
        return _t("%s groups of customers may be the same", this.label);
    }

    get label() {
        return `${this.state.count}${this.state.isMore ? "+" : ""}`;
    }

    open() {
        return this.action.doAction("crm_cubicl.crm_duplicate_action");
    }
}
