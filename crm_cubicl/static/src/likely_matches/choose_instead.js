import { useChildSubEnv } from "@odoo/owl";
import { patch } from "@web/core/utils/patch";
import { FormViewDialog } from "@web/views/view_dialogs/form_view_dialog";

/**
 * A field of customers opened the dialog for a new one: a customer that is there already
 * can be taken instead, as if it had been made there.
 */
patch(FormViewDialog.prototype, {
    setup() {
        super.setup(...arguments);
        const { resModel, resId, isToMany, context } = this.props;
        if (resModel === "res.partner" && !resId && !isToMany && context?.crm_customer_field) {
            useChildSubEnv({ chooseInstead: (match) => this.chooseInstead(match) });
        }
    },

    async chooseInstead({ id, name }) {
        await this.props.onRecordSaved({ resId: id, data: { display_name: name } });
        this.props.close();
    },
});
