import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** Buttons for what can be started from a record, given by the server as actions. */
export class CrmStartActions extends Component {
    static template = "crm_cubicl.StartActions";
    static props = { ...standardFieldProps };

    setup() {
        this.actionService = useService("action");
    }

    get actions() {
        return this.props.record.data[this.props.name] || [];
    }

    async start(action) {
        // the action looks at the task as it is saved
        if (await this.props.record.save()) {
            await this.actionService.doAction(action, {
                onClose: () => this.props.record.load(),
            });
        }
    }
}

registry.category("fields").add("crm_start_actions", {
    component: CrmStartActions,
    displayName: _t("Start actions"),
    supportedTypes: ["json"],
    isEmpty: (record, name) => !record.data[name]?.length,
});
