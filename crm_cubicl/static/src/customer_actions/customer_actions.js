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
 *   run({ record, env, call, dialog }): call(method) calls the customer and opens the answer
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
    "close",
    {
        label: _t("Close (archive)"),
        icon: "fa-archive",
        model: "res.partner",
        operation: "write",
        isAvailable: (record) => record.data.active,
        run: ({ record, dialog }) =>
            dialog.add(ConfirmationDialog, {
                title: _t("Close this customer?"),
                body: _t(
                    "It leaves the lists, with all that belongs to it kept. Find it with the filter “Archived” to open it again."
                ),
                confirmLabel: _t("Close"),
                confirm: () => record.archive(),
                cancel: () => {},
            }),
    },
    { sequence: 80 }
);
actions.add(
    "reopen",
    {
        label: _t("Open again"),
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
        run: ({ record, env, dialog }) =>
            dialog.add(ConfirmationDialog, {
                title: _t("Delete this customer?"),
                body: _t("It cannot be brought back. To keep its history, close it instead."),
                confirmLabel: _t("Delete"),
                confirmClass: "btn-danger",
                confirm: async () => {
                    await record.delete();
                    if (!record.resId) {
                        env.config.historyBack();
                    }
                },
                cancel: () => {},
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
            call: (method, args = []) => this.call(method, args),
        });
    }

    async call(method, args) {
        const resId = this.props.record.resId;
        const action = await this.orm.call("res.partner", method, [[resId], ...args]);
        await this.action.doAction(action, {
            onClose: () => this.env.customerBus?.trigger("changed"),
        });
    }
}

export const customerActions = { component: CustomerActions };

registry.category("view_widgets").add("crm_customer_actions", customerActions);
