import { ConnectionLostError, rpc } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { Interaction } from "@web/public/interaction";

import { FormStore, makeUid } from "./form_store";
import { fillForm, findTimeProblem, readForm, toLocal, toServer } from "./form_values";
import { shrink, SignaturePad } from "./pictures";

const RETRY = 20000;
const MOST_PHOTOS = 10;
// what the server says about the form itself; anything else may pass by itself
const REFUSALS = ["UserError", "ValidationError", "AccessError", "MissingError"];

/**
 * The service form on the phone. What is typed is kept in the browser at once; what is
 * to be sent waits there until the server has it. The server knows each form by a
 * number that is made here, so sending it again makes no second one.
 */
export class MyService extends Interaction {
    static selector = ".o_crm_my_service";
    dynamicContent = {
        _window: { "t-on-online": this.flush, "t-on-offline": this.updateContent },
        _root: { "t-on-crm-customer": this.onCustomer },
        ".o_crm_form": {
            "t-on-input": this.debounced(this.keep, 300),
            "t-on-change": this.keep,
            "t-on-submit.prevent": this.locked(this.onSubmit),
        },
        ".o_crm_now": { "t-on-click": this.onNow },
        ".o_crm_photo_input": { "t-on-change": this.locked(this.onPhotos) },
        ".o_crm_photos": { "t-on-click": this.onRemovePhoto },
        ".o_crm_sign": {
            "t-on-pointerdown": (ev) => this.pad.start(ev),
            "t-on-pointermove": (ev) => this.pad.move(ev),
            "t-on-pointerup": this.onSigned,
            "t-on-pointerleave": this.onSigned,
        },
        ".o_crm_sign_clear": { "t-on-click": this.onClear },
        ".o_crm_parked": { "t-on-click": this.onParked },
        ".o_crm_discard": { "t-on-click": this.onDiscard },
        ".o_crm_offline": { "t-att-class": () => ({ "d-none": navigator.onLine }) },
        ".o_crm_fee_amount": { "t-att-class": () => ({ "d-none": this.fee !== "amount" }) },
        ".o_crm_fee_hours": { "t-att-class": () => ({ "d-none": this.fee !== "hours" }) },
        ".o_crm_fee_tax": { "t-att-class": () => ({ "d-none": this.fee === "none" }) },
        ".o_crm_queue": { "t-att-class": () => ({ "d-none": !this.queue.length }) },
        ".o_crm_queue_count": { "t-out": () => this.queue.length },
    };

    setup() {
        this.form = this.el.querySelector(".o_crm_form");
        this.store = new FormStore(parseInt(this.el.dataset.user));
        this.pad = new SignaturePad(this.el.querySelector(".o_crm_sign"));
        this.queue = [];
        this.parked = [];
        this.isFlushing = false;
        this.empty = readForm(this.form);
        this.begin();
    }

    async willStart() {
        let forms = [];
        try {
            forms = await this.store.all();
        } catch {
            this.tell("no_store", "warning");
        }
        this.queue = forms.filter((form) => form.status === "queued");
        this.parked = forms.filter((form) => form.status === "parked");
        this.showParked();
        const draft = forms.find((form) => form.status === "editing");
        if (draft) {
            await this.open(draft);
            this.tell("kept", "info");
        }
    }

    start() {
        // what is typed before somebody listens would not be kept
        this.form.inert = false;
        const timer = setInterval(() => this.flush(), RETRY);
        this.registerCleanup(() => clearInterval(timer));
        this.flush();
    }

    get fee() {
        return this.form.elements.fee_kind.value;
    }

    // -- the form at hand ------------------------------------------------------

    begin() {
        this.uid = makeUid();
        this.photos = [];
        this.signature = "";
        fillForm(this.form, this.empty);
        this.pad.clear();
        this.showPhotos();
        this.showContacts([]);
    }

    async open(form) {
        Object.assign(this, { uid: form.uid, photos: form.photos, signature: form.signature });
        fillForm(this.form, form.values);
        await this.pad.show(form.signature);
        this.showPhotos();
    }

    read(status) {
        const { uid, photos, signature } = this;
        return { uid, status, photos, signature, values: readForm(this.form) };
    }

    async keep() {
        this.updateContent();
        await this.save(this.read("editing"));
    }

    async save(form) {
        try {
            await this.store.put(form);
        } catch {
            this.tell("no_store", "warning");
        }
    }

    onCustomer(ev) {
        const customer = ev.detail;
        const { customer_id, email, contact_id } = this.form.elements;
        customer_id.value = customer ? customer.id : "";
        contact_id.value = "";
        this.showContacts(customer ? customer.contacts : []);
        if (customer) {
            email.value = customer.email;
            this.keep();
        }
    }

    showContacts(contacts) {
        this.contacts = contacts;
        this.el
            .querySelector("#o_crm_contacts")
            .replaceChildren(...contacts.map((contact) => new Option(contact.name, contact.name)));
    }

    onNow(ev) {
        this.form.elements[ev.currentTarget.dataset.field].value = toLocal(new Date());
        this.keep();
    }

    // -- photos and signature --------------------------------------------------

    async onPhotos(ev) {
        for (const file of [...ev.target.files].slice(0, MOST_PHOTOS - this.photos.length)) {
            try {
                this.photos.push(await shrink(file));
            } catch {
                this.tell("no_picture", "warning");
            }
        }
        ev.target.value = "";
        this.showPhotos();
        await this.keep();
    }

