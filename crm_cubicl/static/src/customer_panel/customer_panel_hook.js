import { browser } from "@web/core/browser/browser";
import { useBus, useService } from "@web/core/utils/hooks";
import { BottomSheet } from "@web/core/bottom_sheet/bottom_sheet";
import { rpcBus } from "@web/core/network/rpc";
import { UPDATE_METHODS } from "@web/core/orm_service";
import { onWillUnmount, useEnv } from "@odoo/owl";
import { CustomerPanel } from "./customer_panel";
import { CustomerPanelOpener } from "./customer_panel_opener";

/**
 * Show the panel of a customer beside a view: docked at the right of what ``getArea``
 * returns, on a phone as a sheet from below.
 *
 * @param {Object} params
 * @param {() => HTMLElement} params.getArea
 * @param {(customer: Object) => void} params.openCustomer
 * @param {(customer: Object) => void} [params.selectCustomer] offered on a phone, where
 *  the long touch that selects a row elsewhere opens the panel
 * @returns {CustomerPanelOpener}
 */
export function useCustomerPanel({ getArea, openCustomer, selectCustomer }) {
    const env = useEnv();
    const orm = env.services.orm;
    const overlay = useService("overlay");
    let remove = null;
    let cameFrom = null;

    const opener = new CustomerPanelOpener({
        waits: () => env.isSmall,
        load: (id) => orm.silent.call("res.partner", "get_customer_panel", [[id]]),
        show(state, { sticky }) {
            cameFrom = sticky ? document.activeElement : null;
            const close = () => opener.close();
            const leaveTo = (go) => (customer) => {
                close();
                go(customer);
            };
            const props = { state, close, openCustomer: leaveTo(openCustomer) };
            if (env.isSmall) {
                Object.assign(props, { isSheet: true, select: leaveTo(selectCustomer) });
                const sheet = { close, component: CustomerPanel, componentProps: props };
                remove = overlay.add(BottomSheet, sheet, { env });
                return;
            }
            Object.assign(props, {
                top: Math.max(getArea().getBoundingClientRect().top, 0),
                takesFocus: sticky,
                pin: () => opener.pin(),
                unpin: () => opener.unpin(),
            });
            remove = overlay.add(CustomerPanel, props, { env });
        },
        hide() {
            remove?.();
            remove = null;
            const { activeElement, body } = document;
            const isLeft = activeElement !== body && !activeElement.closest(".o_crm_panel");
            if (cameFrom?.isConnected && !isLeft) {
                cameFrom.focus();
            }
        },
    });

    const writing = new Set();
    useBus(rpcBus, "RPC:REQUEST", ({ detail: { data, url } }) => {
        if (UPDATE_METHODS.includes(data.params?.method) || isWriting(url)) {
            writing.add(data.id);
        }
    });
    useBus(rpcBus, "RPC:RESPONSE", ({ detail: { data } }) => {
        if (writing.delete(data.id)) {
            opener.forget();
        }
    });
    onWillUnmount(() => opener.close());
    return opener;
}

/** Buttons and messages write too, through addresses of their own. */
function isWriting(url) {
    return /^\/(web\/dataset\/call_button|mail\/message\/)/.test(url);
}

/**
 * Open the panel after a long touch, in a component that times it as core's rows and
 * cards do to select.
 */
export function startLongTouch(component, threshold, open) {
    component.touchStartMs = Date.now();
    component.longTouchTimer ??= browser.setTimeout(() => {
        component.resetLongTouchTimer();
        swallowUntilNextTouch("click");
        swallowUntilNextTouch("contextmenu");
        open();
    }, threshold);
}

/** What the browser makes of the same touch is meant for nobody. */
function swallowUntilNextTouch(type) {
    const swallow = (ev) => {
        ev.stopPropagation();
        ev.preventDefault();
    };
    document.addEventListener(type, swallow, { capture: true });
    document.addEventListener(
        "touchstart",
        () => document.removeEventListener(type, swallow, { capture: true }),
        { capture: true, once: true }
    );
}
