import { onWillStart } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { HierarchyRenderer } from "@web_hierarchy/hierarchy_renderer";
import { hierarchyView } from "@web_hierarchy/hierarchy_view";

/** Customers are put below one another by dragging, by those who may change them. */
export class CrmCustomerHierarchyRenderer extends HierarchyRenderer {
    setup() {
        super.setup();
        onWillStart(async () => {
            this.canEdit = await user.hasGroup("crm_cubicl.crm_cubicl_group_edit");
        });
    }

    get draggable() {
        return this.canEdit && super.draggable;
    }
}

registry.category("views").add("crm_customer_hierarchy", {
    ...hierarchyView,
    Renderer: CrmCustomerHierarchyRenderer,
});
