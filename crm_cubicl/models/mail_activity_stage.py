from odoo import fields, models


class MailActivity(models.Model):
    """Know the step of a stage that an activity was planned for."""

    _inherit = "mail.activity"

    crm_stage_step_id = fields.Many2one(
        "crm.customer.stage.step",
        string="Step of the stage",
        index="btree_not_null",
        readonly=True,
        copy=False,
        ondelete="set null",
    )
