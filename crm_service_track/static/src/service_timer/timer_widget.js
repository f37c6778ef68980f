import { Component, onWillUnmount, useEffect, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { useRecordObserver } from "@web/model/relational_model/utils";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { formatSeconds } from "../service_time/service_time";
import { useServiceTimer } from "./clock_hook";

const SECONDS_TO_CANCEL = 3;

/** Start, stop and go on, in the form of a support record. */
export class TimerWidget extends Component {
    static template = "crm_service_track.TimerWidget";
    static props = { ...standardWidgetProps };

    setup() {
        Object.assign(this, useServiceTimer());
        this.auto = useState({ left: 0, customerId: false });
        useRecordObserver((record) => this.onRecordChanged(record));
        useEffect(
            () => {
                this.onTimerChanged();
            },
            () => [this.state.changes]
        );
        onWillUnmount(() => this.cancel());
    }

    get record() {
        return this.props.record;
    }

    get isMine() {
        const { timer } = this.state;
        return Boolean(timer) && timer.record_id === this.record.resId;
    }

    get isRunning() {
        return this.isMine || this.record.data.state === "running";
    }

    /** A manager stops others' timers; one's own record that a manager serves, not. */
    get canStop() {
        return this.isMine || this.record.data.user_id?.id !== user.userId;
    }

    /** What the customer has approved on site is not gone on with. */
    get isOfVisit() {
        return Boolean(this.record.data.visit_id);
    }

    get canStart() {
        const hasCustomer = Boolean(this.record.data.customer_id);
        return this.service.isAvailable && hasCustomer && !this.isOfVisit;
    }

    get seconds() {
        return this.isMine && this.clock.now
            ? this.service.getSeconds()
            : this.record.data.seconds;
    }

    get time() {
        return formatSeconds(this.seconds);
    }

    get countdownText() {
        return _t("Starts in %s s", this.auto.left);
    }

    onRecordChanged(record) {
        const customerId = record.data.customer_id?.id || false;
        if (record.resId || customerId === this.auto.customerId) {
            return;
        }
        this.auto.customerId = customerId;
        this.cancel();
        if (customerId && this.service.autostart) {
            this.countDown();
        }
    }

    /** What another window or device did shows here, unless something is being typed. */
    async onTimerChanged() {
        const isChanged = this.state.changes !== this.seenChanges;
        const isFirst = this.seenChanges === undefined;
        this.seenChanges = this.state.changes;
        const { record } = this;
        if (isChanged && !isFirst && record.resId && !(await record.isDirty())) {
            await record.load();
        }
    }

    countDown() {
        this.auto.left = SECONDS_TO_CANCEL;
        this.countdown = setInterval(() => {
            this.auto.left--;
            if (!this.auto.left) {
                this.cancel();
                this.start();
            }
        }, 1000);
    }

    cancel() {
        clearInterval(this.countdown);
        this.auto.left = 0;
    }

    async start() {
        this.cancel();
        // the timer runs on a record that is kept
        if (await this.record.save()) {
            await this.service.start(this.record.resId);
        }
    }

    async stop() {
        if (await this.record.save()) {
            await this.service.stopRecord(this.record.resId);
        }
    }
}

registry.category("view_widgets").add("crm_service_timer", {
    component: TimerWidget,
    fieldDependencies: [
        { name: "seconds", type: "integer" },
        { name: "state", type: "selection" },
        { name: "customer_id", type: "many2one", relation: "res.partner" },
        { name: "user_id", type: "many2one", relation: "res.users" },
        { name: "visit_id", type: "many2one", relation: "crm.service.visit" },
    ],
});
