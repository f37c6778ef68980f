import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import {
    ListBooleanToggleField,
    listBooleanToggleField,
} from "@web/views/fields/boolean_toggle/list_boolean_toggle_field";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

const extractLabel = ({ string }) => ({ label: string });

/** A value of the plan; on a phone, where columns have no heads, with its heading. */
export class MergeValue extends Component {
    static template = "crm_cubicl.MergeValue";
    static props = { ...standardFieldProps, label: { type: String, optional: true } };
}

/** The choice to take a value over; on a phone with its heading. */
export class MergeToggle extends ListBooleanToggleField {
    static template = "crm_cubicl.MergeToggle";
    static props = {
        ...ListBooleanToggleField.props,
        label: { type: String, optional: true },
    };
}

registry.category("fields").add("crm_merge_value", {
    component: MergeValue,
    supportedTypes: ["char", "integer", "selection"],
    extractProps: extractLabel,
});
registry.category("fields").add("crm_merge_toggle", {
    ...listBooleanToggleField,
    component: MergeToggle,
    extractProps: (field, dynamic) => ({
        ...listBooleanToggleField.extractProps(field, dynamic),
        ...extractLabel(field),
    }),
});
