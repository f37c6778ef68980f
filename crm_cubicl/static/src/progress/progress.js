import { Component, onWillUnmount, xml } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

/** Loads the open record again each time the server has done a part of its work. */
export class CrmProgress extends Component {
    static template = xml`<span class="d-none" />`;
    static props = { ...standardWidgetProps };

    setup() {
        const bus = useService("bus_service");
        const onProgress = ({ model, id }) => {
            const { record } = this.props;
            if (model === record.resModel && id === record.resId) {
                record.load();
            }
        };
        bus.subscribe("crm_progress", onProgress);
        onWillUnmount(() => bus.unsubscribe("crm_progress", onProgress));
    }
}

registry.category("view_widgets").add("crm_progress", { component: CrmProgress });
