import { Component, onWillStart, onWillUpdateProps, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

/** On a ticket of a sender whom nobody knew: who it may be, and one click to say so. */
export class SenderMatches extends Component {
    static template = "crm_portal.SenderMatches";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ name: false, matches: [] });
        onWillStart(() => this.load(this.props.record));
        onWillUpdateProps(({ record }) => this.load(record));
    }

    async load(record) {
        const key = `${record.resId}-${record.data.partner_id?.id}-${record.data.crm_is_new_sender}`;
        if (!record.resId || key === this.key) {
            return;
        }
        this.key = key;
        const found = await this.orm.call("project.task", "get_sender_matches", [record.resId]);
        Object.assign(this.state, found);
    }

    /** The plan of the merge is shown first; nothing happens before. */
    choose({ source, target, kind }) {
        return this.action.doAction("crm_cubicl.crm_merge_dialog_action", {
            additionalContext: {
                active_id: source,
                default_source_id: source,
                default_target_id: target,
                default_kind: kind,
            },
            onClose: () => this.reload(),
        });
    }

    async accept() {
        await this.orm.call("project.task", "action_accept_sender", [this.props.record.resId]);
        await this.reload();
    }

    async reload() {
        this.key = null;
        await this.props.record.load();
    }
}

registry.category("view_widgets").add("crm_sender_matches", { component: SenderMatches });
