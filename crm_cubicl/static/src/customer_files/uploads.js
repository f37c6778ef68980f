import { useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { formatFloat } from "@web/core/utils/numbers";
import { useService } from "@web/core/utils/hooks";
import { session } from "@web/session";
import { ConflictDialog } from "./conflict_dialog";

const ROUTE = "/crm_cubicl/files/upload";
const CONFLICT = 409;
const TOO_LARGE = 413;

/** Uploads with their progress, one after the other; each can be cancelled. */
export function useUploads(files) {
    const fileUpload = useService("file_upload");
    const dialog = useService("dialog");
    const state = useState({ items: [] });
    let nextKey = 1;
    let queue = Promise.resolve();

    function add(list) {
        const batch = { choice: "", left: list.length };
        for (const file of list) {
            state.items.push({ key: nextKey++, file, batch, upload: null, error: "" });
            const item = state.items.at(-1);
            item.folderId = files.state.folderId;
            item.customerId = files.customerId;
            queue = queue.then(() => run(item));
        }
        queue = queue.then(() => files.refresh());
    }

    async function run(item) {
        item.batch.left--;
        if (item.isCancelled) {
            return;
        }
        item.error = getObstacle(item.file);
        if (!item.error) {
            const isTaken = files.state.data.files.some(
                (file) =>
                    file.is_own &&
                    item.folderId === files.state.folderId &&
                    file.name.toLowerCase() === item.file.name.normalize("NFC").toLowerCase()
            );
            const choice = isTaken ? await ask(item) : "";
            await (choice === "skip" ? remove(item) : send(item, choice));
        }
    }

    function getObstacle(file) {
        if (!file.size) {
            return _t("The file is empty (0 bytes), or it is a folder.");
        }
        if (file.size > session.max_file_upload_size) {
            const limit = session.max_file_upload_size / 1024 / 1024;
            return _t("Too large: at most %s MB.", formatFloat(limit, { digits: [0, 0] }));
        }
        return "";
    }

    /** Ask what to do with a name that is taken; the answer may hold for the rest. */
    function ask(item) {
        if (item.batch.choice) {
            return item.batch.choice;
        }
        return new Promise((resolve) => {
            let answer = "skip";
            dialog.add(
                ConflictDialog,
                {
                    name: item.file.name,
                    left: item.batch.left,
                    choose: (choice, isForAll) => {
                        answer = choice;
                        item.batch.choice = isForAll ? choice : "";
                    },
                },
                { onClose: () => resolve(answer) }
            );
        });
    }

    async function send(item, choice) {
        const upload = await fileUpload.upload(ROUTE, [item.file], {
            displayErrorNotification: false,
            buildFormData: (data) => {
                data.append("customer_id", item.customerId);
                data.append("folder_id", item.folderId || 0);
                data.append("on_conflict", choice);
            },
        });
        item.upload = upload;
        await new Promise((resolve) => {
            upload.xhr.addEventListener("loadend", resolve);
        });
        item.upload = null;
        await settle(item, upload);
    }

    async function settle(item, { xhr, state: uploadState }) {
        if (uploadState === "abort" || xhr.status === 200) {
            return remove(item);
        }
        if (xhr.status === CONFLICT) {
            const choice = await ask(item);
            return choice === "skip" ? remove(item) : send(item, choice);
        }
        item.error = getMessage(xhr);
    }

    function getMessage(xhr) {
        if (xhr.status === TOO_LARGE) {
            return _t("Too large for this server.");
        }
        try {
            return JSON.parse(xhr.responseText).error;
        } catch {
            return _t("The connection broke off. Try again.");
        }
    }

    function cancel(item) {
        item.isCancelled = true;
        if (item.upload) {
            item.upload.xhr.abort();
        } else {
            remove(item);
        }
    }

    function remove(item) {
        state.items = state.items.filter((other) => other.key !== item.key);
    }

    function drop(ev) {
        add([...ev.dataTransfer.files]);
    }

    function pick(ev) {
        add([...ev.target.files]);
        ev.target.value = "";
    }

    function getPercent(item) {
        return Math.round((item.upload?.progress || 0) * 100);
    }

    return { state, drop, pick, cancel, getPercent };
}
