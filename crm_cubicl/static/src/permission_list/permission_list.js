import { registry } from "@web/core/registry";
import { ListRenderer } from "@web/views/list/list_renderer";
import { listView } from "@web/views/list/list_view";

/** On a phone who and which level, whole; the other columns can be taken in. */
class PermissionListRenderer extends ListRenderer {
    computeOptionalActiveFields() {
        const fields = super.computeOptionalActiveFields();
        return this.env.isSmall ? Object.fromEntries(Object.keys(fields).map((name) => [name, false])) : fields;
    }
}

registry.category("views").add("crm_permission_list", {
    ...listView,
    Renderer: PermissionListRenderer,
});
