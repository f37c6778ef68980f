from odoo import api, fields, models


class CrmPortalTurn(models.TransientModel):
    """Asks before a task becomes a ticket, or a ticket a task."""

    _name = "crm.portal.turn"
    _description = "Task that becomes a ticket, or the other way round"
    _inherit = ["crm.portal.topic.choice"]

    task_id = fields.Many2one(
        "project.task", required=True, readonly=True, ondelete="cascade"
    )
    is_ticket = fields.Boolean(
        compute="_compute_is_ticket", export_string_translation=False
    )
    share_names = fields.Char(
        compute="_compute_is_ticket", export_string_translation=False
    )
    visible_count = fields.Integer(
        compute="_compute_is_ticket", export_string_translation=False
    )
    company_id = fields.Many2one(
        related="task_id.company_id", export_string_translation=False
    )
    project_id = fields.Many2one(
        "project.project",
        compute="_compute_project_id",
        # no project is proposed that the user does not see
        compute_sudo=False,
        store=True,
        readonly=False,
        domain="[('is_template', '=', False),"
        " ('company_id', 'in', [False, company_id])]",
        help="The one that it came from, where that is known.",
    )

    @api.depends("task_id")
    def _compute_is_ticket(self):
        for turn in self:
            task = turn.task_id
            turn.is_ticket = bool(task.crm_topic_id)
            shares = task.crm_share_ids.filtered(lambda s: not s.is_revoked)
            turn.share_names = ", ".join(shares.partner_id.mapped("display_name"))
            turn.visible_count = len(task._get_visible_messages()) if task else 0

    @api.depends("task_id")
    def _compute_project_id(self):
        for turn in self:
            task = turn.task_id
            is_ticket = bool(task.crm_topic_id)
            turn.project_id = is_ticket and task._get_former_project()

    @api.depends("task_id")
    def _compute_contact_id(self):
        """Start with the customer of the task."""
        for turn in self.filtered(lambda t: not t.customer_id):
            partner = turn.task_id.partner_id
            turn.customer_id = partner.crm_customer_id
            turn.contact_id = partner - turn.customer_id
        return super()._compute_contact_id()

    def action_turn(self) -> dict:
        """Do what was asked for."""
        self.ensure_one()
        task = self.task_id
        if self.is_ticket:
            task._become_task(self.project_id)
        else:
            task._become_ticket(self._get_topic(), self._get_person())
        return {"type": "ir.actions.act_window_close"}
