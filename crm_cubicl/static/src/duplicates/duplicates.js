import { Component, onWillStart, onWillUnmount, useEffect, useRef, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { DuplicateCard } from "./duplicate_card";

const PAGE = 10;
const LATER_DAYS = 7;
const POLL = 2000;

/** Groups of customers that may be the same, side by side, to be decided on one by one. */
export class CrmDuplicates extends Component {
    static template = "crm_cubicl.Duplicates";
    static components = { Layout, DuplicateCard };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.notification = useService("notification");
        this.display = { controlPanel: {} };
        this.root = useRef("root");
        this.state = useState({ page: null, offset: 0, sure: false, current: 0 });
        this.env.config.setDisplayName(_t("Possible duplicates"));
        onWillStart(() => this.load());
        useEffect(
            (card) => card?.focus({ preventScroll: true }),
            () => [this.root.el?.querySelector("[tabindex='0'].o_crm_duplicate_card")]
        );
        onWillUnmount(() => browser.clearTimeout(this.timer));
    }

    get isScanning() {
        const { state } = this.state.page.scan;
        return state && state !== "done";
    }

    get isEmpty() {
        return !this.state.page.cards.length;
    }

    get total() {
        const { page, sure } = this.state;
        return sure ? page.sure_count : page.count;
    }

    get mergeSureLabel() {
        return _t("Merge sure ones (%s)", this.state.page.sure_count);
    }

    get range() {
        const { offset, page } = this.state;
        return _t("%(first)s–%(last)s of %(total)s", {
            first: offset + 1,
            last: offset + page.cards.length,
            total: this.total + (page.is_more && !this.state.sure ? "+" : ""),
        });
    }

    async load() {
        const { offset, sure } = this.state;
        const page = await this.orm.call("crm.duplicate.pair", "get_page", [], {
            offset,
            limit: PAGE,
            sure,
        });
        if (!page.cards.length && offset) {
            this.state.offset = Math.max(0, offset - PAGE);
            return this.load();
        }
        this.state.page = page;
        this.state.current = Math.min(this.state.current, Math.max(page.cards.length - 1, 0));
        this.watchScan();
    }

    /** While all are compared, show how far it is. */
    watchScan() {
        browser.clearTimeout(this.timer);
        if (!this.isScanning) {
            return;
        }
        this.timer = browser.setTimeout(async () => {
            const scan = await this.orm.silent.call("crm.duplicate.scan", "get_state", []);
            this.state.page.scan = scan;
            return this.isScanning ? this.watchScan() : this.load();
        }, POLL);
    }

    turn(step) {
        const offset = this.state.offset + step * PAGE;
        if (offset >= 0 && offset < this.total) {
            Object.assign(this.state, { offset, current: 0 });
            return this.load();
        }
    }

    show(sure) {
        Object.assign(this.state, { sure, offset: 0, current: 0 });
        return this.load();
    }

    select(index) {
        const { length } = this.state.page.cards;
        this.state.current = Math.max(0, Math.min(index, length - 1));
        const cards = this.root.el.querySelectorAll(".o_crm_duplicate_card");
        cards[this.state.current]?.focus();
        cards[this.state.current]?.scrollIntoView({ block: "nearest" });
    }

    onKeydown(ev) {
        const steps = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 };
        if (ev.target.closest("input, textarea, select, .o_dialog") || !(ev.key in steps)) {
            return;
        }
        if (ev.ctrlKey || ev.metaKey || ev.altKey) {
            return;
        }
        ev.preventDefault();
        this.select(this.state.current + steps[ev.key]);
    }

    // -- what is decided -------------------------------------------------------

    /** Open the plan of what becomes of one customer, as a merge or as a contact. */
    openPlan(source, target, kind) {
        return this.action.doAction("crm_cubicl.crm_merge_dialog_action", {
            additionalContext: {
                active_id: source,
                default_source_id: source,
                default_target_id: target,
                ...(kind === "attach" ? { default_kind: kind } : {}),
            },
            onClose: () => this.load(),
        });
    }

    async keepApart(pairIds) {
        const decisions = await this.orm.call("crm.duplicate.pair", "keep_apart", [pairIds]);
        this.tell(_t("Remembered: they are not the same."), () =>
            this.orm.call("crm.duplicate.pair", "propose_again", [decisions])
        );
        return this.load();
    }

    async putOff(pairIds) {
        await this.orm.call("crm.duplicate.pair", "put_off", [pairIds], { days: LATER_DAYS });
        this.tell(_t("Put off for %s days.", LATER_DAYS), () =>
            this.orm.call("crm.duplicate.pair", "put_off", [pairIds], { days: 0 })
        );
        return this.load();
    }

    /** Say what was done, with a way back. */
    tell(message, undo) {
        const close = this.notification.add(message, {
            type: "success",
            buttons: [
                {
                    name: _t("Undo"),
                    onClick: async () => {
                        close();
                        await undo();
                        await this.load();
                    },
                },
            ],
        });
    }

    async mergeSure() {
        const action = await this.orm.call("crm.duplicate.bulk", "action_prepare", []);
        return this.action.doAction(action);
    }

    async scan() {
        this.state.page.scan = await this.orm.call("crm.duplicate.scan", "start_scan", []);
        return this.isScanning ? this.watchScan() : this.load();
    }

    open(id) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "res.partner",
            res_id: id,
            views: [[false, "form"]],
            context: { form_view_ref: "crm_cubicl.crm_customer_view_form" },
        });
    }
}

registry.category("actions").add("crm_cubicl_duplicates", CrmDuplicates);
