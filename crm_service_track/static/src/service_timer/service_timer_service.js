import { reactive } from "@odoo/owl";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { deserializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { session } from "@web/session";

/**
 * One's own timer: the server knows what runs, every window and device is told.
 */
class ServiceTimer {
    constructor(env, { bus_service, orm, dialog, notification, action }) {
        Object.assign(this, { env, orm, dialog, notification, action });
        this.isAvailable = Boolean(session.crm_service);
        this.autostart = Boolean(session.crm_service?.autostart);
        this.state = reactive({ timer: false, skew: 0, changes: 0 });
        if (this.isAvailable) {
            this.take(session.crm_service);
            bus_service.subscribe("crm_service_timer", (data) => this.take(data));
            bus_service.subscribe("crm_service_timer_notice", (notice) => this.tell(notice));
            bus_service.start();
        }
    }

    /** Clocks of devices differ: what has passed is told by the server's. */
    take({ now, timer }) {
        this.state.skew = deserializeDateTime(now).toMillis() - Date.now();
        this.state.timer = timer;
        this.state.changes++;
    }

    tell({ text, record_id }) {
        this.notification.add(text, {
            type: "warning",
            sticky: true,
            buttons: [{ name: _t("Open"), onClick: () => this.open(record_id), primary: true }],
        });
    }

    /** The seconds of the running record, with those before its last start. */
    getSeconds() {
        const { timer, skew } = this.state;
        const start = deserializeDateTime(timer.start).toMillis();
        const passed = Math.floor((Date.now() + skew - start) / 1000);
        return timer.seconds + Math.max(passed, 0);
    }

    /** Start on a record, after asking what has to be asked; false if called off. */
    async start(recordId, options = {}) {
        const answer = await this.orm.call(
            "crm.service.record",
            "start_timer",
            [[recordId]],
            options
        );
        if (answer.result === "ask") {
            const accept = await this.ask(
                _t("Start all the same?"),
                answer.reason,
                _t("Start Now")
            );
            return accept ? this.start(recordId, { ...options, accept }) : this.callOff();
        }
        if (answer.result === "other") {
            const { customer, name } = answer.timer;
            const accept = await this.ask(
                _t("Another timer is running"),
                _t("It runs for %(customer)s (%(name)s). Stop it and start this one?", {
                    customer,
                    name,
                }),
                _t("Switch")
            );
            return accept ? this.start(recordId, { ...options, switch: true }) : this.callOff();
        }
        this.take(answer);
        return true;
    }

    callOff() {
        this.notification.add(_t("The timer was not started."), { type: "info" });
        return false;
    }

    async stop() {
        this.take(await this.orm.call("res.users", "stop_service_timer", []));
    }

    async stopRecord(recordId) {
        this.take(await this.orm.call("crm.service.record", "stop_timer", [[recordId]]));
    }

    open(recordId) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "crm.service.record",
            res_id: recordId,
            views: [[false, "form"]],
        });
    }

    ask(title, body, confirmLabel) {
        return new Promise((resolve) =>
            this.dialog.add(
                ConfirmationDialog,
                {
                    title,
                    body,
                    confirmLabel,
                    confirm: () => resolve(true),
                    cancel: () => resolve(false),
                },
                { onClose: () => resolve(false) }
            )
        );
    }
}

export const serviceTimerService = {
    dependencies: ["bus_service", "orm", "dialog", "notification", "action"],
    start: (env, services) => new ServiceTimer(env, services),
};

registry.category("services").add("crm_service_timer", serviceTimerService);
