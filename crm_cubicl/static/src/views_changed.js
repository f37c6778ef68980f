import { registry } from "@web/core/registry";
import { rpcBus } from "@web/core/network/rpc";

/**
 * Forget the views that the browser keeps, as fields were made on the way, and go on.
 */
async function viewsChanged(env, action) {
    rpcBus.trigger("CLEAR-CACHES");
    return action.params.next;
}

registry.category("actions").add("crm_cubicl_views_changed", viewsChanged);
