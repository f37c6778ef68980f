from odoo import api, fields, models


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
            ("general", "General account manager"),
            ("fallback", "Manages the project, as nobody in charge is there"),
            ("administrator", "Administrator, as nobody else is there"),
            ("assigned", "Assigned later"),
        ],
        string="Why",
        required=True,
    )
    is_assigned = fields.Boolean(string="Assigned")
    is_waiting = fields.Boolean(
        string="To be mailed", readonly=True, help="The mail waits for the queue."
    )

    _waiting = models.Index("(task_id) WHERE is_waiting")

    @api.model
    def _get_reason_labels(self) -> dict[str, str]:
        """Return the reasons in words, in the language of the user."""
        return dict(self._fields["reason"]._description_selection(self.env))
