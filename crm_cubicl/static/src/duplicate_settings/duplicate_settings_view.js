import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { formView } from "@web/views/form/form_view";
import { SettingsConfirmationDialog } from "@web/webclient/settings_form_view/settings_confirmation_dialog";

/** What is tried in the preview is not put in use by going elsewhere. */
export class DuplicateSettingsController extends formView.Controller {
    beforeVisibilityChange() {}

    async beforeUnload(ev) {
        if (this.model.root.dirty) {
            ev.preventDefault();
            ev.returnValue = "Unsaved changes";
        }
    }

    async beforeLeave({ forceLeave } = {}) {
        if (forceLeave || !(await this.model.root.isDirty())) {
            return;
        }
        return new Promise((resolve) => {
            this.dialogService.add(SettingsConfirmationDialog, {
                body: _t("Would you like to save your changes?"),
                confirm: async () => resolve(await this.save({ reload: false })),
                cancel: async () => {
                    await this.model.root.discard();
                    resolve(true);
                },
                stayHere: () => resolve(false),
            });
        });
    }

    async discard() {
        await this.model.root.discard();
    }
}

registry.category("views").add("crm_duplicate_settings", {
    ...formView,
    Controller: DuplicateSettingsController,
});
