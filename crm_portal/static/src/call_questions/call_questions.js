import { Component, markup, onMounted, onPatched, useRef } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

import { getValues, showAsked } from "../questions/asked";

/** The questions of the topic, as visitors see them, for who writes down a call. */
export class CallQuestions extends Component {
    static template = "crm_portal.CallQuestions";
    static props = { ...standardFieldProps };

    setup() {
        this.root = useRef("root");
        onMounted(() => this.show());
        onPatched(() => this.show());
    }

    /**
     * Drawn by the server from its own template. The same object as long as they are the
     * same: for another one Owl draws them anew, without what was typed.
     */
    get questions() {
        const html = this.props.record.data.questions_html || "";
        if (html !== this.html) {
            this.html = html;
            this.drawn = markup(String(html));
        }
        return this.drawn;
    }

    /** Other questions are drawn anew, the same ones keep what was typed. */
    get key() {
        const { topic_id, customer_id } = this.props.record.data;
        return `${topic_id?.id}-${customer_id?.id}`;
    }

    show() {
        showAsked(this.root.el);
    }

    onInput() {
        this.show();
        const answers = JSON.stringify(getValues(this.root.el));
        this.props.record.update({ [this.props.name]: answers });
    }
}

registry.category("fields").add("crm_call_questions", {
    component: CallQuestions,
    supportedTypes: ["text"],
});
