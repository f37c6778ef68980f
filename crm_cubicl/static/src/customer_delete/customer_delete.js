import { FormController } from "@web/views/form/form_controller";
import { KanbanController } from "@web/views/kanban/kanban_controller";
import { ListController } from "@web/views/list/list_controller";
import { patch } from "@web/core/utils/patch";
import { useService } from "@web/core/utils/hooks";

/**
 * Deleting customers asks first, with what goes and what stays; whatever view of
 * partners it is started from. Other partners go through core's question.
 */
function useCustomerDelete(controller, onDeleted) {
    if (controller.props.resModel !== "res.partner") {
        return;
    }
    const orm = useService("orm");
    const actionService = useService("action");
    const askAsCore = controller.deleteRecordsWithConfirmation;
    controller.deleteRecordsWithConfirmation = async (dialogProps, records) => {
        const ids = records
            ? records.map((record) => record.resId)
            : await controller.model.root.getResIds(true);
        const action = await orm.call("res.partner", "get_customers_delete_action", [
            ids,
        ]);
        if (!action) {
            return askAsCore(dialogProps, records);
        }
        return actionService.doAction(action, {
            onClose: (infos) => infos?.done && onDeleted(),
        });
    };
}

patch(FormController.prototype, {
    setup() {
        super.setup();
        useCustomerDelete(this, () => this.env.config.historyBack());
    },
});

patch(ListController.prototype, {
    setup() {
        super.setup();
        useCustomerDelete(this, () => this.model.load());
    },
});

patch(KanbanController.prototype, {
    setup() {
        super.setup();
        useCustomerDelete(this, () => this.model.load());
    },
});
