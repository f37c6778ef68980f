from odoo import api, models

from ..models.crm_customer_file_trail import NO_TRAIL, TRAIL
from ..tools.file_names import make_room


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """A merge of customers joins their files, and nobody loses one."""

    _inherit = "base.partner.merge.automatic.wizard"

    @api.model
    def _update_foreign_keys(self, src_partners, dst_partner):
        self._make_room_for_folders(src_partners, dst_partner)
        result = super()._update_foreign_keys(src_partners, dst_partner)
        self.env.invalidate_all()
        return result

    @api.model
    def _make_room_for_folders(self, src_partners, dst_partner) -> None:
        """Give folders at the top of the sources names that are free in the target.

        What must hold in every merge: folders and files keep their ids, which are
        their addresses, and their readers. Core moves both by their customer; of two
        folders with one name it would delete one without a word.
        """
        # sudo: crm.customer.folder - also those that the user may not read move
        folders_sudo = self.env["crm.customer.folder"].sudo()
        folders_sudo = folders_sudo.with_context(**{TRAIL: NO_TRAIL}).search(
            [
                ("customer_id", "in", (src_partners | dst_partner).ids),
                ("parent_id", "=", False),
            ]
        )
        own = folders_sudo.filtered(lambda f: f.customer_id == dst_partner)
        names = {folder: folder.name for folder in folders_sudo - own}
        for folder, name in make_room(names, own.mapped("name")).items():
            folder.name = name
        folders_sudo.flush_recordset()
