import { _t } from "@web/core/l10n/translation";

export const NO_FILTERS = {
    contact_id: false,
    user_id: false,
    type_id: false,
    state: false,
    date_from: false,
    date_to: false,
};

export const FILTERS = [
    { name: "contact_id", label: _t("Authorised person") },
    { name: "user_id", label: _t("Technician") },
    { name: "type_id", label: _t("Service") },
    { name: "state", label: _t("State") },
];

export const STATE_BADGES = {
    new: "text-bg-secondary",
    running: "text-bg-success",
    to_confirm: "text-bg-warning",
    stopped: "text-bg-light",
};
