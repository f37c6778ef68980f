from odoo import fields, models


class CrmMergeMove(models.Model):
    """How many records of a kind a merge has moved: its report."""

    _name = "crm.merge.move"
    _description = "Records Moved by a Merge"
    _order = "count DESC, id"
    _crm_customer_rule_field = "merge_id.target_id"

    merge_id = fields.Many2one(
        "crm.merge", required=True, ondelete="cascade", index=True
    )
    name = fields.Char(string="Kind", required=True)
    count = fields.Integer(string="How many", required=True)
    joined = fields.Integer(help="Rows that both had and that are one now.")
