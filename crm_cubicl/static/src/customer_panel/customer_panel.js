import { Component, onMounted, useExternalListener, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";

/**
 * What belongs in the panel, by the name of its section in the server's answer. Other
 * addons add theirs: ``{ title, Component }``; the component gets the section as
 * ``section``, the whole answer as ``data`` and ``openRecord(ev, model, id)``.
 */
export const panelSections = registry.category("crm_customer_panel");

/** The latest of one customer, beside the list. */
export class CustomerPanel extends Component {
    static template = "crm_cubicl.CustomerPanel";
    static props = {
        state: Object,
        openCustomer: Function,
        close: Function,
        top: { type: Number, optional: true },
        isSheet: { type: Boolean, optional: true },
        takesFocus: { type: Boolean, optional: true },
        pin: { type: Function, optional: true },
        unpin: { type: Function, optional: true },
        select: { type: Function, optional: true },
    };

    setup() {
        this.action = useService("action");
        this.state = useState(this.props.state);
        this.root = useRef("root");
        if (!this.props.isSheet) {
            useExternalListener(document, "keydown", this.onKeydown, { capture: true });
        }
        onMounted(() => {
            if (this.props.takesFocus) {
                this.root.el.focus();
            }
        });
    }

    get sections() {
        const { data } = this.state;
        return panelSections
            .getEntries()
            .filter(([name]) => data && name in data)
            .map(([name, entry]) => ({ name, section: data[name], ...entry }));
    }

    get managers() {
        const { customer, users } = this.state.data;
        const ids = new Set([customer.user_id, ...customer.manager_ids]);
        ids.delete(null);
        return [...ids].map((id) => ({ id, name: users[id] }));
    }

    get errorMessage() {
        return (
            this.state.error.data?.message ||
            _t("This could not be read. Leave the row and come back to try again.")
        );
    }

    onKeydown(ev) {
        if (ev.key === "Escape") {
            ev.preventDefault();
            ev.stopPropagation();
            this.props.close();
        }
    }

    onFocusout(ev) {
        // whoever went on by keyboard left the panel behind
        const isInside = !ev.relatedTarget || this.root.el.contains(ev.relatedTarget);
        if (this.props.takesFocus && !this.props.isSheet && !isInside) {
            this.props.close();
        }
    }

    onClickName(ev) {
        if (!ev.ctrlKey && !ev.metaKey) {
            ev.preventDefault();
            this.props.openCustomer(this.state.customer);
        }
    }

    /** Open a record of a section; with Ctrl the browser opens it in a tab of its own. */
    openRecord(ev, model, id) {
        if (ev.ctrlKey || ev.metaKey) {
            return;
        }
        ev.preventDefault();
        this.props.close();
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: model,
            res_id: id,
            views: [[false, "form"]],
        });
    }
}
