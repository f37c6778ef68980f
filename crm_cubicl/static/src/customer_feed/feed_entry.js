import { deserializeDateTime, toLocaleDateTimeString } from "@web/core/l10n/dates";
import { useService } from "@web/core/utils/hooks";
import { Component, markup, useState } from "@odoo/owl";

const ICONS = {
    created: "fa-plus",
    updated: "fa-pencil",
    stage: "fa-flag",
    contact: "fa-users",
    note: "fa-sticky-note-o",
    call: "fa-phone",
    visit: "fa-map-marker",
    mail: "fa-envelope-o",
    activity: "fa-check",
    task: "fa-tasks",
    quote: "fa-file-text-o",
    invoice: "fa-money",
    file: "fa-paperclip",
    import: "fa-upload",
    merge: "fa-compress",
    portal: "fa-globe",
};
// longer texts are folded
const LONG = 700;

/**
 * One activity: who did what, when and from where, with links to what it is about.
 */
export class CrmFeedEntry extends Component {
    static template = "crm_cubicl.FeedEntry";
    static props = { entry: Object, showCustomer: Boolean };

    setup() {
        this.action = useService("action");
        this.state = useState({ unfolded: false });
    }

    get icon() {
        return ICONS[this.props.entry.kind] || "fa-circle-o";
    }

    get date() {
        return toLocaleDateTimeString(deserializeDateTime(this.props.entry.date));
    }

    /** The server sanitizes what is kept in a message. */
    get body() {
        return markup(this.props.entry.body);
    }

    get isLong() {
        return this.props.entry.body.length > LONG;
    }

    get isAboutCustomer() {
        const { model, res_id, customer } = this.props.entry;
        return model === "res.partner" && res_id === customer.id;
    }

    openCustomer() {
        return this.action.doAction("crm_cubicl.crm_customer_action", {
            viewType: "form",
            props: { resId: this.props.entry.customer.id },
        });
    }

    openRecord() {
        const { model, res_id, record_name } = this.props.entry;
        const isContact = model === "res.partner";
        return this.action.doAction({
            type: "ir.actions.act_window",
            name: record_name,
            res_model: model,
            res_id,
            views: [[false, "form"]],
            target: isContact ? "new" : "current",
            context: isContact
                ? { form_view_ref: "crm_cubicl.crm_contact_view_form" }
                : {},
        });
    }
}
