import { rpcBus } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";

/**
 * Forget the views that this browser keeps when somebody, anywhere, changes a card
 * or a field of one's own: the next page opened shows the change.
 */
export const cardsChangedService = {
    dependencies: ["bus_service"],
    start(env, { bus_service: bus }) {
        bus.subscribe("crm_custom_fields/cards_changed", () =>
            rpcBus.trigger("CLEAR-CACHES", "get_views")
        );
    },
};

registry.category("services").add("crm_custom_fields.cards_changed", cardsChangedService);
