import { user } from "@web/core/user";
import { _t } from "@web/core/l10n/translation";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { onWillStart } from "@odoo/owl";
import { DuplicateBulb } from "../../duplicate_bulb/duplicate_bulb";

/**
 * New for a person or a company, Import and Export, for a list or cards of customers.
 * What a user may do is decided by the server; here only the buttons that would be
 * refused are left out.
 */
export const withCustomerButtons = (Controller) =>
    class extends Controller {
        static components = { ...Controller.components, Dropdown, DropdownItem, DuplicateBulb };

        setup() {
            super.setup();
            onWillStart(async () => {
                [this.canWrite, this.canImport, this.canDownload] = await Promise.all([
                    user.checkAccessRight("res.partner", "write"),
                    user.hasGroup("crm_cubicl.crm_cubicl_group_edit"),
                    user.hasGroup("crm_cubicl.crm_cubicl_group_manage"),
                ]);
            });
        }

        /** Open the card of a person; the action itself makes companies. */
        async onClickNewPerson() {
            const action = await this.actionService.loadAction(
                "crm_cubicl.crm_customer_action"
            );
            const context = {
                ...action.context,
                ...this.props.context,
                default_is_company: false,
            };
            return this.actionService.doAction(
                { ...action, context },
                { viewType: "form", props: { resId: false } }
            );
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
            if (!this.canWrite) {
                delete items.archive;
                delete items.unarchive;
            }
            return {
                ...items,
                export: {
                    ...items.export,
                    isAvailable: () => this.canDownload,
                    callback: () => this.onClickExport(),
                },
            };
        }
    };
