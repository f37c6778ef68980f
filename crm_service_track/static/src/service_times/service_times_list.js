import { registry } from "@web/core/registry";
import { ListController } from "@web/views/list/list_controller";
import { listView } from "@web/views/list/list_view";
import { getRounding } from "../service_time/service_time";

/** Report 2 as a list; it tells how times are shown. */
export class TimesListController extends ListController {
    static template = "crm_service_track.TimesList";

    get rule() {
        return getRounding().text;
    }
}

registry
    .category("views")
    .add("crm_service_times", { ...listView, Controller: TimesListController });
