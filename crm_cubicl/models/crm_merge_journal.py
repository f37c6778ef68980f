from odoo import fields, models


class CrmMergeJournal(models.Model):
    """One thing that a merge changed, with what is needed to change it back.

    ``move``: rows name another record now, content ``[{old, new, rows}]``, the rows by
    id or whole; ``gone``: whole rows were taken out; ``value``: rows had another value
    in the column, ``[{id, was, became}]``; ``made``: ids of rows that are new. Written
    in this order, taken back in the other.
    """

    _name = "crm.merge.journal"
    _description = "Journal of a Merge"
    _order = "id"

    merge_id = fields.Many2one(
        "crm.merge", required=True, ondelete="cascade", index=True
    )
    kind = fields.Selection(
        [
            ("move", "Moved"),
            ("gone", "Taken out"),
            ("value", "Changed"),
            ("made", "Made"),
        ],
        required=True,
    )
    table = fields.Char(required=True)
    column = fields.Char()
    # how the column names a record, see tools/merge_reference.py
    reference_kind = fields.Char()
    model_column = fields.Char()
    # which model's records it names: not always the customers themselves
    named_model = fields.Char()
    content = fields.Json(required=True)
