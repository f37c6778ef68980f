import { Component, useEffect, useState } from "@odoo/owl";
import { DateTimeInput } from "@web/core/datetime/datetime_input";
import {
    deserializeDate,
    deserializeDateTime,
    formatDate,
    serializeDate,
    toLocaleDateTimeString,
} from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useRecordObserver } from "@web/model/relational_model/utils";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { formatRounded } from "../service_time/service_time";
import { STATE_BADGES, FILTERS, NO_FILTERS } from "./service_report_options";

/** Report 1: the customer's records under the form, with filters and totals. */
export class ServiceReport extends Component {
    static template = "crm_service_track.ServiceReport";
    static components = { DateTimeInput };
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.timer = useState(useService("crm_service_timer").state);
        this.filters = FILTERS;
        this.state = useState({
            customerId: false,
            data: null,
            loading: false,
            filters: { ...NO_FILTERS },
        });
        this.request = 0;
        useRecordObserver((record) => this.onRecordChanged(record));
        useEffect(
            () => {
                if (this.state.customerId) {
                    this.load();
                }
            },
            () => [this.timer.changes]
        );
    }

    onRecordChanged(record) {
        const customerId = record.data.customer_id?.id || false;
        // a saved record is one of the rows
        const key = `${customerId} ${record.resId} ${record.data.state} ${record.data.seconds}`;
        if (key === this.key) {
            return;
        }
        this.key = key;
        if (customerId !== this.state.customerId) {
            Object.assign(this.state, { customerId, data: null, filters: { ...NO_FILTERS } });
        }
        this.load();
    }

    async load({ more = false } = {}) {
        const request = ++this.request;
        const { customerId, filters, data } = this.state;
        if (!customerId) {
            return;
        }
        this.state.loading = true;
        try {
            const offset = more ? data.rows.length : 0;
            const found = await this.orm.silent.call(
                "crm.service.record",
                "get_customer_report",
                [customerId],
                { filters: { ...filters }, offset }
            );
            if (request === this.request) {
                const rows = more ? [...data.rows, ...found.rows] : found.rows;
                this.state.data = { ...found, rows };
            }
        } finally {
            if (request === this.request) {
                this.state.loading = false;
            }
        }
    }

    get hasFilters() {
        return Object.values(this.state.filters).some(Boolean);
    }

    get hasMore() {
        return this.state.data.rows.length < this.state.data.count;
    }

    get totalText() {
        return _t("Total (%s)", this.state.data.count);
    }

    get emptyText() {
        return this.hasFilters
            ? _t("Nothing matches these filters.")
            : _t("This is the first one: it appears here once it is saved.");
    }

    stateName(row) {
        return this.state.data.choices.state.find(({ id }) => id === row.state)?.name;
    }

    isChosen(filter, choice) {
        return String(choice.id) === String(this.state.filters[filter.name]);
    }

    badge(row) {
        return STATE_BADGES[row.state];
    }

    formatTime(seconds) {
        return formatRounded(seconds);
    }

    formatMoment(text) {
        return text ? toLocaleDateTimeString(deserializeDateTime(text)) : "–";
    }

    formatDay(text) {
        return formatDate(deserializeDate(text));
    }

    setFilter(name, value) {
        this.state.filters[name] = value || false;
        return this.load();
    }

    toDate(text) {
        return text ? deserializeDate(text) : false;
    }

    setDate(name, date) {
        return this.setFilter(name, date ? serializeDate(date) : false);
    }

    clearFilters() {
        Object.assign(this.state.filters, NO_FILTERS);
        return this.load();
    }

    /** The record takes the place of this one, which the form keeps before. */
    open(ev, row) {
        if (ev.ctrlKey || ev.metaKey) {
            return;
        }
        ev.preventDefault();
        if (row.id === this.props.record.resId) {
            return;
        }
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "crm.service.record",
            res_id: row.id,
            views: [[false, "form"]],
        });
    }
}

registry.category("view_widgets").add("crm_service_report", {
    component: ServiceReport,
    fieldDependencies: [
        { name: "customer_id", type: "many2one", relation: "res.partner" },
        { name: "state", type: "selection" },
        { name: "seconds", type: "integer" },
    ],
});
