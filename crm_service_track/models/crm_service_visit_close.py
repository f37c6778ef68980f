from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import plaintext2html

from ..tools.roles import MANAGER


class CrmServiceVisit(models.Model):
    """Close what the customer has approved and hand it to the support records."""

    _inherit = "crm.service.visit"

    closed_date = fields.Datetime(string="Closed on", readonly=True, copy=False)
    closed_by_id = fields.Many2one(
        "res.users", string="Closed by", readonly=True, copy=False
    )

    def action_close(self):
        """Approve the forms internally; each makes its support record once.

        Those that somebody else closes at the same moment are left to them.
        """
        if not self.env.user.has_group(MANAGER):
            raise AccessError(
                self.env._("Only managers of the service tracking close forms.")
            )
        self.check_access("write")
        locked = self.try_lock_for_update(allow_referencing=True)
        locked.invalidate_recordset(["state"])
        if wrong := locked.filtered(lambda v: v.state not in ("approved", "closed")):
            raise UserError(
                self.env._(
                    "These forms are not approved by the customer: %(names)s",
                    names=", ".join(wrong.mapped("name")),
                )
            )
        locked.filtered(lambda v: v.state == "approved")._close()

    def _close(self) -> None:
        self._set(
            {
                "state": "closed",
                "closed_date": fields.Datetime.now(),
                "closed_by_id": self.env.uid,
            }
        )
        for visit in self:
            visit._make_record()

    def _make_record(self):
        """Make the support record of a closed form."""
        self.ensure_one()
        # sudo: crm.service.record - one of the technician's, whoever closes the form
        records_sudo = self.env["crm.service.record"].sudo()
        return records_sudo._create_from_visit(self._get_record_values())

    def _get_record_values(self) -> dict:
        """Return what the support record takes over. Override to add."""
        self.ensure_one()
        return {
            "visit_id": self.id,
            "company_id": self.company_id.id,
            "customer_id": self.customer_id.id,
            "contact_id": self.contact_id.id,
            "contact_name": self.contact_name or "",
            "type_id": self.type_id.id,
            "user_id": self.user_id.id,
            "stretches": [(self.date_start, self.date_end)],
            "intervention": plaintext2html(self.result) if self.result else False,
            "currency_id": self.currency_id.id,
            "fee_untaxed": self.fee_untaxed,
            "tax_ids": self.tax_ids.ids,
        }
