import { registry } from "@web/core/registry";
import { Interaction } from "@web/public/interaction";

import { fits } from "./conditions";

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

    /** Show the questions that are asked, in order; of the others nothing is sent. */
    showAsked() {
        const asked = new Set();
        const questionEls = this.shownEl.querySelectorAll(".o_crm_question");
        const byId = new Map([...questionEls].map((el) => [el.dataset.question, el]));
        for (const [id, el] of byId) {
            if (!el.dataset.condition || this.isAsked(el, asked, byId)) {
                asked.add(id);
            }
            if (el.dataset.condition) {
                this.toggle(el, asked.has(id));
            }
        }
    }

    isAsked(el, asked, byId) {
        const condition = JSON.parse(el.dataset.condition);
        const earlier = String(condition.question);
        const earlierEl = byId.get(earlier);
        return (
            asked.has(earlier) &&
            fits(condition, this.getAnswer(earlierEl), earlierEl.dataset.kind)
        );
    }

    getAnswer(questionEl) {
        const answers = [];
        for (const el of questionEl.querySelectorAll("input, select, textarea")) {
            const isOption = ["checkbox", "radio"].includes(el.type);
            const value = isOption && !el.checked ? "" : el.value;
            if (value.trim()) {
                answers.push(value);
            }
        }
        return answers;
    }

    toggle(questionEl, isAsked) {
        questionEl.classList.toggle("d-none", !isAsked);
        questionEl.querySelector(".o_crm_question_condition")?.classList.add("d-none");
        const isRequired = isAsked && Boolean(questionEl.dataset.required);
        for (const el of questionEl.querySelectorAll("input, select, textarea")) {
            el.disabled = !isAsked;
            const isOneOfMany =
                el.type === "checkbox" && questionEl.dataset.kind === "choices";
            el.required = isRequired && !isOneOfMany;
        }
    }
}

registry.category("public.interactions").add("crm_portal.questions", Questions);
