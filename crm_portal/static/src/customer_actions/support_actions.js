import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

const actions = registry.category("crm_customer_actions");

actions.add(
    "invite",
    {
        label: _t("Invite to the portal"),
        icon: "fa-envelope-o",
        model: "portal.wizard",
        operation: "create",
        run: ({ call }) => call("action_invite_to_portal"),
    },
    { sequence: 60 }
);
actions.add(
    "support_link",
    {
        label: _t("Support link"),
        icon: "fa-link",
        model: "crm.portal.link",
        operation: "read",
        run: ({ call }) => call("action_open_support_link"),
    },
    { sequence: 62 }
);
actions.add(
    "support_topics",
    {
        label: _t("Support topics"),
        icon: "fa-life-ring",
        model: "crm.portal.topic.override",
        operation: "read",
        run: ({ call }) => call("action_open_support_topics"),
    },
    { sequence: 64 }
);
