import { Component, useState } from "@odoo/owl";
import { deserializeDate, formatDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { formatFloat, formatInteger } from "@web/views/fields/formatters";
import { NumberInput } from "./number_input";

/** The weights of each level, with those shipped beside them; typing makes them one's own. */
export class DuplicateWeights extends Component {
    static template = "crm_cubicl.DuplicateWeights";
    static components = { NumberInput };
    static props = { ...standardFieldProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ estimating: false });
    }

    get data() {
        return this.props.record.data;
    }

    get facts() {
        return this.data.facts;
    }

    get weights() {
        if (this.data.weight_set === "hand") {
            return this.data.weights;
        }
        const estimated = this.data.weight_set === "estimated";
        return (estimated && this.facts.estimate.weights) || this.facts.shipped;
    }

    get sets() {
        const { estimate } = this.facts;
        return [
            {
                name: "shipped",
                label: _t("Shipped"),
                help: _t("Weighed on lists of companies and of persons."),
            },
            {
                name: "estimated",
                label: _t("This database's own"),
                help: this.estimateHelp,
                disabled: !estimate.weights && this.data.weight_set !== "estimated",
            },
            {
                name: "hand",
                label: _t("Changed by hand"),
                help: _t("Type other weights below. 20 is always, −20 is never."),
            },
        ];
    }

    get estimateHelp() {
        const { date, pairs, weights } = this.facts.estimate;
        if (!date) {
            return _t("Estimated once a month from the pairs of the last search; not yet.");
        }
        const told = { date: formatDate(deserializeDate(date)), pairs: formatInteger(pairs) };
        return weights
            ? _t(
                  "Estimated on %(date)s from %(pairs)s pairs. Better where persons are many, worse where companies have many branches: look at the preview first.",
                  told
              )
            : _t(
                  "%(pairs)s pairs on %(date)s are too few to estimate from: the shipped ones stay.",
                  told
              );
    }

    format(bits) {
        const text = formatFloat(Math.abs(bits), { digits: [16, 2], trailingZeros: false });
        return (bits < 0 ? "−" : "+") + text;
    }

    summary({ name }) {
        const weights = this.weights[name];
        return [weights.at(-1), weights[0]]
            .map((bits) => (typeof bits === "number" ? this.format(bits) : "?"))
            .join(" / ");
    }

    isChanged({ name }) {
        return this.weights[name].some((bits, level) => bits !== this.facts.shipped[name][level]);
    }

    levelLabel(field, level) {
        return `${field.label}: ${field.levels[level]}`;
    }

    async estimate() {
        this.state.estimating = true;
        try {
            await this.orm.call("crm.duplicate.settings", "estimate_weights", []);
            await this.action.doAction("soft_reload");
        } finally {
            this.state.estimating = false;
        }
    }

    choose(weightSet) {
        const changes = { weight_set: weightSet };
        if (weightSet === "hand") {
            changes.weights = this.weights;
        }
        this.props.record.update(changes);
    }

    set({ name }, level, bits) {
        const values = this.weights[name].with(level, bits);
        this.props.record.update({
            weights: { ...this.weights, [name]: values },
            weight_set: "hand",
        });
    }
}

registry.category("fields").add("crm_duplicate_weights", {
    component: DuplicateWeights,
    supportedTypes: ["json"],
    fieldDependencies: [
        { name: "weight_set", type: "selection" },
        { name: "facts", type: "json", readonly: true },
    ],
});
