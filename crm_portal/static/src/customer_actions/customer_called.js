import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

registry.category("crm_customer_actions").add(
    "customer_called",
    {
        label: _t("The customer called"),
        icon: "fa-life-ring",
        group: "project.group_project_user",
        model: "project.task",
        operation: "create",
        run: ({ doAction }) => doAction("crm_portal.crm_portal_call_action"),
    },
    { sequence: 25 }
);
