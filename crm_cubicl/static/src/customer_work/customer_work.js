import { Component, onWillStart, onWillUpdateProps, useState } from "@odoo/owl";
import { deserializeDate, deserializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { browser } from "@web/core/browser/browser";
import { registry } from "@web/core/registry";
import { KeepLast } from "@web/core/utils/concurrency";
import { useBus, useService } from "@web/core/utils/hooks";
import { formatMonetary } from "@web/views/fields/formatters";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

const FOLDED_KEY = "crm_customer_work_folded";
const GROUPS = {
    overdue: { label: _t("Overdue"), color: "text-bg-danger", empty: _t("Nothing is late.") },
    pending: { label: _t("Pending"), color: "text-bg-primary", empty: _t("Nothing is waiting.") },
    completed: { label: _t("Completed"), color: "text-bg-success", empty: _t("Nothing is done yet.") },
};
const MODELS = {
    "project.task": _t("All tasks"),
    "mail.activity": _t("All activities"),
    "sale.order": _t("All quotes"),
};

/** Quotes and work of a customer: one request, asked again when something changed. */
export class CustomerWork extends Component {
    static template = "crm_cubicl.CustomerWork";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.keepLast = new KeepLast();
        this.state = useState({ work: null, failed: false, folded: this.readFolded() });
        onWillStart(() => this.load(this.props.record.resId));
        onWillUpdateProps((props) => {
            if (props.record.resId !== this.resId) {
                this.load(props.record.resId);
            }
        });
        if (this.env.customerBus) {
            useBus(this.env.customerBus, "changed", () => this.load(this.props.record.resId));
        }
    }

    /** Fill the panel when the answer is there; the page does not wait for it. */
    load(resId) {
        this.resId = resId;
        if (!resId) {
            this.state.work = null;
            return;
        }
        this.keepLast
            .add(this.orm.silent.call("res.partner", "get_customer_work", [[resId]]))
            .then((work) => Object.assign(this.state, { work, failed: false }))
            .catch(() => Object.assign(this.state, { work: null, failed: true }));
    }

    // -- folding, remembered in this browser -------------------------------------

    readFolded() {
        try {
            return JSON.parse(browser.localStorage.getItem(FOLDED_KEY)) || { completed: true };
        } catch {
            return { completed: true };
        }
    }

    toggle(key) {
        this.state.folded[key] = !this.state.folded[key];
        browser.localStorage.setItem(FOLDED_KEY, JSON.stringify(this.state.folded));
    }

    // -- what is shown ------------------------------------------------------------

    get groups() {
        return this.state.work.groups.map((group) => ({ ...GROUPS[group.key], ...group }));
    }

    moreOf(group) {
        const shown = (model) => group.rows.filter((row) => row.model === model).length;
        return group.models
            .filter((more) => more.count > shown(more.model))
            .map((more) => ({ ...more, label: MODELS[more.model] || _t("All") }));
    }

    formatDue(row) {
        if (!row.due) {
            return "";
        }
        const hasTime = row.due.length > 10;
        const date = hasTime ? deserializeDateTime(row.due) : deserializeDate(row.due);
        return this.formatDay(date, hasTime ? { hour: "numeric", minute: "2-digit" } : {});
    }

    formatCreated(quote) {
        return this.formatDay(deserializeDateTime(quote.created));
    }

    /** The year is said of other years only. */
    formatDay(date, time = {}) {
        const year = date.hasSame(luxon.DateTime.now(), "year") ? {} : { year: "numeric" };
        return date.toLocaleString({ day: "numeric", month: "short", ...year, ...time });
    }

    formatAmount(quote) {
        return formatMonetary(quote.amount, { currencyId: quote.currency_id });
    }

    iconOf(row) {
        if (row.icon) {
            return row.icon;
        }
        return row.state === "1_canceled" ? "fa-ban" : row.state === "1_done" ? "fa-check-square-o" : "fa-square-o";
    }

    // -- what is opened -----------------------------------------------------------

    open(model, resId) {
        return this.action.doAction(
            {
                type: "ir.actions.act_window",
                res_model: model,
                res_id: resId,
                views: [[false, "form"]],
                target: model === "mail.activity" ? "new" : "current",
            },
            { onClose: () => this.changed() }
        );
    }

    async run(method, args = []) {
        const action = await this.orm.call("res.partner", method, [[this.resId], ...args]);
        return this.action.doAction(action, { onClose: () => this.changed() });
    }

    changed() {
        this.env.customerBus?.trigger("changed");
    }
}

export const customerWork = { component: CustomerWork };

registry.category("view_widgets").add("crm_customer_work", customerWork);
