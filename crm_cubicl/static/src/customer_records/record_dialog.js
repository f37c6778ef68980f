import { FormViewDialog } from "@web/views/view_dialogs/form_view_dialog";

/** A record of a customer in a dialog that ends in Cancel. */
export class RecordDialog extends FormViewDialog {
    setup() {
        super.setup();
        this.viewProps.buttonTemplate = "crm_cubicl.RecordDialog.Buttons";
    }
}
