import { rpc } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { Interaction } from "@web/public/interaction";

import { readForm } from "./form_values";

/** Show what a contract pays and what is to be paid, while the form is filled in. */
export class FeeProposal extends Interaction {
    static selector = ".o_crm_my_service";
    dynamicContent = {
        _root: {
            "t-on-crm-customer": this.debounced(this.ask, 300),
            "t-on-crm-filled": this.debounced(this.ask, 300),
        },
        ".o_crm_form": { "t-on-change": this.debounced(this.ask, 300) },
        ".o_crm_cover": {
            "t-out": () => this.proposal.cover || "",
            "t-att-class": () => ({ "d-none": !this.proposal.cover }),
        },
        ".o_crm_total": {
            "t-out": () => this.proposal.total || "",
            "t-att-class": () => ({ "d-none": !this.proposal.total }),
        },
        ".o_crm_beyond": {
            "t-out": () => this.proposal.warning || "",
            "t-att-class": () => ({ "d-none": !this.proposal.warning }),
        },
    };

    setup() {
        this.proposal = {};
        this.asked = "";
        this.form = this.el.querySelector(".o_crm_form");
        this.symbol = this.el.querySelector(".o_crm_symbol").textContent;
        this.auto = this.el.querySelector(".o_crm_tax_auto");
        this.autoLabel = this.auto.textContent.trim();
        this.allHours = this.form.elements.fee_hours.placeholder;
    }

    start() {
        this.ask();
    }

    async ask() {
        const form = this.read();
        const asked = JSON.stringify(form);
        if (asked === this.asked) {
            return;
        }
        this.asked = asked;
        let proposal = {};
        if (form.customer_id) {
            try {
                proposal = await this.waitFor(rpc("/my-service/fee", { form }, { silent: true }));
            } catch {
                // without a connection the server decides when it has the form
                this.asked = "";
            }
        }
        // another customer was chosen in the meantime: its own answer counts
        if (form.customer_id === this.form.elements.customer_id.value) {
            this.show(proposal);
        }
    }

    read() {
        const values = readForm(this.form);
        for (const name of ["date_start", "date_end"]) {
            const moment = new Date(values[name]);
            values[name] = isNaN(moment) ? "" : moment.toISOString().slice(0, 19);
        }
        const { customer_id, type_id, date_start, date_end } = values;
        const { fee_kind, fee_amount, fee_hours, hourly_rate, tax_id } = values;
        return {
            ...{ customer_id, type_id, date_start, date_end },
            ...{ fee_kind, fee_amount, fee_hours, hourly_rate, tax_id },
        };
    }

    show(proposal) {
        this.proposal = proposal;
        const { currency_id, fee_hours, hourly_rate } = this.form.elements;
        currency_id.value = proposal.currency_id || "";
        fee_hours.placeholder = proposal.hours || this.allHours;
        hourly_rate.placeholder = proposal.rate || "";
        for (const element of this.el.querySelectorAll(".o_crm_symbol")) {
            element.textContent = proposal.symbol || this.symbol;
        }
        this.auto.textContent = [this.autoLabel, proposal.tax].filter(Boolean).join(": ");
        this.updateContent();
    }
}

registry.category("public.interactions").add("crm_service_track.fee", FeeProposal);
