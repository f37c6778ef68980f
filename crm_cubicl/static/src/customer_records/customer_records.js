import { Component, onWillUpdateProps, useState, useSubEnv } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { KeepLast } from "@web/core/utils/concurrency";
import { useBus, useService } from "@web/core/utils/hooks";
import { user } from "@web/core/user";
import { View } from "@web/views/view";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { RecordDialog } from "./record_dialog";

/** Shows the window only; where it stands in the page is the page's business. */
class EmbeddedView extends Component {
    static template = "crm_cubicl.EmbeddedView";
    static components = { View };
    static props = { viewProps: Object };

    setup() {
        useSubEnv({
            config: {
                ...this.env.config,
                disableSearchBarAutofocus: true,
                viewSwitcherEntries: [],
                views: [],
            },
        });
    }
}

/**
 * The records of a customer inside a tab of its page: a window action's own list,
 * with its search box and pager. Nothing is loaded before the tab is opened.
 */
export class CustomerRecords extends Component {
    static template = "crm_cubicl.CustomerRecords";
    static components = { EmbeddedView };
    static props = {
        ...standardWidgetProps,
        action: String,
        title: { type: String, optional: true },
        createLabel: { type: String, optional: true },
        method: { type: String, optional: true },
        createGroup: { type: String, optional: true },
        isDialog: { type: Boolean, optional: true },
        isFolded: { type: Boolean, optional: true },
        hasHeading: { type: Boolean, optional: true },
    };

    setup() {
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.orm = useService("orm");
        this.keepLast = new KeepLast();
        this.state = useState({ viewProps: null, folded: this.props.isFolded, key: 0 });
        this.load(this.props.record.resId);
        onWillUpdateProps((props) => {
            if (props.record.resId !== this.resId) {
                this.load(props.record.resId);
            }
        });
        if (this.env.customerBus) {
            useBus(this.env.customerBus, "changed", () => this.load(this.props.record.resId));
        }
    }

    async load(resId) {
        this.resId = resId;
        if (!resId || this.state.folded) {
            this.state.viewProps = null;
            return;
        }
        const context = { active_id: resId, active_ids: [resId], active_model: "res.partner" };
        const action = await this.keepLast.add(this.action.loadAction(this.props.action, context));
        this.formViewId = action.views.find((view) => view[1] === "form")?.[0] || false;
        this.context = { ...action.context };
        if (this.props.createGroup && !(await user.hasGroup(this.props.createGroup))) {
            this.context.create = false;
        }
        this.resModel = action.res_model;
        // shown anew, so that what changed elsewhere is seen
        this.state.key++;
        this.state.viewProps = this.makeViewProps(action);
    }

    makeViewProps(action) {
        const [first, second] = action.views.filter((view) => view[1] !== "form");
        const isKanban = (view) => view?.[1] === "kanban";
        const view = this.env.isSmall && isKanban(second) ? second : first;
        const searchViewId = action.search_view_id?.[0] || false;
        return {
            resModel: action.res_model,
            type: view[1],
            viewId: view[0],
            views: [view, [searchViewId, "search"]],
            searchViewId,
            context: this.context,
            domain: action.domain || [],
            noContentHelp: action.help,
            display: { searchPanel: false },
            ...(view[1] === "list" ? { allowSelectors: false } : {}),
            noBreadcrumbs: true,
            selectRecord: (resId) => this.open(resId),
            createRecord: () => this.create(),
        };
    }

    toggle() {
        this.state.folded = !this.state.folded;
        this.load(this.resId);
    }

    open(resId) {
        return this.props.isDialog ? this.openDialog(resId) : this.openPage(resId);
    }

    openPage(resId) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: this.resModel,
            res_id: resId,
            views: [[this.formViewId, "form"]],
        });
    }

    openDialog(resId) {
        this.dialog.add(
            RecordDialog,
            {
                resModel: this.resModel,
                resId,
                viewId: this.formViewId,
                context: this.context,
                title: this.props.title,
                onRecordSaved: () => this.changed(),
            },
            { onClose: () => this.changed() }
        );
    }

    /** A new customer is saved first: what is added belongs to it. */
    async create() {
        if (!this.resId && !(await this.props.record.save())) {
            return;
        }
        await this.load(this.props.record.resId);
        if (!this.props.method) {
            return this.openDialog(false);
        }
        const action = await this.orm.call("res.partner", this.props.method, [[this.resId]]);
        return this.action.doAction(action, { onClose: () => this.changed() });
    }

    changed() {
        if (this.env.customerBus) {
            this.env.customerBus.trigger("changed");
        } else {
            this.load(this.resId);
        }
    }
}

export const customerRecords = {
    component: CustomerRecords,
    extractProps: ({ attrs }) => ({
        action: attrs.action,
        title: attrs.string,
        createLabel: attrs.title,
        method: attrs.method,
        createGroup: attrs.create_group,
        isDialog: attrs.dialog === "1",
        isFolded: attrs.folded === "1",
        hasHeading: attrs.heading === "1",
    }),
};

registry.category("view_widgets").add("crm_customer_records", customerRecords);
