from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import is_html_empty


class CrmPortalAnswer(models.TransientModel):
    """An answer that the customer reads: shows to whom it goes before it goes."""

    _name = "crm.portal.answer"
    _description = "Answer to a customer"

    task_id = fields.Many2one("project.task", required=True, ondelete="cascade")
    recipients = fields.Char(compute="_compute_recipients")
    body = fields.Html(string="Answer", sanitize_style=True)
    attachment_ids = fields.Many2many("ir.attachment", string="Files")

    @api.depends("task_id")
    def _compute_recipients(self):
        for answer in self:
            task = answer.task_id
            partners = task._get_open_shares().partner_id
            if not partners and not task.sudo().crm_share_ids:
                partners = task.sudo().partner_id
            answer.recipients = ", ".join(
                f"{partner.name} <{partner.email}>" if partner.email else partner.name
                for partner in partners
            )

    def action_send(self) -> dict:
        """Send the answer."""
        self.ensure_one()
        if is_html_empty(self.body) and not self.attachment_ids:
            raise UserError(self.env._("Write something first."))
        self.task_id._answer(self.body, self.attachment_ids.ids)
        return {"type": "ir.actions.act_window_close"}
