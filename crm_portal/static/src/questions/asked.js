import { fits } from "./conditions";

/** Show the questions that are asked, in order; of the others nothing is sent. */
export function showAsked(rootEl) {
    const asked = new Set();
    const questionEls = rootEl.querySelectorAll(".o_crm_question");
    const byId = new Map([...questionEls].map((el) => [el.dataset.question, el]));
    for (const [id, el] of byId) {
        if (!el.dataset.condition || isAsked(el, asked, byId)) {
            asked.add(id);
        }
        if (el.dataset.condition) {
            toggle(el, asked.has(id));
        }
    }
}

/** Return the values of a question's inputs by name, as a browser would send them. */
export function getValues(rootEl) {
    const values = {};
    for (const el of rootEl.querySelectorAll("input, select, textarea")) {
        const isOption = ["checkbox", "radio"].includes(el.type);
        if (el.name && !el.disabled && el.value.trim() && (!isOption || el.checked)) {
            (values[el.name] ??= []).push(el.value);
        }
    }
    return values;
}

function isAsked(el, asked, byId) {
    const condition = JSON.parse(el.dataset.condition);
    const earlier = String(condition.question);
    const earlierEl = byId.get(earlier);
    return (
        asked.has(earlier) &&
        fits(condition, getAnswer(earlierEl), earlierEl.dataset.kind)
    );
}

function getAnswer(questionEl) {
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

function toggle(questionEl, isAsked) {
    questionEl.classList.toggle("d-none", !isAsked);
    questionEl.querySelector(".o_crm_question_condition")?.classList.add("d-none");
    const isRequired = isAsked && Boolean(questionEl.dataset.required);
    for (const el of questionEl.querySelectorAll("input, select, textarea")) {
        el.disabled = !isAsked;
        const isOneOfMany = el.type === "checkbox" && questionEl.dataset.kind === "choices";
        el.required = isRequired && !isOneOfMany;
    }
}
