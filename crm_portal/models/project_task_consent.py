from odoo import fields, models


class ProjectTask(models.Model):
    """What the sender of a ticket agreed to, and the form it was filed with."""

    _inherit = "project.task"

    crm_consent_id = fields.Many2one(
        "crm.portal.consent",
        string="Agreed to",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
        groups="base.group_user",
    )
    crm_consent_date = fields.Datetime(
        string="Agreed on", readonly=True, copy=False, groups="base.group_user"
    )
    # of the page that was sent: the same page sent twice is one ticket
    crm_form_key = fields.Char(
        readonly=True,
        copy=False,
        groups="base.group_system",
        export_string_translation=False,
    )

    _crm_form_key_unique = models.UniqueIndex(
        "(crm_form_key) WHERE crm_form_key IS NOT NULL"
    )
