import { Component } from "@odoo/owl";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** A selection of icons: each is shown as it is, its name for those who cannot see it. */
export class TopicIcon extends Component {
    static template = "crm_portal.TopicIcon";
    static components = { Dropdown, DropdownItem };
    static props = { ...standardFieldProps };

    get value() {
        return this.props.record.data[this.props.name];
    }

    get icons() {
        return this.props.record.fields[this.props.name].selection;
    }

    get label() {
        return this.icons.find(([icon]) => icon === this.value)?.[1] || "";
    }

    get title() {
        return _t("Choose an icon: %s", this.label);
    }

    choose(icon) {
        return this.props.record.update({ [this.props.name]: icon });
    }
}

registry.category("fields").add("crm_topic_icon", {
    component: TopicIcon,
    displayName: _t("Icon"),
    supportedTypes: ["selection"],
});
