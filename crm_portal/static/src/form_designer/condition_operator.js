import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { selectionField, SelectionField } from "@web/views/fields/selection/selection_field";

const BY_KIND = {
    text: ["set", "unset", "in", "not_in", "contains"],
    number: ["set", "unset", "in", "not_in", "ge", "le"],
    day: ["set", "unset", "ge", "le"],
    choice: ["set", "unset", "in", "not_in"],
    other: ["set", "unset"],
};
const KINDS = {
    integer: "number",
    number: "number",
    amount: "number",
    date: "day",
    datetime: "day",
    choice: "choice",
    choices: "choice",
    boolean: "other",
    file: "other",
};

/** Offer the comparisons that suit the question compared with. */
export class ConditionOperator extends SelectionField {
    get options() {
        const kind = this.props.record.data.condition_type;
        const fitting = BY_KIND[KINDS[kind] || "text"];
        const options = super.options.filter(([value]) => fitting.includes(value));
        if (kind !== "boolean") {
            return options;
        }
        const words = { set: _t("is Yes"), unset: _t("is No") };
        return options.map(([value]) => [value, words[value]]);
    }
}

registry.category("fields").add("crm_condition_operator", {
    ...selectionField,
    component: ConditionOperator,
    supportedTypes: ["selection"],
});
