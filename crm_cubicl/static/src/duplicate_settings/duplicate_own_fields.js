import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { NumberInput } from "./number_input";

/** Other fields by which customers meet, each with what it weighs. */
export class DuplicateOwnFields extends Component {
    static template = "crm_cubicl.DuplicateOwnFields";
    static components = { NumberInput };
    static props = { ...standardFieldProps };

    get facts() {
        return this.props.record.data.facts;
    }

    get chosen() {
        return this.props.record.data[this.props.name] || {};
    }

    get rows() {
        return this.facts.candidates.filter(({ name }) => name in this.chosen);
    }

    get others() {
        return this.facts.candidates.filter(({ name }) => !(name in this.chosen));
    }

    sameLabel({ label }) {
        return _t("%s: bits when it is the same", label);
    }

    differentLabel({ label }) {
        return _t("%s: bits when it is different", label);
    }

    get hiddenText() {
        return _t("%s more that you may not see.", this.facts.hidden);
    }

    update(chosen) {
        this.props.record.update({ [this.props.name]: chosen });
    }

    set({ name }, place, bits) {
        this.update({ ...this.chosen, [name]: this.chosen[name].with(place, bits) });
    }

    onAdd(ev) {
        const name = ev.target.value;
        ev.target.value = "";
        if (name) {
            this.update({ ...this.chosen, [name]: [...this.facts.usual_own_weights] });
        }
    }

    remove({ name }) {
        const { [name]: _removed, ...chosen } = this.chosen;
        this.update(chosen);
    }
}

registry.category("fields").add("crm_duplicate_own_fields", {
    component: DuplicateOwnFields,
    supportedTypes: ["json"],
    fieldDependencies: [{ name: "facts", type: "json", readonly: true }],
});
