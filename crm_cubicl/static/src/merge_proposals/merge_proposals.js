import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { formatPercent } from "../percent";

/** Customers that may be the same as the one to be merged; a click makes one the target. */
export class MergeProposals extends Component {
    static template = "crm_cubicl.MergeProposals";
    static props = { ...standardFieldProps };

    get proposals() {
        return this.props.record.data[this.props.name] || [];
    }

    percent({ score }) {
        return formatPercent(score);
    }

    choose({ id, name }) {
        return this.props.record.update({ target_id: { id, display_name: name } });
    }
}

export const mergeProposals = { component: MergeProposals, supportedTypes: ["json"] };

registry.category("fields").add("crm_merge_proposals", mergeProposals);
