import { Component, onWillStart, onWillUpdateProps, useRef, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { useDropzone } from "@web/core/dropzone/dropzone_hook";
import { FileModel } from "@web/core/file_viewer/file_model";
import { useFileViewer } from "@web/core/file_viewer/file_viewer_hook";
import { deserializeDateTime, toLocaleDateTimeString } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { pyToJsLocale } from "@web/core/l10n/utils";
import { download } from "@web/core/network/download";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { useAutofocus, useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { FileVersionsDialog } from "./file_versions_dialog";
import { MoveDialog } from "./move_dialog";
import { useDragToFolder } from "./drag_to_folder";
import { useRename } from "./rename";
import { useRowKeys } from "./row_keys";
import { RowMenu } from "./row_menu";
import { useUploads } from "./uploads";

// names in the order of the user's alphabet, and “2” before “10”
const collator = new Intl.Collator(pyToJsLocale(user.lang), { numeric: true });
const MODELS = { folder: "crm.customer.folder", file: "ir.attachment" };

/** The files of a customer, in folders: what the page “Files” of its form shows. */
export class CustomerFiles extends Component {
    static template = "crm_cubicl.CustomerFiles";
    static components = { RowMenu };
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.notification = useService("notification");
        this.fileViewer = useFileViewer();
        this.root = useRef("root");
        useAutofocus({ selectAll: true, mobile: true });
        this.picker = useRef("picker");
        this.state = useState({ folderId: false, query: "", data: null, limit: 200, draft: null });
        this.uploads = useUploads(this);
        this.rename = useRename(this);
        this.drag = useDragToFolder(this);
        this.keys = useRowKeys(this);
        useDropzone(
            this.root,
            (ev) => this.uploads.drop(ev),
            "o_crm_files_dropzone",
            () => this.canEdit
        );
        onWillStart(() => this.load());
        onWillUpdateProps((next) => {
            if (next.record.resId !== this.customerId) {
                Object.assign(this.state, { folderId: false, query: "", data: null });
                return this.load(next.record.resId);
            }
        });
    }

    get customerId() {
        return this.props.record.resId;
    }

    get canEdit() {
        return Boolean(this.state.data?.can_edit);
    }

    /** Folders first, then files, each with the key that rows go by. */
    get rows() {
        const { folders, files } = this.state.data;
        return [
            ...(this.state.draft ? [this.state.draft] : []),
            ...this.prepareRows(folders, "folder"),
            ...this.prepareRows(files, "file"),
        ];
    }

    prepareRows(rows, kind) {
        return rows
            .map((row) => ({ ...row, kind, key: `${kind}-${row.id}` }))
            .sort((a, b) => collator.compare(a.name, b.name));
    }

    async load(customerId = this.customerId) {
        if (customerId) {
            const { folderId, query, limit } = this.state;
            this.state.data = await this.orm.call(
                "res.partner",
                "get_customer_files",
                [[customerId]],
                { folder_id: folderId, query, limit }
            );
        }
    }

    /** Show what has changed, here and in the customer's trail. */
    async refresh() {
        await this.load();
        this.env.bus.trigger("MAIL:RELOAD-THREAD", {
            model: "res.partner",
            id: this.customerId,
        });
    }

    async openFolder(folderId) {
        Object.assign(this.state, { folderId, query: "", limit: 200, draft: null });
        await this.load();
        this.root.el?.querySelector(".o_crm_files_row")?.focus();
    }

    async goUp() {
        const path = this.state.data.path;
        if (path.length) {
            await this.openFolder(path.at(-2)?.id || false);
        }
    }

    async search(query) {
        this.state.query = query.trim();
        await this.load();
    }

    async showMore() {
        this.state.limit += 200;
        await this.load();
    }

    open(row) {
        if (row.kind === "folder") {
            return this.openFolder(row.id);
        }
        const files = this.state.data.files.map((file) => this.toFileModel(file));
        const model = files.find((file) => file.id === row.id);
        if (model.isViewable) {
            this.fileViewer.open(model, files);
        } else {
            this.download(row);
        }
    }

    toFileModel(file) {
        const { id, name, mimetype, checksum, type, url } = file;
        return Object.assign(new FileModel(), { id, name, mimetype, checksum, type, url });
    }

    async download(row) {
        if (row.kind === "folder") {
            await download({ url: `/crm_cubicl/files/zip/${row.id}`, data: {} });
        } else {
            browser.location.assign(`/web/content/${row.id}?download=true`);
        }
    }

    async copyAddress(row) {
        const url = `${browser.location.origin}/web/content/${row.id}`;
        await browser.navigator.clipboard.writeText(url);
        this.notification.add(
            _t("Copied. The address stays when the file is moved, renamed or replaced."),
            { type: "success" }
        );
    }

    /** A row without a folder yet: it is made when its name is known. */
    addFolder() {
        this.state.draft = { kind: "folder", id: 0, key: "folder-0", name: "" };
        this.rename.start(this.state.draft);
    }

    async createFolder(name) {
        await this.orm.create(MODELS.folder, [
            { name, customer_id: this.customerId, parent_id: this.state.folderId },
        ]);
    }

    async move(row, folderId) {
        const field = row.kind === "folder" ? "parent_id" : "crm_folder_id";
        await this.orm.write(MODELS[row.kind], [row.id], { [field]: folderId });
        await this.refresh();
    }

    askMove(row) {
        this.dialog.add(MoveDialog, {
            customerId: this.customerId,
            row,
            folderId: this.state.folderId || 0,
            move: (folderId) => this.move(row, folderId),
        });
    }

    showVersions(row) {
        this.dialog.add(FileVersionsDialog, {
            file: row,
            view: (version) => this.fileViewer.open(this.toFileModel(version)),
            onRestored: () => this.refresh(),
        });
    }

    editRights(row) {
        return this.action.doAction(
            {
                type: "ir.actions.act_window",
                name: _t("Who may read and edit"),
                res_model: MODELS.folder,
                res_id: row.id,
                views: [[false, "form"]],
                target: "new",
            },
            { onClose: () => this.refresh() }
        );
    }

    async askDelete(row) {
        const counts =
            row.kind === "folder" &&
            (await this.orm.call(MODELS.folder, "get_content_counts", [[row.id]]));
        this.dialog.add(ConfirmationDialog, {
            title: _t("Delete “%s”?", row.name),
            body: this.describeDelete(row, counts),
            confirmLabel: _t("Delete"),
            confirm: () => this.delete(row, counts),
            cancel: () => {},
        });
    }

    describeDelete(row, counts) {
        if (!counts) {
            return row.version > 1
                ? _t("The file goes for good, with all its %s versions.", row.version)
                : _t("The file goes for good.");
        }
        if (!counts.files && !counts.folders) {
            return _t("The folder is empty.");
        }
        return _t(
            "Everything in it goes for good. Files: %(files)s, folders: %(folders)s.",
            counts
        );
    }

    async delete(row, counts) {
        if (counts) {
            await this.orm.call(MODELS.folder, "unlink_with_content", [
                [row.id],
                counts.files,
            ]);
        } else {
            await this.orm.unlink(MODELS.file, [row.id]);
        }
        await this.refresh();
    }

    /** None is not told: there may be folders in the folder. */
    countFiles(row) {
        if (!row.file_count) {
            return "";
        }
        return row.file_count === 1 ? _t("1 file") : _t("%s files", row.file_count);
    }

    /** What the columns tell, in one line for the phone. */
    getSummary(row) {
        const size = row.kind === "file" ? row.size : this.countFiles(row);
        const version = row.version > 1 ? _t("version %s", row.version) : "";
        return [size, version, row.by, this.formatDate(row.date)].filter(Boolean).join(", ");
    }

    formatDate(value) {
        return toLocaleDateTimeString(deserializeDateTime(value));
    }

    getIcon(row) {
        const icons = {
            image: "fa-file-image-o",
            video: "fa-file-video-o",
            audio: "fa-file-audio-o",
            text: "fa-file-text-o",
        };
        if (row.kind === "folder") {
            return "fa-folder text-warning";
        }
        if (/pdf/.test(row.mimetype)) {
            return "fa-file-pdf-o";
        }
        if (/sheet|excel/.test(row.mimetype)) {
            return "fa-file-excel-o";
        }
        if (/word/.test(row.mimetype)) {
            return "fa-file-word-o";
        }
        return icons[row.mimetype?.split("/")[0]] || "fa-file-o";
    }
}

export const customerFiles = { component: CustomerFiles };

registry.category("view_widgets").add("crm_customer_files", customerFiles);
