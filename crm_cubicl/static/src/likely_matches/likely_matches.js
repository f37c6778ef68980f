import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { useDebounced } from "@web/core/utils/timing";
import { useRecordObserver } from "@web/model/relational_model/utils";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

// what is asked with, and of that what tells a customer by itself
const TELLING = ["name", "phone", "fax", "email", "website", "vat", "street"];
const COMPARED = [...TELLING, "street2", "city", "zip", "country_id"];
const REST = 400;

/** Says, while a customer is typed, who may be it already. Never in the way. */
export class LikelyMatches extends Component {
    static template = "crm_cubicl.LikelyMatches";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.keepLast = new KeepLast();
        this.state = useState({ matches: [], more: 0 });
        this.askLater = useDebounced(() => this.ask(), REST);
        useRecordObserver((record) => this.onChanged(record));
    }

    /** In a dialog that a field opened, one that is there can be taken instead. */
    get canChoose() {
        return Boolean(this.env.chooseInstead);
    }

    get moreLabel() {
        return _t("and %(count)s more", { count: this.state.more });
    }

    openLabel({ name }) {
        return _t("Open %(name)s in a new tab", { name });
    }

    chooseLabel({ name }) {
        return _t("Take %(name)s instead", { name });
    }

    /** A field changed and was left, or another record is shown. */
    onChanged(record) {
        const values = this.getValues(record);
        const typed = JSON.stringify(values);
        if (record.id !== this.recordId) {
            this.recordId = record.id;
            this.dismissed = new Set();
            this.typed = this.start = record.isNew ? "" : typed;
            this.forget();
        }
        if (!record.isInEdition || typed === this.typed) {
            return;
        }
        this.typed = typed;
        this.values = values;
        if (typed === this.start || !TELLING.some((name) => values[name])) {
            this.forget();
        } else {
            this.askLater();
        }
    }

    getValues(record) {
        const values = {};
        for (const name of COMPARED.filter((name) => name in record.data)) {
            const value = record.data[name];
            values[name] = name.endsWith("_id") ? value?.id || false : value;
        }
        const parent = record.data.parent_id;
        values.parent_id = parent?.id || record.context.default_parent_id || false;
        return values;
    }

    async ask() {
        const asked = this.typed;
        const { matches, more } = await this.keepLast.add(
            this.orm.silent
                .call("res.partner", "get_likely_matches", [
                    this.values,
                    this.props.record.resId || false,
                ])
                // a hint that cannot be had is none: nobody is stopped from typing
                .catch(() => ({ matches: [], more: 0 }))
        );
        if (asked === this.typed) {
            const news = matches.filter(({ id }) => !this.dismissed.has(id));
            Object.assign(this.state, { matches: news, more: news.length ? more : 0 });
        }
    }

    /** Show nothing, and nothing of what was asked before. */
    forget() {
        this.askLater.cancel();
        this.keepLast.add(Promise.resolve());
        Object.assign(this.state, { matches: [], more: 0 });
    }

    dismiss() {
        this.state.matches.forEach(({ id }) => this.dismissed.add(id));
        this.forget();
    }
}

registry.category("view_widgets").add("crm_likely_matches", { component: LikelyMatches });
