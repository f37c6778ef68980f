import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { NumberInput } from "./number_input";

/** From which probability on two customers are surely one, in percent. */
export class DuplicateSure extends Component {
    static template = "crm_cubicl.DuplicateSure";
    static components = { NumberInput };
    static props = { ...standardFieldProps };

    get percent() {
        const score = this.props.record.data[this.props.name];
        return typeof score === "number" ? Math.round(score * 1e4) / 100 : score;
    }

    get label() {
        return _t("Percent from which on a pair is sure");
    }

    set(percent) {
        // what is no number is told by the preview, and refused when saved
        const score = percent === null ? 0 : Math.round(percent * 100) / 1e4;
        this.props.record.update({ [this.props.name]: score });
    }
}

registry.category("fields").add("crm_duplicate_sure", {
    component: DuplicateSure,
    supportedTypes: ["float"],
});
