import { getActiveHotkey } from "@web/core/hotkeys/hotkey_service";
import { listView } from "@web/views/list/list_view";
import { useEffect } from "@odoo/owl";
import { startLongTouch, useCustomerPanel } from "../../customer_panel/customer_panel_hook";

/** The rows of customers, each with its panel: by pointer, by keyboard and by touch. */
export class CrmCustomerListRenderer extends listView.Renderer {
    static recordRowTemplate = "crm_cubicl.CustomerList.RecordRow";

    setup() {
        super.setup();
        this.panel = useCustomerPanel({
            getArea: () => this.rootRef.el,
            openCustomer: ({ record }) => this.props.openRecord(record),
            selectCustomer: ({ record }) => this.toggleRecordSelection(record),
        });
        useEffect(
            () => {
                this.panel.forget();
                this.panel.close();
            },
            () => [this.props.list.isGrouped ? this.props.list.groups : this.props.list.records]
        );
    }

    getPanelCustomer(record) {
        return { id: record.resId, name: record.data.name, record };
    }

    canShowPanel() {
        return !this.props.list.model.useSampleModel && !this.editedRecord;
    }

    onRowPointerMove(record, ev) {
        // fingers have the long touch
        if (ev.pointerType !== "touch" && this.canShowPanel()) {
            this.panel.rest(this.getPanelCustomer(record));
        }
    }

    onRowPointerLeave(ev) {
        if (ev.pointerType !== "touch") {
            this.panel.leave();
        }
    }

    onCellKeydown(ev, group = null, record = null) {
        const isOnCell = ev.target.matches("td");
        if (record && isOnCell && getActiveHotkey(ev) === "space" && this.canShowPanel()) {
            ev.preventDefault();
            this.panel.open(this.getPanelCustomer(record), { sticky: true });
            return;
        }
        super.onCellKeydown(ev, group, record);
    }

    /** A long touch opens the panel; once a row is selected, it selects as elsewhere. */
    onRowTouchStart(record, ev) {
        if (this.props.list.selection.length || !this.canShowPanel()) {
            super.onRowTouchStart(record, ev);
            return;
        }
        startLongTouch(this, this.constructor.LONG_TOUCH_THRESHOLD, () =>
            this.panel.open(this.getPanelCustomer(record), { sticky: true })
        );
    }

    onClickCapture(record, ev) {
        this.panel.close();
        super.onClickCapture(record, ev);
    }
}
