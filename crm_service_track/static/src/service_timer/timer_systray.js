import { Component, useEffect } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { session } from "@web/session";
import { formatSeconds } from "../service_time/service_time";
import { useServiceTimer } from "./clock_hook";

/** The clock in the top bar, wherever one works. */
export class TimerSystray extends Component {
    static template = "crm_service_track.TimerSystray";
    static props = {};

    setup() {
        Object.assign(this, useServiceTimer());
        // the menus beside it make room, or take it back
        useEffect(
            () => {
                window.dispatchEvent(new Event("resize"));
            },
            () => [this.state.timer?.customer]
        );
    }

    get time() {
        // read, so that it is drawn each second
        return this.clock.now && formatSeconds(this.service.getSeconds());
    }

    open() {
        return this.service.open(this.state.timer.record_id);
    }
}

if (session.crm_service) {
    registry
        .category("systray")
        .add("crm_service_track.timer", { Component: TimerSystray }, { sequence: 45 });
}
