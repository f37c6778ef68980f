import { Component, onWillStart, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { deserializeDateTime, toLocaleDateTimeString } from "@web/core/l10n/dates";
import { useService } from "@web/core/utils/hooks";

/** The older versions of a file: look, download, make one the newest again. */
export class FileVersionsDialog extends Component {
    static template = "crm_cubicl.FileVersionsDialog";
    static components = { Dialog };
    static props = {
        file: Object,
        view: Function,
        onRestored: Function,
        close: Function,
    };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ versions: [] });
        onWillStart(async () => {
            this.state.versions = await this.orm.call(
                "ir.attachment",
                "get_customer_file_versions",
                [[this.props.file.id]]
            );
        });
    }

    async restore(version) {
        await this.orm.call("ir.attachment", "restore_customer_file_version", [
            [version.id],
        ]);
        await this.props.onRestored();
        this.props.close();
    }

    formatDate(value) {
        return toLocaleDateTimeString(deserializeDateTime(value));
    }
}
