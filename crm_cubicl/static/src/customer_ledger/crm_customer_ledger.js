import { Component, onWillStart, onWillUpdateProps, useState } from "@odoo/owl";
import { download } from "@web/core/network/download";
import { registry } from "@web/core/registry";
import { DateTimeInput } from "@web/core/datetime/datetime_input";
import {
    deserializeDate,
    formatDate,
    serializeDate,
} from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { formatFloat } from "@web/core/utils/numbers";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

/** The receivable and payable entries of a customer, with what they add up to. */
export class CrmCustomerLedger extends Component {
    static template = "crm_cubicl.CustomerLedger";
    static components = { DateTimeInput };
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.ui = useService("ui");
        this.keepLast = new KeepLast();
        this.state = useState({
            options: {
                period: "year",
                date_from: false,
                date_to: false,
                state: "all",
                include_children: false,
                language: "user",
                block: false,
            },
            ledger: null,
            isLoading: false,
        });
        onWillStart(() => this.load());
        onWillUpdateProps((next) => {
            if (next.record.resId !== this.props.record.resId) {
                this.state.options.block = false;
                return this.load(next.record.resId);
            }
        });
    }

    get periods() {
        return [
            ["year", _t("This year")],
            ["months12", _t("Last 12 months")],
            ["all", _t("All time")],
            ["custom", _t("Custom period")],
        ];
    }

    get states() {
        return [
            ["all", _t("All entries")],
            ["open", _t("Open entries")],
            ["reconciled", _t("Reconciled entries")],
        ];
    }

    get languages() {
        return [
            ["user", _t("In my language")],
            ["customer", _t("In the customer's language")],
        ];
    }

    get ageingLabels() {
        return [
            _t("Not due"),
            _t("0–30 days"),
            _t("31–60 days"),
            _t("61–90 days"),
            _t("Over 90 days"),
        ];
    }

    get labels() {
        return {
            due: _t("Due date"),
            debit: _t("Debit"),
            credit: _t("Credit"),
            balance: _t("Balance"),
            open: _t("Open"),
        };
    }

    get emptyHint() {
        return _t(
            "Posted invoices, bills and payments of this customer will be listed here, with what is open of them."
        );
    }

    get ageingTitle() {
        return _t("Open by due date on %(date)s, in %(currency)s", {
            date: this.showDate(this.state.ledger.at),
            currency: this.block.currency.name,
        });
    }

    get moreLabel() {
        return _t("Show more (%(shown)s of %(count)s)", {
            shown: this.state.ledger.rows.length,
            count: this.block.count,
        });
    }

    getBalanceLabel(currency) {
        return _t("Balance in %(currency)s", { currency: currency.name });
    }

    getTotalLabel(total) {
        return _t("All currencies in %(currency)s", { currency: total.currency.name });
    }

    /** The block whose rows are shown. */
    get block() {
        const [companyId, currencyId] = this.state.ledger.block || [];
        return this.state.ledger.blocks.find(
            (block) =>
                block.company_id === companyId && block.currency_id === currencyId
        );
    }

    get isForeign() {
        return this.block.currency.id !== this.block.company_currency.id;
    }

    get severalCompanies() {
        return this.state.ledger.totals.length > 1;
    }

    /** Totals say something new only when a company has several currencies. */
    get totals() {
        const { blocks, totals } = this.state.ledger;
        return blocks.length > totals.length ? totals : [];
    }

    async load(customerId = this.props.record.resId) {
        if (!customerId) {
            return;
        }
        this.state.isLoading = true;
        try {
            this.state.ledger = await this.keepLast.add(
                this.call(customerId, this.state.options)
            );
        } finally {
            this.state.isLoading = false;
        }
    }

    async loadMore() {
        const { ledger } = this.state;
        this.state.isLoading = true;
        try {
            const page = await this.keepLast.add(
                this.call(this.props.record.resId, {
                    ...this.state.options,
                    block: ledger.block,
                    after: ledger.next,
                })
            );
            ledger.rows.push(...page.rows);
            ledger.next = page.next;
        } finally {
            this.state.isLoading = false;
        }
    }

    call(customerId, options) {
        return this.orm.call("res.partner", "get_customer_ledger", [
            [customerId],
            options,
        ]);
    }

    async setOption(name, value) {
        const before = { ...this.state.options };
        this.state.options[name] = value;
        try {
            await this.load();
        } catch (error) {
            // what was asked for cannot be; the ledger still shows the last answer
            Object.assign(this.state.options, before);
            throw error;
        }
    }

    setDate(name, date) {
        return this.setOption(name, date ? serializeDate(date) : false);
    }

    toDate(text) {
        return text ? deserializeDate(text) : false;
    }

    isShown(block) {
        return block === this.block;
    }

    openEntry(row) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "account.move",
            res_id: row.move_id,
            views: [[false, "form"]],
        });
    }

    /** Fetched within the page, so that what goes wrong is told in a dialog. */
    async downloadFile(extension) {
        this.ui.block();
        try {
            await download({
                url: `/crm/ledger/${this.props.record.resId}.${extension}`,
                data: { options: JSON.stringify(this.state.options) },
            });
        } finally {
            this.ui.unblock();
        }
    }

    showDate(text) {
        return formatDate(deserializeDate(text));
    }

    showAmount(amount, currency) {
        return formatFloat(amount, { digits: [16, currency.digits] });
    }

    /** Nothing instead of a zero, as on paper. */
    showMoved(amount, currency) {
        return amount ? this.showAmount(amount, currency) : "";
    }

    showMoney(amount, currency) {
        const shown = this.showAmount(amount, currency);
        return currency.position === "before"
            ? `${currency.symbol}\u00a0${shown}`
            : `${shown}\u00a0${currency.symbol}`;
    }
}

export const crmCustomerLedger = { component: CrmCustomerLedger };

registry.category("view_widgets").add("crm_customer_ledger", crmCustomerLedger);
