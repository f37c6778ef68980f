import { registry } from "@web/core/registry";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { Component, xml } from "@odoo/owl";
import { CrmCustomerFeed } from "./customer_feed";

/**
 * The activities of the customer that a form shows.
 */
export class CrmCustomerFeedWidget extends Component {
    static template = xml`
        <CrmCustomerFeed
            t-if="props.record.resId"
            t-key="props.record.resId"
            customerId="props.record.resId"
        />`;
    static components = { CrmCustomerFeed };
    static props = { ...standardWidgetProps };
}

registry.category("view_widgets").add("crm_customer_feed", {
    component: CrmCustomerFeedWidget,
});
