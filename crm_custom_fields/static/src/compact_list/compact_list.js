import { registry } from "@web/core/registry";
import { ListRenderer } from "@web/views/list/list_renderer";
import { listView } from "@web/views/list/list_view";

/** On a phone the columns one may hide are hidden at first, so that the others fit whole. */
export class CompactListRenderer extends ListRenderer {
    computeOptionalActiveFields() {
        const fields = super.computeOptionalActiveFields();
        if (!this.env.isSmall) {
            return fields;
        }
        return Object.fromEntries(Object.keys(fields).map((name) => [name, false]));
    }
}

registry.category("views").add("crm_compact_list", {
    ...listView,
    Renderer: CompactListRenderer,
});
