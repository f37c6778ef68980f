import { registry } from "@web/core/registry";
import { Interaction } from "@web/public/interaction";

const LOW_SCORE = 6;

/**
 * The page on which a customer answers: what is asked follows what is chosen.
 *
 * Once somebody has really used a field, the nonce of the page is completed. Nothing
 * happens by itself: a program that only opens or sends the page does not get there.
 */
export class ServiceApproval extends Interaction {
    static selector = ".o_crm_visit_answer";
    dynamicContent = {
        _root: { "t-on-change": this.onUse, "t-on-submit": this.onSubmit },
        ".o_crm_visit_line": { "t-att-class": () => ({ "d-none": !this.objects }) },
        ".o_crm_visit_ask": {
            "t-att-class": () => ({ "d-none": this.objects || this.isLow }),
        },
        ".o_crm_visit_ask_low": {
            "t-att-class": () => ({ "d-none": this.objects || !this.isLow }),
        },
        ".o_crm_visit_ask_reason": { "t-att-class": () => ({ "d-none": !this.objects }) },
        "button[type=submit]": { "t-att-disabled": () => this.isSent },
    };

    setup() {
        this.isSent = false;
    }

    start() {
        // one comes back to the page: it can be sent again
        this.addListener(window, "pageshow", () => (this.isSent = false));
        if (this.isUsed) {
            this.onUse();
        }
    }

    /** Whether somebody was quicker than this script. */
    get isUsed() {
        return [...this.el.elements].some(
            (field) => field.type === "radio" && field.checked !== field.defaultChecked
        );
    }

    get objects() {
        return this.el.elements.choice.value === "object";
    }

    get isLow() {
        const score = parseInt(this.el.elements.score.value);
        return Boolean(score) && score <= LOW_SCORE;
    }

    onUse() {
        this.el.elements.step.value = [...this.el.dataset.secret].reverse().join("");
    }

    onSubmit() {
        // after the browser has taken the fields
        this.waitForTimeout(() => (this.isSent = true), 0);
    }
}

registry.category("public.interactions").add("crm_service_track.approval", ServiceApproval);
