import { useState } from "@odoo/owl";

const TYPE = "application/x-crm-file";

/** Rows dragged onto a folder, or onto one of the folders above in the path. */
export function useDragToFolder(files) {
    const state = useState({ over: undefined });
    let dragged;

    function onDragstart(ev, row) {
        dragged = row;
        ev.dataTransfer.setData(TYPE, row.key);
        ev.dataTransfer.effectAllowed = "move";
    }

    function isTarget(ev, folderId) {
        const isRow = dragged && ev.dataTransfer.types.includes(TYPE);
        return isRow && !(dragged.kind === "folder" && dragged.id === folderId);
    }

    function onDragover(ev, folderId) {
        if (isTarget(ev, folderId)) {
            ev.preventDefault();
            state.over = folderId;
        }
    }

    function onDragleave() {
        state.over = undefined;
    }

    async function onDrop(ev, folderId) {
        state.over = undefined;
        if (isTarget(ev, folderId)) {
            ev.preventDefault();
            ev.stopPropagation();
            await files.move(dragged, folderId);
        }
    }

    return { state, onDragstart, onDragover, onDragleave, onDrop };
}
