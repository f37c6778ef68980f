import { Component, useEffect, useState } from "@odoo/owl";
import { deserializeDate, formatDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { formatMonetary } from "@web/views/fields/formatters";
import { useRecordObserver } from "@web/model/relational_model/utils";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { formatRounded } from "../service_time/service_time";

const STATE_CLASSES = {
    active: "text-bg-success",
    ending: "text-bg-warning",
    not_started: "text-bg-info",
    suspended: "text-bg-danger",
    ended: "text-bg-secondary",
};
const COVER_CLASSES = { block: "alert-danger", ask: "alert-warning" };
const FEW = 4;

/** What whoever serves the customer has to know of it, beside the form. */
export class ServicePanel extends Component {
    static template = "crm_service_track.ServicePanel";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.timer = useState(useService("crm_service_timer").state);
        this.state = useState({ data: null, error: "", loading: false, showsAll: false });
        this.request = 0;
        this.key = "";
        useRecordObserver((record) => this.onRecordChanged(record));
        useEffect(
            () => {
                // hours are used up while the timer runs
                if (this.key) {
                    this.load();
                }
            },
            () => [this.timer.changes]
        );
    }

    onRecordChanged(record) {
        const { customer_id, type_id, contract_id } = record.data;
        this.asked = [customer_id?.id, type_id?.id || false, contract_id?.id || false];
        const key = customer_id ? this.asked.join() : "";
        if (key !== this.key) {
            this.key = key;
            this.load();
        }
    }

    async load() {
        const request = ++this.request;
        const [customerId, type_id, contract_id] = this.asked;
        if (!customerId) {
            Object.assign(this.state, { data: null, error: "" });
            return;
        }
        this.state.loading = true;
        try {
            const data = await this.orm.silent.call(
                "res.partner",
                "get_service_panel",
                [[customerId]],
                { type_id, contract_id }
            );
            // an answer that another question has overtaken is dropped
            if (request === this.request) {
                Object.assign(this.state, { data, error: "", showsAll: false });
            }
        } catch (error) {
            if (request === this.request) {
                const message = error.data?.message || _t("This could not be read.");
                Object.assign(this.state, { data: null, error: message });
            }
        } finally {
            if (request === this.request) {
                this.state.loading = false;
            }
        }
    }

    get contacts() {
        const { contacts } = this.state.data;
        return this.state.showsAll ? contacts : contacts.slice(0, FEW);
    }

    get hiddenCount() {
        return this.state.data.contacts.length - this.contacts.length;
    }

    get moreText() {
        return _t("%s more", this.hiddenCount);
    }

    endText({ state, date_start, date_end, days_left }) {
        if (state === "not_started") {
            return _t("Starts on %s", this.formatDay(date_start));
        }
        if (!date_end) {
            return _t("Until further notice");
        }
        const date = this.formatDay(date_end);
        return state === "ended"
            ? _t("Ended on %s", date)
            : _t("Until %(date)s (%(days)s days left)", { date, days: days_left });
    }

    leftText({ left, available, period_end }) {
        const times = { left: this.formatTime(left), available: this.formatTime(available) };
        if (left < 0) {
            const over = this.formatTime(-left);
            return _t("%(available)s hours are used up, %(over)s beyond", { ...times, over });
        }
        return period_end
            ? _t("%(left)s of %(available)s hours left until %(date)s", {
                  ...times,
                  date: this.formatDay(period_end),
              })
            : _t("%(left)s of %(available)s hours left", times);
    }

    usedText(contract) {
        return _t("Hours used: %s", this.formatTime(contract.used));
    }

    get coverClass() {
        return COVER_CLASSES[this.state.data.cover.policy] || "alert-info";
    }

    stateClass(contract) {
        return STATE_CLASSES[contract.state];
    }

    formatTime(seconds) {
        return formatRounded(seconds);
    }

    formatDay(text) {
        return text ? formatDate(deserializeDate(text)) : "";
    }

    formatAmount({ amount, currency_id }) {
        return formatMonetary(amount, { currencyId: currency_id });
    }

    percent(contract) {
        const share = contract.available ? contract.used / contract.available : 1;
        return Math.min(Math.round(share * 100), 100);
    }

    barClass(contract) {
        const percent = this.percent(contract);
        return percent >= 100 ? "bg-danger" : percent >= 80 ? "bg-warning" : "bg-success";
    }

    choose(contact) {
        const value = { id: contact.id, display_name: contact.name };
        return this.props.record.update({ contact_id: value });
    }

    openCustomer() {
        return this.action.doAction("crm_cubicl.crm_customer_action", {
            viewType: "form",
            props: { resId: this.state.data.customer.id },
        });
    }

    openContract(contract) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "crm.service.contract",
            res_id: contract.id,
            views: [[false, "form"]],
        });
    }
}

registry.category("view_widgets").add("crm_service_panel", {
    component: ServicePanel,
    fieldDependencies: [
        { name: "customer_id", type: "many2one", relation: "res.partner" },
        { name: "contact_id", type: "many2one", relation: "res.partner" },
        { name: "type_id", type: "many2one", relation: "crm.service.type" },
        { name: "contract_id", type: "many2one", relation: "crm.service.contract" },
    ],
});
