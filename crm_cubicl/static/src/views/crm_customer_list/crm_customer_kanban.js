import { registry } from "@web/core/registry";
import { SearchModel } from "@web/search/search_model";
import { KanbanRecord } from "@web/views/kanban/kanban_record";
import { kanbanView } from "@web/views/kanban/kanban_view";
import { useEffect, useSubEnv } from "@odoo/owl";
import { startLongTouch, useCustomerPanel } from "../../customer_panel/customer_panel_hook";
import { withCustomerButtons } from "./crm_customer_buttons";

/** On a phone one looks for a customer, not for a stage: one column of cards. */
class CrmCustomerKanbanSearchModel extends SearchModel {
    load(config) {
        return super.load(
            this.env.isSmall ? { ...config, defaultGroupBy: undefined } : config
        );
    }
}

/** A card that opens the panel after a long touch. */
class CrmCustomerKanbanRecord extends KanbanRecord {
    onTouchStart() {
        const { record, getSelection } = this.props;
        if (getSelection().length || record.model.useSampleModel) {
            super.onTouchStart();
            return;
        }
        startLongTouch(this, this.LONG_TOUCH_THRESHOLD, () =>
            this.env.openCustomerPanel(record)
        );
    }
}

class CrmCustomerKanbanRenderer extends kanbanView.Renderer {
    static components = {
        ...kanbanView.Renderer.components,
        KanbanRecord: CrmCustomerKanbanRecord,
    };

    setup() {
        super.setup();
        const panel = useCustomerPanel({
            getArea: () => this.rootRef.el,
            openCustomer: ({ record }) => this.props.openRecord(record),
            selectCustomer: ({ record }) => record.toggleSelection(true),
        });
        useSubEnv({
            openCustomerPanel: (record) =>
                panel.open(
                    { id: record.resId, name: record.data.name, record },
                    { sticky: true }
                ),
        });
        useEffect(
            () => panel.forget(),
            () => [this.props.list.isGrouped ? this.props.list.groups : this.props.list.records]
        );
    }

    /** Whoever may not change a customer drags none: core asks the field alone. */
    get canResequenceRecords() {
        return this.props.archInfo.activeActions.edit && super.canResequenceRecords;
    }
}

export class CrmCustomerKanbanController extends withCustomerButtons(
    kanbanView.Controller
) {
    static template = "crm_cubicl.CustomerKanban";
}

export const crmCustomerKanbanView = {
    ...kanbanView,
    SearchModel: CrmCustomerKanbanSearchModel,
    Controller: CrmCustomerKanbanController,
    Renderer: CrmCustomerKanbanRenderer,
    buttonTemplate: "crm_cubicl.CustomerList.Buttons",
};

registry.category("views").add("crm_customer_kanban", crmCustomerKanbanView);
