from odoo import api, fields, models
from odoo.exceptions import AccessError

MANAGE_GROUP = "crm_cubicl.crm_cubicl_group_manage"
# what documents show of their customer anyway
NAME_PATHS = {"", "id", ".id", "name", "display_name"}


class ResPartner(models.Model):
    """Customers know the import they came with, and leave in files by Manage only."""

    _inherit = "res.partner"

    crm_import_id = fields.Many2one(
        "crm.customer.import",
        string="Import",
        index="btree_not_null",
        ondelete="set null",
        readonly=True,
        copy=False,
    )

    def export_data(self, fields_to_export):
        self._check_may_download()
        return super().export_data(fields_to_export)

    def _export_rows(self, fields, *, _is_toplevel_call=True):
        # also reached from other records' export, by a path such as partner_id/phone
        if any((path[0] if path else "") not in NAME_PATHS for path in fields):
            self._check_may_download()
        return super()._export_rows(fields, _is_toplevel_call=_is_toplevel_call)

    def _check_may_download(self) -> None:
        """Refuse to hand out customers as a file below the level Manage."""
        self.env["res.partner"]._check_download_level(
            lambda: any(partner.crm_customer_id for partner in self)
        )

    @api.model
    def _check_download_level(self, concerns_customers=lambda: True) -> None:
        if self.env.su or self.env.user.has_group(MANAGE_GROUP):
            return
        if concerns_customers():
            raise AccessError(
                self.env._("To download customers you need the level “Manage”.")
            )
