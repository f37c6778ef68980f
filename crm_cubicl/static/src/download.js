import { registry } from "@web/core/registry";
import { download } from "@web/core/network/download";

/**
 * Fetch a file within the page, so that what goes wrong is told in a dialog, and close
 * the dialog it was asked for in.
 */
async function downloadFile(env, action) {
    env.services.ui.block();
    try {
        await download({ url: action.params.url, data: {} });
    } finally {
        env.services.ui.unblock();
    }
    return action.params.next;
}

registry.category("actions").add("crm_cubicl_download", downloadFile);
