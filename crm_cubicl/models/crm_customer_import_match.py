from odoo import api, fields, models
from odoo.exceptions import AccessError

CHOICES = [
    ("create", "Create anyway"),
    ("complete", "Complete that customer"),
    ("skip", "Leave the row out"),
]


class CrmCustomerImportMatch(models.Model):
    """A row of an import that may be a customer who is here, or an earlier row."""

    _name = "crm.customer.import.match"
    _description = "Likely match of an import"
    _order = "import_id, row, id"
    _rec_name = "name"

    import_id = fields.Many2one(
        "crm.customer.import",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    row = fields.Integer(readonly=True)
    name = fields.Char(string="Name in the file", readonly=True)
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    # where it may be an earlier row of the same file
    earlier_row = fields.Integer(readonly=True)
    likely_name = fields.Char(string="May be", readonly=True)
    score = fields.Float(string="Likely", readonly=True)
    reasons = fields.Char(string="Why", readonly=True)
    choice = fields.Selection(
        CHOICES,
        string="What to do",
        default="create",
        required=True,
        help="Complete: what the customer has no value for is filled in from the row; "
        "nothing that is there changes.",
    )

    def write(self, vals):
        """Only the choice is the user's: whom a row may be is found by the check."""
        if not self.env.su and vals.keys() - {"choice"}:
            raise AccessError(self.env._("Only what to do with a row can be chosen."))
        return super().write(vals)

    def action_open(self):
        """Open the customer that the row may be."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "res.partner",
            "res_id": self.partner_id.id,
            "views": [(self.partner_id.get_formview_id(), "form")],
        }

    @api.model
    def _get_target(self, matches: dict, row: int):
        """Return what a row completes: a partner, or the number of an earlier row.

        :param matches: the matches of an import by their rows
        """
        match = matches.get(row)
        seen = set()
        while match and match.choice == "complete" and row not in seen:
            if match.partner_id or not match.earlier_row:
                # the customer may be gone since: nothing is to be completed
                return match.partner_id or None
            seen.add(row)
            row = match.earlier_row
            earlier = matches.get(row)
            if not earlier or earlier.choice == "create":
                return row
            match = earlier
        return None
