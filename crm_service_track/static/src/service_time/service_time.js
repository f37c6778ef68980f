import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { _t } from "@web/core/l10n/translation";
import { session } from "@web/session";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

const pad = (number) => String(number).padStart(2, "0");

/** The rule by which times are shown; what is kept is exact to the second. */
export function getRounding() {
    return session.crm_service?.rounding || { minutes: 0, way: "nearest", text: "" };
}

/** As `round_seconds` on the server. */
export function roundSeconds(seconds, { minutes, way } = getRounding()) {
    const step = minutes * 60;
    if (!step) {
        return seconds;
    }
    const count = way === "up" ? Math.ceil(seconds / step) : Math.floor(seconds / step + 0.5);
    return count * step;
}

/** As `format_duration` on the server. */
export function formatSeconds(seconds, withSeconds = true) {
    const sign = seconds < 0 ? "-" : "";
    const whole = Math.abs(Math.round(seconds));
    const text = `${sign}${Math.floor(whole / 3600)}:${pad(Math.floor(whole / 60) % 60)}`;
    return withSeconds ? `${text}:${pad(whole % 60)}` : text;
}

export function formatRounded(seconds) {
    const rounding = getRounding();
    return formatSeconds(roundSeconds(Math.round(seconds), rounding), !rounding.minutes);
}

/** Hours, as lists, pivots and graphs add them up. */
export function formatHours(hours) {
    return hours === false ? "" : formatRounded(Math.round(hours * 3600));
}

registry.category("formatters").add("crm_service_time", formatHours);

export class ServiceTimeField extends Component {
    static template = "crm_service_track.ServiceTimeField";
    static props = { ...standardFieldProps };

    get text() {
        return formatHours(this.props.record.data[this.props.name] || 0);
    }
}

registry.category("fields").add("crm_service_time", {
    component: ServiceTimeField,
    displayName: _t("Service time"),
    supportedTypes: ["float"],
});
