import { registry } from "@web/core/registry";
import { Interaction } from "@web/public/interaction";

import { showAsked } from "./asked";

/**
 * The questions of a topic: they change with the topic, and come and go by what was
 * answered. Without this script the server asks the same, a page later.
 */
export class Questions extends Interaction {
    static selector = ".o_crm_questions";
    dynamicContent = {
        _root: {
            "t-on-input": () => this.showAsked(),
            "t-on-change": () => this.showAsked(),
        },
    };

    setup() {
        this.shownEl = this.el.querySelector(".o_crm_questions_shown");
        this.topicEl = this.el.closest("form")?.querySelector("select[name=topic_id]");
        // forms that were filled in and left for another topic
        this.leftEls = new Map();
    }

    start() {
        if (this.topicEl) {
            this.addListener(this.topicEl, "change", () => this.showForm());
            this.showForm();
        }
        this.showAsked();
    }

    /** Show the questions of the topic chosen, with what was typed there before. */
    showForm() {
        const topic = Number(this.topicEl.value);
        const templateEl = [...this.el.querySelectorAll("template")].find((el) =>
            JSON.parse(el.dataset.topics).includes(topic)
        );
        const wanted = templateEl?.dataset.form;
        const currentEl = this.shownEl.querySelector(".o_crm_questions_form");
        if (currentEl?.dataset.form === wanted) {
            return;
        }
        if (currentEl) {
            this.leftEls.set(currentEl.dataset.form, currentEl);
        }
        const nextEl =
            this.leftEls.get(wanted) || templateEl?.content.firstElementChild.cloneNode(true);
        this.shownEl.replaceChildren(...(nextEl ? [nextEl] : []));
        this.showAsked();
    }

    showAsked() {
        showAsked(this.shownEl);
    }
}

registry.category("public.interactions").add("crm_portal.questions", Questions);
