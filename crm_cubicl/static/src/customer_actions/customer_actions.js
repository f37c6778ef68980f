import { Component, onWillStart, useState } from "@odoo/owl";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

/**
 * What can be done with a customer. An addon adds an item with
 *   label, icon,
 *   model + operation, group: the right it takes, asked of the server once a session
 *   isAvailable(record): optional
 *   run({ record, env, call, open, doAction, dialog }): call(method) calls the customer and opens
 *     the answer; open(method, args, onClose) does so with a method of the model;
 *     replace(action) opens an action in the place of this page
 */
const actions = registry.category("crm_customer_actions");

actions.add(
    "edit",
    {
        label: _t("Edit"),
        icon: "fa-pencil",
        model: "res.partner",
        operation: "write",
        run: ({ root }) => {
            root.querySelector(".o_notebook a[name=details]")?.click();
            root.querySelector(".o_crm_head .o_field_widget[name=name] .o_input")?.focus();
        },
    },
    { sequence: 10 }
);
actions.add(
    "create_task",
    {
        label: _t("Create task"),
        icon: "fa-check-square-o",
        group: "project.group_project_user",
        model: "project.task",
        operation: "create",
        run: ({ call }) => call("action_create_customer_task"),
    },
    { sequence: 20 }
);
actions.add(
    "create_quote",
    {
        label: _t("Create quote"),
        icon: "fa-file-text-o",
        model: "sale.order",
        operation: "create",
        run: ({ call }) => call("action_create_customer_quote"),
    },
    { sequence: 30 }
);
actions.add(
    "log_call",
    {
        label: _t("Log a call or visit"),
        icon: "fa-phone",
        model: "res.partner",
        operation: "write",
        run: ({ doAction }) => doAction("crm_cubicl.crm_customer_log_action_call"),
    },
    { sequence: 40 }
);
actions.add(
    "log_note",
    {
        label: _t("Add a note"),
        icon: "fa-sticky-note-o",
        model: "res.partner",
        operation: "write",
        run: ({ doAction }) => doAction("crm_cubicl.crm_customer_log_action_note"),
    },
    { sequence: 50 }
);
actions.add(
    "merge",
    {
        label: _t("Merge"),
        icon: "fa-compress",
        group: "crm_cubicl.crm_cubicl_group_merge",
        model: "crm.merge",
        operation: "read",
        run: ({ doAction, replace }) =>
            doAction("crm_cubicl.crm_merge_dialog_action", (infos) => {
                if (infos?.target) {
                    // the page of the one that is gone leaves the breadcrumbs too
                    replace(infos.target);
                }
                return infos?.target;
            }),
    },
    { sequence: 70 }
);
actions.add(
    "close",
    {
        label: _t("Archive"),
        icon: "fa-archive",
        model: "res.partner",
        operation: "write",
        isAvailable: (record) => record.data.active,
        run: ({ record, dialog }) =>
            dialog.add(ConfirmationDialog, {
                title: _t("Archive this customer?"),
                body: _t(
                    "It leaves the lists, with all that belongs to it kept. Find it with the filter “Archived” to bring it back."
                ),
                confirmLabel: _t("Archive"),
                confirm: () => record.archive(),
                cancel: () => {},
            }),
    },
    { sequence: 80 }
);
actions.add(
    "reopen",
    {
        label: _t("Unarchive"),
        icon: "fa-undo",
        model: "res.partner",
        operation: "write",
        isAvailable: (record) => !record.data.active,
        run: ({ record }) => record.unarchive(),
    },
    { sequence: 80 }
);
actions.add(
    "delete",
    {
        label: _t("Delete"),
        icon: "fa-trash-o",
        model: "res.partner",
        operation: "unlink",
        // shows first what goes and what stays
        run: ({ record, env, open }) =>
            open("get_customers_delete_action", [[record.resId]], (infos) => {
                if (infos?.done) {
                    env.config.historyBack();
                }
                return infos?.done;
            }),
    },
    { sequence: 90 }
);

async function isAllowed({ group, model, operation }) {
    if (group && !(await user.hasGroup(group))) {
        return false;
    }
    return user.checkAccessRight(model, operation);
}

export class CustomerActions extends Component {
    static template = "crm_cubicl.CustomerActions";
    static components = { Dropdown, DropdownItem };
    static props = { ...standardWidgetProps };

    setup() {
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.orm = useService("orm");
        this.state = useState({ allowed: [] });
        onWillStart(async () => {
            const entries = actions.getEntries();
            const rights = await Promise.all(entries.map(([, item]) => isAllowed(item)));
            this.state.allowed = entries.filter((_entry, index) => rights[index]);
        });
    }

    get items() {
        const { record } = this.props;
        return this.state.allowed
            .filter(([, item]) => !item.isAvailable || item.isAvailable(record))
            .map(([key, item]) => ({ ...item, key }));
    }

    /** What is typed is saved before anything else is done with the customer. */
    async run(item) {
        const { record } = this.props;
        if (item.key !== "edit" && !(await record.save())) {
            return;
        }
        await item.run({
            record,
            env: this.env,
            dialog: this.dialog,
            root: document.querySelector(".o_crm_customer_form"),
            call: (method, args = []) => this.open(method, [[record.resId], ...args]),
            open: (method, args, onClose) => this.open(method, args, onClose),
            doAction: (action, onClose) => this.doAction(action, onClose),
            replace: (action) =>
                this.action.doAction(action, { stackPosition: "replaceCurrentAction" }),
        });
    }

    async open(method, args, onClose) {
        const action = await this.orm.call("res.partner", method, args);
        return this.doAction(action, onClose);
    }

    doAction(action, onClose = () => {}) {
        const { resId } = this.props.record;
        return this.action.doAction(action, {
            additionalContext: {
                active_model: "res.partner",
                active_id: resId,
                active_ids: [resId],
            },
            onClose: (infos) => {
                // true: the customer is gone, and nothing of it can be shown anew
                if (!onClose(infos)) {
                    this.env.customerBus?.trigger("changed");
                }
            },
        });
    }
}

export const customerActions = { component: CustomerActions };

registry.category("view_widgets").add("crm_customer_actions", customerActions);
