import { useState } from "@odoo/owl";

const MODELS = { folder: "crm.customer.folder", file: "ir.attachment" };

/** Naming in place; what was typed stays when the name is refused. */
export function useRename(files) {
    const state = useState({ key: false, name: "", isSaving: false });
    let row;

    function start(target) {
        row = target;
        Object.assign(state, { key: target.key, name: target.name, isSaving: false });
    }

    function stop() {
        const key = state.key;
        state.key = false;
        files.state.draft = null;
        requestAnimationFrame(() =>
            files.root.el?.querySelector(`[data-key="${key}"]`)?.focus()
        );
    }

    async function save() {
        const name = state.name.trim();
        if (!state.key || state.isSaving) {
            return;
        }
        if (!name || name === row.name) {
            return stop();
        }
        state.isSaving = true;
        try {
            if (row.id) {
                await files.orm.write(MODELS[row.kind], [row.id], { name });
            } else {
                await files.createFolder(name);
            }
            stop();
            await files.refresh();
        } finally {
            state.isSaving = false;
        }
    }

    function onKeydown(ev) {
        ev.stopPropagation();
        if (ev.key === "Enter") {
            ev.preventDefault();
            save();
        } else if (ev.key === "Escape") {
            ev.preventDefault();
            stop();
        }
    }

    return { state, start, stop, save, onKeydown };
}
