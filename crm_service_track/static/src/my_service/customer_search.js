import { rpc } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { Interaction } from "@web/public/interaction";

/** Type a few letters of a customer and choose; by touch or by the arrow keys. */
export class CustomerSearch extends Interaction {
    static selector = ".o_crm_customer_search";
    dynamicContent = {
        "input[name=customer_name]": {
            "t-on-input": this.debounced(this.onInput, 250),
            "t-on-keydown": this.onKeydown,
            "t-att-aria-expanded": () => String(Boolean(this.customers.length)),
        },
        ".o_crm_customer_list": {
            "t-on-click": this.onClick,
            "t-att-class": () => ({ "d-none": !this.customers.length }),
        },
        ".o_crm_customer_none": { "t-att-class": () => ({ "d-none": !this.isNone }) },
    };

    setup() {
        this.customers = [];
        this.current = -1;
        this.isNone = false;
        this.input = this.el.querySelector("input[name=customer_name]");
        this.list = this.el.querySelector(".o_crm_customer_list");
    }

    async onInput() {
        const text = this.input.value.trim();
        this.choose(null);
        let found = [];
        if (text) {
            try {
                found = await this.waitFor(
                    rpc("/my-service/customers", { text }, { silent: true })
                );
            } catch {
                // without a connection the name is kept and chosen later
            }
        }
        if (text !== this.input.value.trim()) {
            return;
        }
        this.show(found);
        this.isNone = Boolean(text) && !found.length;
        this.updateContent();
    }

    show(customers) {
        this.customers = customers;
        this.current = -1;
        this.list.replaceChildren(
            ...customers.map((customer, index) => {
                const item = document.createElement("li");
                item.className = "list-group-item list-group-item-action";
                item.id = `o_crm_customer_${index}`;
                item.dataset.index = index;
                item.setAttribute("role", "option");
                item.textContent = [customer.name, customer.city].filter(Boolean).join(" · ");
                return item;
            })
        );
    }

    onClick(ev) {
        const item = ev.target.closest("li");
        if (item) {
            this.choose(this.customers[item.dataset.index]);
        }
    }

    onKeydown(ev) {
        const count = this.customers.length;
        if (!count || !["ArrowDown", "ArrowUp", "Enter", "Escape"].includes(ev.key)) {
            return;
        }
        ev.preventDefault();
        if (ev.key === "Escape") {
            this.show([]);
        } else if (ev.key === "Enter") {
            this.choose(this.customers[Math.max(this.current, 0)]);
        } else {
            const step = ev.key === "ArrowDown" ? 1 : count - 1;
            this.current = (Math.max(this.current, step > 1 ? 0 : -1) + step) % count;
            [...this.list.children].forEach((item, index) => {
                item.classList.toggle("active", index === this.current);
                item.setAttribute("aria-selected", String(index === this.current));
            });
            this.input.setAttribute("aria-activedescendant", `o_crm_customer_${this.current}`);
        }
    }

    choose(customer) {
        if (customer) {
            this.input.value = customer.name;
            this.show([]);
        }
        this.el.dispatchEvent(
            new CustomEvent("crm-customer", { bubbles: true, detail: customer })
        );
    }
}

registry.category("public.interactions").add("crm_service_track.customer", CustomerSearch);
