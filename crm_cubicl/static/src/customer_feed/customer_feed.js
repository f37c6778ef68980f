import { DateTimeInput } from "@web/core/datetime/datetime_input";
import { deserializeDate, serializeDate } from "@web/core/l10n/dates";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { RecordSelector } from "@web/core/record_selectors/record_selector";
import { Component, onWillStart, onWillUnmount, useEffect, useRef, useState } from "@odoo/owl";
import { CrmFeedEntry } from "./feed_entry";

const PAGE = 30;
export const NO_FILTERS = {
    user_id: false,
    kind: "",
    customer_id: false,
    date_from: "",
    date_to: "",
};

/**
 * The activities of one customer, or of all: newest first, page by page.
 */
export class CrmCustomerFeed extends Component {
    static template = "crm_cubicl.CustomerFeed";
    static components = { CrmFeedEntry, DateTimeInput, RecordSelector };
    static props = {
        customerId: { type: Number, optional: true },
        filters: { type: Object, optional: true },
        onFiltersChanged: { type: Function, optional: true },
    };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({
            entries: [],
            next: false,
            loading: true,
            kinds: [],
            canWrite: false,
            filters: { ...NO_FILTERS, ...this.props.filters },
        });
        this.request = 0;
        this.endRef = useRef("end");
        onWillStart(() => this.start());
        useEffect(
            (end) => this.watchEnd(end),
            () => [this.endRef.el]
        );
        onWillUnmount(() => this.request++);
    }

    async start() {
        [this.state.kinds, this.state.canWrite] = await Promise.all([
            this.orm.call("res.partner", "get_customer_feed_kinds", []),
            user.checkAccessRight("res.partner", "write"),
            this.load(),
        ]);
    }

    /** The next page is fetched before the reader has come to the end of this one. */
    watchEnd(end) {
        if (!end) {
            return;
        }
        const observer = new IntersectionObserver(
            (changes) => changes.some((change) => change.isIntersecting) && this.loadMore(),
            { rootMargin: "300px" }
        );
        observer.observe(end);
        return () => observer.disconnect();
    }

    get hasFilters() {
        return Object.values(this.state.filters).some(Boolean);
    }

    get userDomain() {
        return [["share", "=", false]];
    }

    get customerDomain() {
        return [["is_crm_customer", "=", true]];
    }

    async load({ more = false } = {}) {
        const request = ++this.request;
        this.state.loading = true;
        try {
            const page = await this.orm.silent.call(
                "res.partner",
                "get_customer_feed",
                [this.props.customerId ? [this.props.customerId] : []],
                {
                    limit: PAGE,
                    before: more ? this.state.next : false,
                    filters: { ...this.state.filters },
                }
            );
            // an answer that another question has overtaken is dropped
            if (request === this.request) {
                this.state.entries = more
                    ? [...this.state.entries, ...page.entries]
                    : page.entries;
                this.state.next = page.next;
            }
        } finally {
            if (request === this.request) {
                this.state.loading = false;
            }
        }
    }

    loadMore() {
        if (this.state.next && !this.state.loading) {
            return this.load({ more: true });
        }
    }

    setFilter(name, value) {
        this.state.filters[name] = value || false;
        this.props.onFiltersChanged?.({ ...this.state.filters });
        return this.load();
    }

    toDate(text) {
        return text ? deserializeDate(text) : false;
    }

    setDate(name, date) {
        return this.setFilter(name, date ? serializeDate(date) : "");
    }

    clearFilters() {
        Object.assign(this.state.filters, NO_FILTERS);
        this.props.onFiltersChanged?.({ ...this.state.filters });
        return this.load();
    }

    log(kind) {
        const customer = this.props.customerId || this.state.filters.customer_id;
        return this.action.doAction("crm_cubicl.crm_customer_log_action", {
            additionalContext: {
                default_kind: kind,
                default_customer_ids: customer ? [customer] : [],
            },
            onClose: () => this.load(),
        });
    }
}
