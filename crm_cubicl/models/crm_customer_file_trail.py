from odoo import api, models

TRAIL = "crm_file_trail"
# an object, so that no client can send it in a context
NO_TRAIL = object()


class CrmCustomerFolderTrailMixin(models.AbstractModel):
    """Write in the customer's trail what happens to its folders.

    Whoever may see the customer reads the trail: it tells of a folder, and of what is
    in it, only when they may all read it.
    """

    _name = "crm.customer.folder.trail.mixin"
    _description = "Trail of a customer's folders"

    def _is_open(self) -> bool:
        """Tell whether whoever sees the customer may read the folder, or the root."""
        # sudo: crm.customer.folder - the rights may come from a hidden one
        return all(f.rights_id.read_access == "level" for f in self.sudo())

    @api.model
    def _write_trail(self, customer, text: str) -> None:
        if self.env.context.get(TRAIL) is not NO_TRAIL:
            # of a customer that is gone nothing is told
            customer.exists()._message_log_batch(
                dict.fromkeys(customer.exists().ids, text)
            )

    def _log_folders_made(self) -> None:
        for folder in self.filtered(lambda f: f._is_open()):
            text = self.env._("Folder “%(name)s” was made.", name=folder.name)
            self._write_trail(folder.customer_id, text)

    def _get_trail_state(self) -> dict:
        """Return name, folder above and openness of each folder, before a change."""
        return {
            folder: (folder.name, folder.parent_id, folder._is_open())
            for folder in self.sudo()
        }

    def _log_folders_changed(self, before: dict) -> None:
        for folder_sudo, (name, above, was_open) in before.items():
            is_open = folder_sudo._is_open()
            for text in (
                folder_sudo._describe_rename(name, was_open and is_open),
                folder_sudo._describe_move(above, was_open and is_open),
                folder_sudo._describe_rights(name, was_open, is_open),
            ):
                if text:
                    self._write_trail(folder_sudo.customer_id.sudo(False), text)

    def _describe_rename(self, old: str, is_open: bool) -> str | None:
        if old == self.name or not is_open:
            return None
        return self.env._(
            "Folder “%(old)s” is called “%(name)s” now.", old=old, name=self.name
        )

    def _describe_move(self, old, is_open: bool) -> str | None:
        if old == self.parent_id or not (is_open and self.parent_id._is_open()):
            return None
        return self.env._(
            "Folder “%(name)s” was moved to “%(folder)s”.",
            name=self.name,
            folder=self.parent_id.name or self.env._("Files"),
        )

    def _describe_rights(self, name: str, was_open: bool, is_open: bool) -> str | None:
        if was_open and not is_open:
            return self.env._("Folder “%(name)s” has its own readers now.", name=name)
        if is_open and not was_open:
            return self.env._(
                "Folder “%(name)s” can be read by everybody who may see the customer.",
                name=self.name,
            )
        return None

    def _log_folders_deleted(self, file_count: int = 0) -> None:
        for folder in self.filtered(lambda f: f._is_open()):
            text = self.env._(
                "Folder “%(name)s” was deleted. Files in it: %(count)s.",
                name=folder.name,
                count=file_count,
            )
            if not file_count:
                text = self.env._("Folder “%(name)s” was deleted.", name=folder.name)
            self._write_trail(folder.customer_id, text)
