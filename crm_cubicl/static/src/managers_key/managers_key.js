import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

/** The key of a customer: opens the dialog of its account managers. */
export class CrmManagersKey extends Component {
    static template = "crm_cubicl.ManagersKey";
    static props = {
        ...standardWidgetProps,
        hasLabel: { type: Boolean, optional: true },
    };

    setup() {
        this.action = useService("action");
    }

    async onClick() {
        const { record } = this.props;
        // what was typed is kept, and a new customer needs its number
        if ((record.isNew || (await record.isDirty())) && !(await record.save())) {
            return;
        }
        await this.action.doAction("crm_cubicl.crm_customer_managers_action", {
            additionalContext: {
                active_model: record.resModel,
                active_id: record.resId,
                active_ids: [record.resId],
            },
            onClose: () => record.load(),
        });
    }
}

registry.category("view_widgets").add("crm_managers_key", {
    component: CrmManagersKey,
    extractProps: ({ attrs }) => ({
        hasLabel: Boolean(attrs.show_label),
    }),
});
