import { registry } from "@web/core/registry";
import { GraphController } from "@web/views/graph/graph_controller";
import { graphView } from "@web/views/graph/graph_view";
import { PivotController } from "@web/views/pivot/pivot_controller";
import { pivotView } from "@web/views/pivot/pivot_view";
import { getRounding } from "../service_time/service_time";

/** Report 2 as a pivot; it tells how times are shown. */
export class TimesPivotController extends PivotController {
    static template = "crm_service_track.TimesPivot";

    get rule() {
        return getRounding().text;
    }
}

/** Report 2 as a graph; it tells how times are shown. */
export class TimesGraphController extends GraphController {
    static template = "crm_service_track.TimesGraph";

    get rule() {
        return getRounding().text;
    }
}

const views = registry.category("views");
views.add("crm_service_times_pivot", { ...pivotView, Controller: TimesPivotController });
views.add("crm_service_times_graph", { ...graphView, Controller: TimesGraphController });
