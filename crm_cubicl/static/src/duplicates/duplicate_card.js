import { Component, useState } from "@odoo/owl";
import { formatPercent } from "../percent";

/**
 * Some customers side by side. One of them is kept; each of the others can be merged into it,
 * attached to it, or told to be another customer.
 */
export class DuplicateCard extends Component {
    static template = "crm_cubicl.DuplicateCard";
    static props = {
        card: Object,
        can: Object,
        isCurrent: Boolean,
        select: Function,
        open: Function,
        openPlan: Function,
        keepApart: Function,
        putOff: Function,
    };

    setup() {
        this.state = useState({ kept: this.props.card.kept, other: null });
    }

    get others() {
        return this.props.card.customers.filter(({ id }) => id !== this.state.kept);
    }

    /** The one that keys mean. */
    get other() {
        const { others, state } = this;
        return others.find(({ id }) => id === state.other) || others[0];
    }

    /** Why each of the others may be the one that is kept. */
    get pairs() {
        const { kept } = this.state;
        return this.props.card.pairs
            .filter((pair) => pair.ids.includes(kept))
            .map((pair) => ({
                ...pair,
                name: this.getName(pair.ids.find((id) => id !== kept)),
                percent: this.getPercent(pair.score),
            }));
    }

    /** Columns that stay readable; more of them than fit are scrolled. */
    get minWidth() {
        return `min-width: ${5.5 + 7.5 * this.props.card.customers.length}rem`;
    }

    get isLarge() {
        return this.props.card.customers.length > 2;
    }

    getName(id) {
        return this.props.card.customers.find((customer) => customer.id === id).name;
    }

    /** Never 100 %: nobody knows. */
    getPercent(score) {
        return formatPercent(Math.min(Math.floor(score * 100), 99) / 100);
    }

    getPairIds(...ids) {
        return this.props.card.pairs
            .filter((pair) => ids.every((id) => pair.ids.includes(id)))
            .map((pair) => pair.id);
    }

    keep(id) {
        Object.assign(this.state, { kept: id, other: null });
    }

    merge({ id }) {
        return this.props.openPlan(id, this.state.kept, "merge");
    }

    attach({ id }) {
        return this.props.openPlan(id, this.state.kept, "attach");
    }

    /** This one is none of the others of the card. */
    keepApart({ id }) {
        return this.props.keepApart(this.getPairIds(id));
    }

    later() {
        return this.props.putOff(this.getPairIds());
    }

    onKeydown(ev) {
        if (ev.ctrlKey || ev.metaKey || ev.altKey || ev.target.closest("input")) {
            return;
        }
        const { merge, decide } = this.props.can;
        const keys = {
            m: merge && (() => this.merge(this.other)),
            a: merge && (() => this.attach(this.other)),
            n: decide && (() => this.keepApart(this.other)),
            l: decide && (() => this.later()),
            ArrowLeft: () => this.step(-1),
            ArrowRight: () => this.step(1),
        };
        if (keys[ev.key]) {
            ev.preventDefault();
            ev.stopPropagation();
            keys[ev.key]();
        }
    }

    /** Let another one be kept. */
    step(by) {
        const ids = this.props.card.customers.map(({ id }) => id);
        const place = ids.indexOf(this.state.kept) + by;
        this.keep(ids[(place + ids.length) % ids.length]);
    }
}
