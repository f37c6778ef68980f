import { user } from "@web/core/user";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { listView } from "@web/views/list/list_view";
import { onWillStart } from "@odoo/owl";

/**
 * The customers' list with Import and Export. What a user may do is decided by the
 * server; here only the buttons that would be refused are left out.
 */
export class CrmCustomerListController extends listView.Controller {
    setup() {
        super.setup();
        onWillStart(async () => {
            [this.canImport, this.canDownload] = await Promise.all([
                user.hasGroup("crm_cubicl.crm_cubicl_group_edit"),
                user.hasGroup("crm_cubicl.crm_cubicl_group_manage"),
            ]);
        });
    }

    onClickImport() {
        return this.actionService.doAction(
            "crm_cubicl.crm_customer_import_action_new"
        );
    }

    async onClickExport() {
        const { domain, selection, isDomainSelected } = this.model.root;
        const ids =
            selection.length && !isDomainSelected
                ? selection.map((record) => record.resId)
                : false;
        return this.actionService.doAction({
            type: "ir.actions.act_window",
            name: _t("Download customers"),
            res_model: "crm.customer.export",
            views: [[false, "form"]],
            target: "new",
            context: {
                default_domain: JSON.stringify(domain),
                default_record_ids: ids,
            },
        });
    }

    /** Core's export is replaced by ours, which obeys the level and keeps a log. */
    getStaticActionMenuItems() {
        const items = super.getStaticActionMenuItems();
        return {
            ...items,
            export: {
                ...items.export,
                isAvailable: () => this.canDownload,
                callback: () => this.onClickExport(),
            },
        };
    }
}

export const crmCustomerListView = {
    ...listView,
    Controller: CrmCustomerListController,
    buttonTemplate: "crm_cubicl.CustomerList.Buttons",
};

registry.category("views").add("crm_customer_list", crmCustomerListView);
