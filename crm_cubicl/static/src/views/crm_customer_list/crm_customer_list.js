import { registry } from "@web/core/registry";
import { listView } from "@web/views/list/list_view";
import { withCustomerButtons } from "./crm_customer_buttons";
import { CrmCustomerListRenderer } from "./crm_customer_list_renderer";

export class CrmCustomerListController extends withCustomerButtons(listView.Controller) {
    static template = "crm_cubicl.CustomerList";
}

export const crmCustomerListView = {
    ...listView,
    Controller: CrmCustomerListController,
    Renderer: CrmCustomerListRenderer,
    buttonTemplate: "crm_cubicl.CustomerList.Buttons",
};

registry.category("views").add("crm_customer_list", crmCustomerListView);
