from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.crm_cubicl.tools.marks import has_marks

OF_VISIT = {"crm_service_of_visit": object()}
# what the customer has approved; the rest stays open to whoever writes on
LOCKED = {
    "company_id",
    "contact_id",
    "contract_id",
    "contract_share",
    "customer_id",
    "interval_ids",
    "is_replaced",
    "type_id",
    "user_id",
    "visit_id",
}


class CrmServiceRecord(models.Model):
    """A record that was made of an on-site form keeps what the customer approved."""

    _inherit = "crm.service.record"

    visit_id = fields.Many2one(
        "crm.service.visit",
        string="On-site form",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )

    contract_share = fields.Float(
        string="Share of the Contract",
        default=1,
        readonly=True,
        copy=False,
        aggregator=None,
        help="How much of the time is taken from the contract, from 0 to 1; the "
        "customer pays for the rest.",
    )

    is_replaced = fields.Boolean(
        string="Replaced by a Corrected Form",
        readonly=True,
        copy=False,
        help="The record of the corrected form counts in its place.",
    )

    _visit_unique = models.UniqueIndex(
        "(visit_id) WHERE visit_id IS NOT NULL",
        "This on-site form has its support record already.",
    )

    def _has_field_access(self, field, operation):
        """What was paid for, and what counts, is the form's to say."""
        is_of_visit = field.name in ("contract_share", "is_replaced")
        if operation == "write" and is_of_visit and not self.env.su:
            return False
        return super()._has_field_access(field, operation)

    def write(self, vals):
        if vals.keys() & LOCKED and not has_marks(self.env.context, OF_VISIT):
            self._check_not_of_visit()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_of_visit(self):
        self._check_not_of_visit()

    def _check_not_of_visit(self) -> None:
        """Refuse to change what the customer has approved, whoever tries."""
        if found := self.filtered("visit_id"):
            # sudo: crm.service.visit - its number, for the message
            visits_sudo = found.sudo().visit_id
            raise UserError(
                self.env._(
                    "The customer has approved this on the on-site form %(names)s: "
                    "customer, people, service and times stay as they are. What was "
                    "done can still be written.",
                    names=", ".join(visits_sudo.mapped("name")),
                )
            )

    @api.model
    def _create_from_visit(self, values: dict):
        return super(
            CrmServiceRecord, self.with_context(**OF_VISIT)
        )._create_from_visit(values)

    def _mark_replaced(self) -> None:
        """Count no more, neither in reports nor for the contract: another one does."""
        self.with_context(**OF_VISIT).write({"contract_share": 0, "is_replaced": True})

    def action_view_visit(self) -> dict:
        """Open the form that the record was made of."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self.visit_id._name,
            "res_id": self.visit_id.id,
            "views": [[False, "form"]],
        }
