/** What the form of the page holds, and how it goes to the server. */
const FIELDS = [
    "customer_id",
    "customer_name",
    "email",
    "type_id",
    "contact_id",
    "contact_name",
    "date_start",
    "date_end",
    "fee_kind",
    "fee_amount",
    "hourly_rate",
    "fee_hours",
    "currency_id",
    "tax_id",
    "result",
    "note",
    "signer_name",
];

export function readForm(form) {
    return Object.fromEntries(FIELDS.map((name) => [name, form.elements[name].value]));
}

export function fillForm(form, values) {
    for (const name of FIELDS) {
        form.elements[name].value = values[name] ?? "";
    }
    form.dispatchEvent(new CustomEvent("crm-filled", { bubbles: true }));
}

/** Return the form as it is sent: the times on the world's clock. */
export function toServer(form) {
    const values = { ...form.values };
    for (const name of ["date_start", "date_end"]) {
        values[name] = new Date(values[name]).toISOString().slice(0, 19);
    }
    return { ...values, uid: form.uid, photos: form.photos, signature: form.signature };
}

/** Return a time as a field of the page takes it, on the phone's clock. */
export function toLocal(date) {
    const shifted = new Date(date.getTime() - date.getTimezoneOffset() * 60000);
    return shifted.toISOString().slice(0, 16);
}

/** Return what is wrong with the times, told before anything is sent. */
export function findTimeProblem(values, now = new Date()) {
    const start = new Date(values.date_start);
    const end = new Date(values.date_end);
    if (end <= start) {
        return "end_before_start";
    }
    return end.getTime() > now.getTime() + 5 * 60000 ? "future" : "";
}
