import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { NumberInput } from "./number_input";

/** From how many bits on a pair is proposed: from anything alike to only sure ones. */
export class DuplicateCut extends Component {
    static template = "crm_cubicl.DuplicateCut";
    static components = { NumberInput };
    static props = { ...standardFieldProps };

    get cut() {
        const { cut, facts, is_cut_automatic } = this.props.record.data;
        return is_cut_automatic ? facts.estimated_cut : cut;
    }

    get words() {
        const steps = [
            [2, _t("Anything alike")],
            [4, _t("Many proposals")],
            [6.5, _t("Balanced")],
            [9, _t("Few proposals")],
        ];
        const step = steps.find(([bits]) => this.cut < bits);
        return step ? step[1] : _t("Only sure ones");
    }

    get bitsLabel() {
        return _t("Bits from which on a pair is proposed");
    }

    set(cut) {
        this.props.record.update({ cut, is_cut_automatic: false });
    }

    onSlide(ev) {
        this.set(ev.target.valueAsNumber);
    }
}

registry.category("fields").add("crm_duplicate_cut", {
    component: DuplicateCut,
    supportedTypes: ["float"],
    fieldDependencies: [
        { name: "is_cut_automatic", type: "boolean" },
        { name: "facts", type: "json", readonly: true },
    ],
});
