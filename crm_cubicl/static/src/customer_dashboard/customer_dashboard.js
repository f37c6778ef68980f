import { Component, onWillStart, useEffect, useRef, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { Domain } from "@web/core/domain";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

const REMEMBERED = "crm_cubicl.dashboard";

/** Figures of the customers; each of them opens the customers that it counts. */
export class CrmCustomerDashboard extends Component {
    static template = "crm_cubicl.CustomerDashboard";
    static components = { Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.display = { controlPanel: {} };
        this.state = useState({ mine: false, neglectDays: 90, ...this.remembered, data: null });
        this.env.config.setDisplayName(_t("Overview of customers"));
        onWillStart(() => this.load());
        // on a phone the months of now are the ones to see
        const months = useRef("months");
        useEffect(
            (el) => {
                el?.scrollTo({ left: el.scrollWidth });
            },
            () => [months.el, this.state.data]
        );
    }

    get remembered() {
        try {
            const { mine, neglectDays } = JSON.parse(browser.localStorage.getItem(REMEMBERED)) || {};
            return { mine: Boolean(mine), neglectDays: Number(neglectDays) || 90 };
        } catch {
            return {};
        }
    }

    get isEmpty() {
        return !this.state.mine && !this.state.data.tiles[0].count;
    }

    get neglectedHint() {
        return _t("No contact for %s days, nothing open", this.state.data.neglect_days);
    }

    get kinds() {
        return [
            { id: "new", label: _t("New"), className: "bg-info" },
            { id: "won", label: _t("Won"), className: "bg-success" },
            { id: "lost", label: _t("Lost"), className: "bg-danger" },
        ];
    }

    async load() {
        const { mine, neglectDays } = this.state;
        this.state.data = await this.orm.call("res.partner", "get_customer_dashboard", [], {
            mine,
            neglect_days: neglectDays,
        });
    }

    change(values) {
        Object.assign(this.state, values);
        const { mine, neglectDays } = this.state;
        browser.localStorage.setItem(REMEMBERED, JSON.stringify({ mine, neglectDays }));
        return this.load();
    }

    getShare(count, counts) {
        return Math.round((100 * count) / Math.max(1, ...counts));
    }

    getMonthShare(count) {
        return this.getShare(
            count,
            this.state.data.months.flatMap((month) => [month.new, month.won, month.lost])
        );
    }

    openCustomers(label, domain) {
        return this.open("crm_cubicl.crm_customer_action", label, domain);
    }

    openMonth(month, kind) {
        const mine = this.state.data.tiles[0].domain;
        const label = `${kind.label}, ${month.label}`;
        const between = (name) => [
            [name, ">=", month.start],
            [name, "<", month.end],
        ];
        if (kind.id === "new") {
            return this.openCustomers(label, Domain.and([mine, between("create_date")]).toList({}));
        }
        return this.open("crm_cubicl.crm_customer_stage_log_action", label, [
            ["customer_id", "any", mine],
            ["stage_id.kind", "=", kind.id],
            ...between("entered_date"),
        ]);
    }

    async open(xmlid, label, domain) {
        const action = await this.action.loadAction(xmlid);
        const base = new Domain(action.domain || []).toList({});
        return this.action.doAction({
            ...action,
            name: label,
            display_name: label,
            domain: Domain.and([base, domain]).toList({}),
            path: undefined,
        });
    }
}

registry.category("actions").add("crm_cubicl_customer_dashboard", CrmCustomerDashboard);
