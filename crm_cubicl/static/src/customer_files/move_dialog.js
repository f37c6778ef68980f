import { Component, onWillStart, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { useService } from "@web/core/utils/hooks";

/** Choose the folder that a file or folder moves to: the way for keyboard and touch. */
export class MoveDialog extends Component {
    static template = "crm_cubicl.MoveDialog";
    static components = { Dialog };
    static props = {
        customerId: Number,
        row: Object,
        folderId: Number,
        move: Function,
        close: Function,
    };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ folders: [], folderId: this.props.folderId });
        onWillStart(async () => {
            const folders = await this.orm.call("res.partner", "get_customer_folder_tree", [
                [this.props.customerId],
            ]);
            this.state.folders = folders.filter((folder) => !this.isWithin(folder));
        });
    }

    /** A folder cannot go into itself, nor into one that lies in it. */
    isWithin(folder) {
        return (
            this.props.row.kind === "folder" && folder.path.includes(this.props.row.id)
        );
    }

    async confirm() {
        await this.props.move(this.state.folderId || false);
        this.props.close();
    }
}
