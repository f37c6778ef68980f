import { ReCaptcha } from "@google_recaptcha/js/recaptcha";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { Interaction } from "@web/public/interaction";
import { postForm } from "./post_form";

const CAPTCHA_FIELD = "recaptcha_token_response";

/**
 * Sends the form without leaving the page: with a progress bar, once, and keeping what was
 * typed when it fails. Without it the form is sent as any other.
 */
export class SupportForm extends Interaction {
    static selector = "form.o_crm_support_form";
    dynamicContent = {
        // before the captcha's own way to send, which leaves the page
        _root: { "t-on-submit.capture": this.onSubmit },
        _window: { "t-on-pageshow": () => this.setSending(false) },
    };

    setup() {
        this.isSending = false;
        this.button = this.el.querySelector("button[type=submit]");
        this.progress = this.el.querySelector(".o_crm_progress");
        this.captcha = new ReCaptcha();
    }

    async willStart() {
        try {
            await this.captcha.loadLibs();
        } catch {
            // it is kept from the visitor: the server says so when the form is sent
            this.captcha = null;
        }
    }

    async onSubmit(ev) {
        ev.preventDefault();
        ev.stopImmediatePropagation();
        if (this.isSending) {
            return;
        }
        this.setSending(true);
        this.clearErrors();
        let answer = await this.waitFor(this.send());
        if (answer.status === 400 && (await this.waitFor(this.renewPage()))) {
            // the page was open for longer than its sign is valid
            answer = await this.waitFor(this.send());
        }
        this.finish(answer);
    }

    async send() {
        await this.addCaptcha();
        return postForm(this.el, (share) => this.showProgress(share));
    }

    async addCaptcha() {
        const action = this.el.dataset.captcha;
        const { token } = (action && (await this.captcha?.getToken(action))) || {};
        this.el.querySelector(`input[name=${CAPTCHA_FIELD}]`)?.remove();
        if (token) {
            const field = Object.assign(document.createElement("input"), {
                type: "hidden",
                name: CAPTCHA_FIELD,
                value: token,
            });
            this.el.append(field);
        }
    }

    /** Take the signs of a page that is loaded anew; return whether there are some. */
    async renewPage() {
        try {
            const page = await (await fetch(window.location.href)).text();
            const fresh = new DOMParser().parseFromString(page, "text/html");
            for (const name of ["csrf_token", "form_key"]) {
                const field = this.el.querySelector(`input[name=${name}]`);
                const found = fresh.querySelector(`form input[name=${name}]`);
                if (field && found) {
                    field.value = found.value;
                }
            }
            return Boolean(fresh.querySelector("form.o_crm_support_form"));
        } catch {
            return false;
        }
    }

    finish({ status, data }) {
        if (data?.url) {
            // stays as it is until the next page is there
            window.location.assign(data.url);
            return;
        }
        this.setSending(false);
        // a captcha is good for once
        window.turnstile?.reset?.();
        this.showErrors(data?.errors || { form: this.explain(status) });
    }

    explain(status) {
        if (status === 413) {
            return _t("This is too much to be sent at once. Take out a file, or shorten the text.");
        }
        if (!status) {
            return _t("Nothing was sent: there is no connection. What you wrote is still here.");
        }
        return _t("Nothing was sent. What you wrote is still here; please try again.");
    }

    // -- what is shown -----------------------------------------------------------

    setSending(isSending) {
        this.isSending = isSending;
        this.button.disabled = isSending || !this.el.getAttribute("action");
        this.el.setAttribute("aria-busy", isSending);
        if (!isSending) {
            this.progress.replaceChildren();
        }
    }

    showProgress(share) {
        if (!this.progress.childElementCount) {
            this.renderAt("crm_portal.SupportProgress", {}, this.progress);
        }
        this.progress.querySelector("progress").value = share;
    }

    clearErrors() {
        const page = this.el.parentElement;
        page.querySelectorAll(".invalid-feedback, .o_crm_form_error").forEach((el) => el.remove());
        for (const field of this.el.querySelectorAll(".is-invalid")) {
            field.classList.remove("is-invalid");
            field.removeAttribute("aria-invalid");
            if (field.getAttribute("aria-describedby")?.endsWith("_error")) {
                field.removeAttribute("aria-describedby");
            }
        }
    }

    showErrors(errors) {
        const { form: said, ...others } = errors;
        let text = said || _t("Please look at what is marked below.");
        let first = null;
        for (const [name, error] of Object.entries(others)) {
            const field = this.el.querySelector(
                `[name="${CSS.escape(name)}"]:not([type=hidden])`
            );
            if (field) {
                this.showError(field, name, error);
                first ||= field;
            } else {
                text = `${text} ${error}`;
            }
        }
        this.renderAt("crm_portal.SupportError", { text }, this.el, "beforebegin");
        (first || this.el.parentElement.querySelector(".o_crm_form_error")).focus();
    }

    showError(field, name, text) {
        const id = `${name}_error`;
        field.classList.add("is-invalid");
        field.setAttribute("aria-invalid", "true");
        if (!field.hasAttribute("aria-describedby")) {
            field.setAttribute("aria-describedby", id);
        }
        const place = field.closest(".o_crm_upload, .form-check") || field;
        this.renderAt("crm_portal.SupportFieldError", { id, text }, place, "afterend");
    }
}

registry.category("public.interactions").add("crm_portal.support_form", SupportForm);
