import { EventBus, useSubEnv } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { formView } from "@web/views/form/form_view";

/** Tells what is on the page of a customer when to look again. */
export class CustomerFormController extends formView.Controller {
    setup() {
        // before the model is made: its first load tells too
        this.customerBus = new EventBus();
        super.setup();
        useSubEnv({ customerBus: this.customerBus });
    }

    onWillLoadRoot() {
        super.onWillLoadRoot(...arguments);
        this.customerBus.trigger("changed");
    }

    /** The Actions button has these, with what they come to; one place for each. */
    getStaticActionMenuItems() {
        const items = super.getStaticActionMenuItems();
        for (const key of ["archive", "unarchive", "delete"]) {
            delete items[key];
        }
        return items;
    }

    async onRecordSaved() {
        await super.onRecordSaved(...arguments);
        this.customerBus.trigger("changed");
    }
}

/** The work of the customer is at the right, so messages are always below. */
export class CustomerFormRenderer extends formView.Renderer {
    mailLayout() {
        const layout = super.mailLayout(...arguments);
        return layout === "SIDE_CHATTER" ? "BOTTOM_CHATTER" : layout;
    }
}

registry.category("views").add("crm_customer_form", {
    ...formView,
    Controller: CustomerFormController,
    Renderer: CustomerFormRenderer,
});
