from odoo import fields, models


class CrmPortalNotice(models.Model):
    """Who was told of a ticket, when and why."""

    _name = "crm.portal.notice"
    _description = "Notice of a ticket"
    _order = "id DESC"
    # whoever reads the ticket
    _crm_ticket_rule_field = "task_id"

    task_id = fields.Many2one(
        "project.task", string="Ticket", required=True, ondelete="cascade", index=True
    )
    user_id = fields.Many2one(
        "res.users", string="Told", required=True, ondelete="cascade", index=True
    )
    reason = fields.Selection(
        [
            ("people", "In charge of the topic"),
            ("project", "Manages the project"),
            ("account", "The customer's account manager"),
            ("fallback", "Nobody was chosen: manages the project"),
            ("administrator", "Nobody was chosen: administrator"),
            ("assigned", "Assigned later"),
        ],
        string="Why",
        required=True,
    )
    is_assigned = fields.Boolean(string="Assigned")
