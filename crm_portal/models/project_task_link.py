from odoo import fields, models


class ProjectTask(models.Model):
    """A ticket that came by a customer's own link."""

    _inherit = "project.task"

    crm_link_id = fields.Many2one(
        "crm.portal.link",
        string="Filed by the support link",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
