import { registry } from "@web/core/registry";
import { kanbanView } from "@web/views/kanban/kanban_view";
import { withCustomerButtons } from "./crm_customer_buttons";

export class CrmCustomerKanbanController extends withCustomerButtons(
    kanbanView.Controller
) {
    static template = "crm_cubicl.CustomerKanban";
}

export const crmCustomerKanbanView = {
    ...kanbanView,
    Controller: CrmCustomerKanbanController,
    buttonTemplate: "crm_cubicl.CustomerList.Buttons",
};

registry.category("views").add("crm_customer_kanban", crmCustomerKanbanView);
