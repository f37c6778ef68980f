from odoo import api, fields, models
from odoo.exceptions import UserError


class CrmPortalShare(models.Model):
    """What colleagues do with the access of a person outside."""

    _inherit = "crm.portal.share"

    email = fields.Char(string="E-mail", compute="_compute_email")
    state = fields.Selection(
        [
            ("following", "Follows"),
            ("open", "Without mails"),
            ("expired", "Link expired"),
            ("left", "Person has left"),
            ("revoked", "Revoked"),
        ],
        compute="_compute_state",
    )

    @api.depends("partner_id.email")
    @api.depends_context("uid")
    def _compute_email(self):
        """Tell the address to whoever may see the person."""
        seen = self.partner_id._filtered_access("read")
        for share in self:
            share.email = share.partner_id in seen and share.partner_id.email

    @api.depends(
        "is_revoked",
        "follows",
        "expiry_date",
        "partner_id.active",
        "partner_id.crm_customer_id",
        "partner_id.crm_ticket_access",
        "partner_id.user_ids.active",
        "task_id.partner_id",
    )
    def _compute_state(self):
        for share in self:
            # sudo: res.partner - whether they are still there, and no more
            if share.is_revoked:
                share.state = "revoked"
            elif not share.sudo()._is_open():
                share.state = "left"
            elif share._is_expired():
                share.state = "expired"
            else:
                share.state = "following" if share.follows else "open"

    def _to_change(self):
        """Return the shares as superuser, if the user may change the tickets."""
        self.check_access("read")
        self.task_id.check_access("write")
        # sudo: crm.portal.share - the right to change the ticket was checked
        return self.sudo()

    def action_revoke(self) -> None:
        """Close the ticket to the person; their link is worthless at once."""
        shares_sudo = self._to_change()
        shares_sudo.is_revoked = True
        shares_sudo._log(self.env._("Access revoked: %s"))

    def action_renew(self) -> None:
        """Send the person a new link; the old one is worthless."""
        shares_sudo = self._to_change()
        shares_sudo._check_mail()
        for share_sudo in shares_sudo:
            share_sudo.write({"is_revoked": False, "nonce": self._make_nonce()})
            share_sudo._check_open()
            share_sudo.task_id._send_link(share_sudo)
        shares_sudo._log(self.env._("New link sent: %s"))

    def action_follow(self) -> None:
        """Let the person get mails again, or none any more; they keep access."""
        for share_sudo in self._to_change():
            share_sudo.follows = not share_sudo.follows

    def _check_mail(self) -> None:
        """Refuse to send a link to nowhere."""
        if lost := self.partner_id.filtered(lambda p: not p.email or not p.active):
            raise UserError(
                self.env._(
                    "Without an e-mail address or archived: %(names)s",
                    names=", ".join(lost.mapped("name")),
                )
            )

    def _check_open(self) -> None:
        """Refuse to send a link that opens nothing."""
        if lost := self.filtered(lambda share: not share._is_open()):
            raise UserError(
                self.env._(
                    "No contact of the customer any more, or without access to the "
                    "portal: %(names)s",
                    names=", ".join(lost.partner_id.mapped("name")),
                )
            )

    def _log(self, text: str) -> None:
        """Note on the tickets what was done with whose access."""
        for task, shares in self.grouped("task_id").items():
            task._message_log(body=text % ", ".join(shares.partner_id.mapped("name")))
