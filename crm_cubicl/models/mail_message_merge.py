from odoo import fields, models


class MailMessage(models.Model):
    """Messages know which customer they were written to before a merge."""

    _inherit = "mail.message"

    crm_merge_id = fields.Many2one(
        "crm.merge",
        string="Came with",
        ondelete="set null",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
