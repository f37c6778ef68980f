import { Component, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";

/** The form as visitors see it: in every language, on a phone and on a desk. */
export class FormPreview extends Component {
    static template = "crm_portal.FormPreview";
    static components = { Dialog };
    static props = {
        formId: Number,
        languages: Array,
        lang: String,
        close: Function,
    };

    setup() {
        this.state = useState({ lang: this.props.lang, isPhone: true });
    }

    get url() {
        const query = new URLSearchParams({ lang: this.state.lang });
        return `/crm/portal/form/${this.props.formId}/preview?${query}`;
    }
}
