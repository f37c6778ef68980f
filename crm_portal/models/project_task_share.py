from odoo import models
from odoo.exceptions import UserError


class ProjectTask(models.Model):
    """Share a ticket with further persons of its customer."""

    _inherit = "project.task"

    def _share_with(self, partners) -> None:
        """Let persons of the customer see the ticket, and send each the own link."""
        self.ensure_one()
        self.check_access("write")
        partners.check_access("read")
        self._check_may_share(partners)
        # sudo: crm.portal.share - the right to change the ticket was checked
        shares_sudo = self.env["crm.portal.share"].sudo()
        for partner in partners:
            shares_sudo |= shares_sudo._share(self.sudo(), partner)
        shares_sudo._check_mail()
        shares_sudo.write({"is_revoked": False, "follows": True})
        shares_sudo._check_open()
        for share_sudo in shares_sudo:
            share_sudo.task_id._send_link(share_sudo)
        shares_sudo._log(self.env._("Access given: %s"))

    def _check_may_share(self, partners) -> None:
        """Keep the tickets of a customer from those of another one."""
        customer = self._get_ticket_customer()
        if not customer or not self.crm_topic_id:
            raise UserError(
                self.env._("Name the customer or a contact on the ticket first.")
            )
        if others := partners.filtered(
            lambda p: (p.crm_customer_id or p) != customer and p != self.partner_id
        ):
            raise UserError(
                self.env._(
                    "%(names)s: only contacts of %(customer)s can see its ticket.",
                    names=", ".join(others.mapped("name")),
                    customer=customer.display_name,
                )
            )

    def action_invite(self) -> dict:
        """Open the window in which persons of the customer are added."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Add persons of the customer"),
            "res_model": "crm.portal.invite",
            "views": [[False, "form"]],
            "target": "new",
            "context": {"default_task_id": self.id},
        }
