from odoo import fields, models

from odoo.addons.crm_cubicl.tools.marks import has_marks

BILLING = {"crm_service_billing_way": object()}
# while an invoice is replaced by a new one with the same lines
REPLACING = {"crm_service_replaces": object()}


class AccountMoveLine(models.Model):
    """A line that bills a visit."""

    _inherit = "account.move.line"

    crm_service_visit_id = fields.Many2one(
        "crm.service.visit",
        string="On-site form",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        groups="account.group_account_readonly,account.group_account_invoice",
    )

    # posted, cancelled and reversed ones may be several, one after the other
    _crm_service_visit_draft_uniq = models.UniqueIndex(
        "(crm_service_visit_id) WHERE crm_service_visit_id IS NOT NULL "
        "AND parent_state = 'draft'",
        "This on-site form is on a draft invoice already.",
    )

    def _has_field_access(self, field, operation):
        """Which visit a line bills is set by billing it alone."""
        is_link = operation == "write" and field.name == "crm_service_visit_id"
        if is_link and not (self.env.su or has_marks(self.env.context, BILLING)):
            return False
        return super()._has_field_access(field, operation)

    def _copy_data_extend_business_fields(self, values):
        """The invoice that replaces a reversed one bills the same visits."""
        result = super()._copy_data_extend_business_fields(values)
        context = self.env.context
        replaces = has_marks(context, REPLACING)
        if replaces and "move_reverse_cancel" not in context:
            values["crm_service_visit_id"] = self.crm_service_visit_id.id
        return result

    def _bills_service(self) -> bool:
        """Return whether the line still bills its visit."""
        self.ensure_one()
        move = self.move_id
        # a draft can be made into a credit note
        is_invoice = move.move_type == "out_invoice" and move.state != "cancel"
        return is_invoice and not move._is_service_reversed()
