/** The keyboard in the list: the same keys as on every desktop. */
export function useRowKeys(files) {
    function focusSibling(ev, step) {
        const rows = [...files.root.el.querySelectorAll(".o_crm_files_row")];
        rows[rows.indexOf(ev.currentTarget) + step]?.focus();
    }

    const actions = {
        Enter: (row) => files.open(row),
        F2: (row) => row.can_edit && files.rename.start(row),
        Delete: (row) => row.can_edit && files.askDelete(row),
        Backspace: () => files.goUp(),
        ArrowDown: (row, ev) => focusSibling(ev, 1),
        ArrowUp: (row, ev) => focusSibling(ev, -1),
    };

    function onKeydown(ev, row) {
        const action = actions[ev.key];
        if (action && ev.target === ev.currentTarget) {
            ev.preventDefault();
            ev.stopPropagation();
            action(row, ev);
        }
    }

    return { onKeydown };
}
