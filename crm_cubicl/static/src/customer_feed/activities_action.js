import { registry } from "@web/core/registry";
import { Layout } from "@web/search/layout";
import { useSetupAction } from "@web/search/action_hook";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { Component } from "@odoo/owl";
import { CrmCustomerFeed } from "./customer_feed";

/**
 * The page of all customers' activities; the filters survive a look at a customer.
 */
export class CrmActivities extends Component {
    static template = "crm_cubicl.Activities";
    static components = { CrmCustomerFeed, Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.filters = this.props.state?.filters || {};
        useSetupAction({ getLocalState: () => ({ filters: this.filters }) });
    }

    get display() {
        return { controlPanel: {} };
    }

    keepFilters(filters) {
        this.filters = filters;
    }
}

registry.category("actions").add("crm_cubicl_activities", CrmActivities);
