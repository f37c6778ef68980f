import { registry } from "@web/core/registry";
import { Interaction } from "@web/public/interaction";

/** Tells the page around the frame how high it has to be, and nothing else. */
export class SupportFrame extends Interaction {
    static selector = ".o_crm_support_frame";

    start() {
        if (window.parent === window) {
            return;
        }
        const observer = new ResizeObserver(() => this.tellHeight());
        observer.observe(this.el);
        this.registerCleanup(() => observer.disconnect());
    }

    tellHeight() {
        // a number is no secret: any page around may have it
        const height = this.el.getBoundingClientRect().height;
        window.parent.postMessage({ crmSupportHeight: height }, "*");
    }
}

registry.category("public.interactions").add("crm_portal.support_frame", SupportFrame);
