import { Component, xml } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { imageUrl } from "@web/core/utils/urls";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

/**
 * The picture of a partner by its address alone. A field would make the server draw the pictures
 * of a whole page before the page is there, half of the time that a list takes; so the browser
 * asks for those that are seen.
 */
export class CrmAvatar extends Component {
    static template = xml`
        <img
            t-if="isReal"
            class="o_avatar rounded"
            t-att-class="props.imgClass"
            t-att-src="url"
            t-att-width="props.size or undefined"
            t-att-height="props.size or undefined"
            t-att-alt="alt"
            loading="lazy"
        />`;
    static props = {
        ...standardWidgetProps,
        size: { type: Number, optional: true },
        imgClass: { type: String, optional: true },
    };

    get isReal() {
        const { record } = this.props;
        return record.resId && !record.model.useSampleModel;
    }

    get url() {
        const { resModel, resId, data } = this.props.record;
        return imageUrl(resModel, resId, "avatar_128", { unique: data.write_date });
    }

    get alt() {
        return _t("Picture");
    }
}

registry.category("view_widgets").add("crm_avatar", {
    component: CrmAvatar,
    fieldDependencies: [{ name: "write_date", type: "datetime" }],
    listViewWidth: 30,
    extractProps: ({ attrs, options }) => ({
        size: options?.size || 0,
        imgClass: attrs.img_class || "",
    }),
});
