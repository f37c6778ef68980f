import { reactive } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";

/** How long the pointer rests on a row before the panel opens. */
export const REST_DELAY = 350;
/** How long the pointer may be on its way from a row to the panel. */
export const LEAVE_DELAY = 300;

/**
 * Decides when the panel of a customer opens, what it shows and when it closes.
 *
 * It knows nothing of the page: ``load`` asks the server for the data of one customer
 * and returns a promise (aborted when nobody waits for it any more), ``show`` and
 * ``hide`` put the panel on the page and take it off. Where ``waits`` says so, it is
 * shown no earlier than its data: a sheet takes the height it has at first.
 */
export class CustomerPanelOpener {
    constructor({ load, show, hide, waits = () => false }) {
        Object.assign(this, { load, show, hide, waits });
        this.state = reactive({ customer: null, data: null, error: null });
        this.cache = new Map();
        this.isOpen = false;
        this.isPinned = false;
        this.isSticky = false;
    }

    /** The pointer moved on the row of a customer: wait until it rests there. */
    rest(customer) {
        this._stopTimers();
        if (this.isOpen && this.state.customer.id === customer.id) {
            return;
        }
        this.restTimer = browser.setTimeout(() => this.open(customer), REST_DELAY);
    }

    /** The pointer left the rows. */
    leave() {
        this._stopTimers();
        if (this.isOpen && !this.isPinned && !this.isSticky) {
            this.leaveTimer = browser.setTimeout(() => this.close(), LEAVE_DELAY);
        }
    }

    /** The pointer is in the panel: it stays as it is. */
    pin() {
        this._stopTimers();
        this.isPinned = true;
    }

    unpin() {
        this.isPinned = false;
        this.leave();
    }

    /**
     * Show a customer at once. A sticky panel, opened by keyboard or touch, does not
     * care where the pointer is.
     */
    async open(customer, { sticky = false } = {}) {
        if (sticky) {
            // opened anew, so that it takes the focus
            this.close();
        }
        this._stopTimers();
        this._abort();
        this.isSticky = sticky;
        const data = this.cache.get(customer.id) || null;
        Object.assign(this.state, { customer, data, error: null });
        const isShown = this.isOpen;
        this.isOpen = true;
        if (!isShown && !this.waits()) {
            this.show(this.state, { sticky });
        }
        if (!data) {
            await this._fetch(customer);
        }
        if (!isShown && this.waits() && this.isOpen) {
            this.show(this.state, { sticky });
        }
    }

    close() {
        this._stopTimers();
        this._abort();
        if (this.isOpen) {
            this.isOpen = this.isPinned = this.isSticky = false;
            this.hide();
        }
    }

    /** Something was written or the rows were read again: ask anew from now on. */
    forget() {
        this.cache.clear();
    }

    async _fetch(customer) {
        const request = this.load(customer.id);
        this.request = request;
        const isStale = () => this.request !== request;
        try {
            const data = await request;
            if (!isStale()) {
                this.cache.set(customer.id, data);
                this.state.data = data;
            }
        } catch (error) {
            if (!isStale()) {
                this.state.error = error;
            }
        } finally {
            if (!isStale()) {
                this.request = null;
            }
        }
    }

    _abort() {
        const request = this.request;
        this.request = null;
        request?.abort?.(false);
    }

    _stopTimers() {
        browser.clearTimeout(this.restTimer);
        browser.clearTimeout(this.leaveTimer);
    }
}
