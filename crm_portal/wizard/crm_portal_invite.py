from odoo import api, fields, models
from odoo.exceptions import UserError


class CrmPortalInvite(models.TransientModel):
    """Further persons of the customer who may see a ticket."""

    _name = "crm.portal.invite"
    _description = "Persons who may see a ticket"

    task_id = fields.Many2one(
        "project.task", required=True, readonly=True, ondelete="cascade"
    )
    customer_id = fields.Many2one("res.partner", compute="_compute_customer_id")
    partner_ids = fields.Many2many(
        "res.partner",
        string="Persons",
        domain="['|', ('id', '=', customer_id), ('crm_customer_id', '=', customer_id),"
        " ('email', '!=', False)]",
    )

    @api.depends("task_id")
    def _compute_customer_id(self):
        for invite in self:
            invite.customer_id = invite.task_id._get_ticket_customer()

    def action_invite(self) -> dict:
        """Share the ticket with them and send everyone the own link."""
        self.ensure_one()
        if not self.partner_ids:
            raise UserError(self.env._("Choose a person first."))
        self.task_id._share_with(self.partner_ids)
        return {"type": "ir.actions.act_window_close"}
