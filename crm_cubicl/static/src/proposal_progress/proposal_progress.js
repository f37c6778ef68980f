import { Component, onWillUnmount, xml } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

/** Loads the open proposal again each time the server has done a part of it. */
export class CrmProposalProgress extends Component {
    static template = xml`<span class="d-none" />`;
    static props = { ...standardWidgetProps };

    setup() {
        const bus = useService("bus_service");
        const onProgress = ({ id }) => {
            if (id === this.props.record.resId) {
                this.props.record.load();
            }
        };
        bus.subscribe("crm_customer_proposal", onProgress);
        onWillUnmount(() => bus.unsubscribe("crm_customer_proposal", onProgress));
    }
}

registry.category("view_widgets").add("crm_proposal_progress", {
    component: CrmProposalProgress,
});
