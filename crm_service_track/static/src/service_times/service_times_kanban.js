import { registry } from "@web/core/registry";
import { KanbanController } from "@web/views/kanban/kanban_controller";
import { kanbanView } from "@web/views/kanban/kanban_view";
import { getRounding } from "../service_time/service_time";

/** Report 2 on a phone; it tells how times are shown. */
export class TimesKanbanController extends KanbanController {
    static template = "crm_service_track.TimesKanban";

    get rule() {
        return getRounding().text;
    }
}

registry
    .category("views")
    .add("crm_service_times_kanban", { ...kanbanView, Controller: TimesKanbanController });