    showPhotos() {
        const holder = this.el.querySelector(".o_crm_photos");
        const label = this.text("remove_photo");
        holder.replaceChildren(
            ...this.photos.map((photo, index) => {
                const button = document.createElement("button");
                const image = document.createElement("img");
                button.type = "button";
                button.className = "btn btn-light border p-1 position-relative";
                button.dataset.index = index;
                button.title = label;
                image.src = photo;
                image.alt = `${label} ${index + 1}`;
                image.height = 72;
                button.append(image, " ×");
                return button;
            })
        );
    }

    onRemovePhoto(ev) {
        const button = ev.target.closest("button");
        if (button) {
            this.photos.splice(parseInt(button.dataset.index), 1);
            this.showPhotos();
            this.keep();
        }
    }

    onSigned() {
        this.pad.stop();
        this.signature = this.pad.read();
        if (this.signature) {
            this.keep();
        }
    }

    onClear() {
        this.pad.clear();
        this.signature = "";
        this.keep();
    }

    async onDiscard() {
        if (window.confirm(this.text("discard"))) {
            await this.store.remove(this.uid);
            this.begin();
            this.tell("");
        }
    }

    // -- sending ---------------------------------------------------------------

    async onSubmit() {
        const form = this.read("queued");
        const { elements } = this.form;
        const contact = this.contacts.find(({ name }) => name === elements.contact_name.value);
        form.values.contact_id = contact ? contact.id : form.values.contact_id;
        const problem = this.findProblem(form);
        if (problem) {
            this.tell(problem, "danger");
            return;
        }
        await this.save(form);
        this.queue.push(form);
        this.begin();
        this.tell("queued", "info");
        await this.flush();
    }

    findProblem({ values, signature }) {
        if (!values.customer_id) {
            return "no_customer";
        }
        if (!values.email && !signature) {
            return "no_email";
        }
        if (signature && !values.signer_name.trim()) {
            return "no_signer";
        }
        return findTimeProblem(values);
    }

    async flush() {
        this.updateContent();
        if (this.isFlushing) {
            return;
        }
        this.isFlushing = true;
        try {
            for (const form of [...this.queue]) {
                if (!(await this.send(form))) {
                    break;
                }
            }
        } finally {
            this.isFlushing = false;
            this.updateContent();
        }
    }

    /** Send one form; return whether the next one may be tried. */
    async send(form) {
        let result;
        try {
            result = await rpc("/my-service/save", { form: toServer(form) }, { silent: true });
        } catch (error) {
            const name = (error.exceptionName || "").split(".").pop();
            if (REFUSALS.includes(name)) {
                await this.takeBack(form, error.data.message);
                return true;
            }
            this.tell(this.getDelay(error, name), "warning");
            return false;
        }
        this.queue = this.queue.filter((other) => other !== form);
        await this.store.remove(form.uid);
        this.showSent(result);
        return true;
    }

    getDelay(error, name) {
        if (name === "SessionExpiredException") {
            return "signed_out";
        }
        return error instanceof ConnectionLostError ? "lost" : "later";
    }

    /** Lay a form aside that the server has refused; nothing of it is lost. */
    async takeBack(form, message) {
        this.queue = this.queue.filter((other) => other !== form);
        await this.park({ ...form, message });
        if (!this.isTyped) {
            await this.openParked(form.uid);
        }
        this.tell("refused", "danger", message);
    }

    get isTyped() {
        const { customer_name, result } = this.form.elements;
        return Boolean(customer_name.value || result.value || this.photos.length);
    }

    async park(form) {
        const parked = { ...form, status: "parked" };
        await this.save(parked);
        this.parked = [...this.parked.filter(({ uid }) => uid !== form.uid), parked];
        this.showParked();
    }

    async openParked(uid) {
        const form = this.parked.find((other) => other.uid === uid);
        this.parked = this.parked.filter((other) => other !== form);
        if (this.isTyped) {
            await this.park(this.read("parked"));
        }
        await this.open(form);
        await this.save(this.read("editing"));
        this.showParked();
        this.updateContent();
    }

    showParked() {
        this.el.querySelector(".o_crm_parked").replaceChildren(
            ...this.parked.map((form) => {
                const button = document.createElement("button");
                button.type = "button";
                button.className = "list-group-item list-group-item-action";
                button.dataset.uid = form.uid;
                const name = form.values.customer_name;
                button.textContent = [this.text("open"), name, form.message]
                    .filter(Boolean)
                    .join(" · ");
                return button;
            })
        );
    }

    onParked(ev) {
        const button = ev.target.closest("button");
        return button && this.openParked(button.dataset.uid);
    }

    // -- telling ---------------------------------------------------------------

    text(key) {
        return this.el.querySelector(`[data-text='${key}']`)?.textContent.trim() || "";
    }

    tell(key, kind = "info", more = "") {
        const notice = this.el.querySelector(".o_crm_notice");
        notice.className = key ? `o_crm_notice alert alert-${kind}` : "o_crm_notice";
        notice.textContent = key ? [this.text(key), more].filter(Boolean).join(" ") : "";
        if (key) {
            notice.scrollIntoView({ block: "center" });
        }
    }

    showSent(result) {
        const name = `${result.number} · ${result.customer}`;
        if (result.notice) {
            this.tell("kept_draft", "warning", `${name}. ${result.notice}`);
        } else {
            this.tell("sent", "success", name);
        }
        const item = this.el.querySelector(".o_crm_own_template").content.cloneNode(true);
        item.querySelector("a").href = `/odoo/service-visits/${result.id}`;
        for (const key of ["number", "customer", "times", "state_label"]) {
            item.querySelector(`[data-field=${key}]`).textContent = result[key];
        }
        this.el.querySelector(".o_crm_own").prepend(item);
        this.el.querySelector(".o_crm_own_none")?.remove();
    }
}

registry.category("public.interactions").add("crm_service_track.my_service", MyService);
