import { onWillUnmount, useState } from "@odoo/owl";
import { useService } from "@web/core/utils/hooks";

/** The timer, with `now` changing each second as long as it is shown. */
export function useServiceTimer() {
    const service = useService("crm_service_timer");
    const state = useState(service.state);
    const clock = useState({ now: Date.now() });
    const interval = setInterval(() => (clock.now = Date.now()), 1000);
    onWillUnmount(() => clearInterval(interval));
    return { service, state, clock };
}
