from odoo import api, models
from odoo.fields import Command

from odoo.addons.mail.tools.discuss import Store


class MailMessage(models.Model):
    """Messages neither show nor take along files that lie in a hidden folder."""

    _inherit = "mail.message"

    @api.model_create_multi
    def create(self, vals_list):
        ids = set()
        for vals in vals_list:
            for command in vals.get("attachment_ids") or ():
                ids.update(self._get_linked_ids(command))
        # core does not ask when file and message belong to the same record
        files = self.env["ir.attachment"].browse(ids).sudo(False)
        if not files.env.user._is_superuser():
            files._check_readable_in_folder()
        return super().create(vals_list)

    @api.model
    def _get_linked_ids(self, command) -> list[int]:
        if isinstance(command, int):
            return [command]
        if command[0] == Command.SET:
            return command[2]
        return [command[1]] if command[0] == Command.LINK else []

    def _to_store_defaults(self, target):
        return [
            self._hide_files(item)
            if isinstance(item, Store.Many) and item.field_name == "attachment_ids"
            else item
            for item in super()._to_store_defaults(target)
        ]

    @api.model
    def _hide_files(self, item):
        """Return the store's list of files without those in hidden folders."""

        def get_files(message):
            # sudo: mail.message - as core does: who reads it reads its files
            files_sudo = message.sudo().attachment_ids
            hidden = files_sudo.sudo(False)._filter_hidden_in_folder("read")
            return files_sudo - hidden.sudo()

        item.value = get_files
        return item
