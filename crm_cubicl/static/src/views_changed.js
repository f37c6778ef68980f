import { registry } from "@web/core/registry";
import { rpcBus } from "@web/core/network/rpc";

/**
 * Forget the views that the browser keeps, as fields were made on the way, and go on.
 */
async function viewsChanged(env, action) {
    rpcBus.trigger("CLEAR-CACHES");
    return env.services.action.doAction(action.params.next, {
        stackPosition: "replaceCurrentAction",
    });
}

registry.category("actions").add("crm_cubicl_views_changed", viewsChanged);
