from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import formataddr


class CrmPortalCopy(models.Model):
    """Somebody outside who was in copy of a mail to a ticket, or wrote one unasked.

    They see nothing of the ticket until a colleague shares it with them.
    """

    _name = "crm.portal.copy"
    _description = "Person in copy of a ticket's mail"
    _order = "id"
    _rec_name = "email"

    task_id = fields.Many2one(
        "project.task", string="Ticket", required=True, ondelete="cascade", index=True
    )
    name = fields.Char()
    email = fields.Char(string="E-mail", required=True)
    kind = fields.Selection(
        [("copy", "Was in copy"), ("writer", "Wrote to the ticket")],
        required=True,
        default="copy",
    )
    is_done = fields.Boolean(string="Decided")

    _email_unique = models.UniqueIndex("(task_id, email)")

    @api.model
    def _offer(self, task, people: list[tuple[str, str]], kind: str) -> None:
        """Note people whom colleagues may share the ticket with; each once."""
        known = self.search(
            [("task_id", "=", task.id), ("email", "in", [mail for _n, mail in people])]
        ).mapped("email")
        new = {email: name for name, email in people if email not in known}
        self.create(
            [
                {"task_id": task.id, "name": name, "email": email, "kind": kind}
                for email, name in new.items()
            ]
        )

    def action_share(self) -> None:
        """Share the ticket with them, and send them the link."""
        self._check_may_decide()
        for copy_sudo in self.sudo():
            ticket = copy_sudo.task_id
            # sudo: res.partner - made by who may write the ticket, as checked
            partner = ticket._partner_find_from_emails_single(
                [formataddr((copy_sudo.name or "", copy_sudo.email))], no_create=False
            )
            share = self.env["crm.portal.share"].sudo()._share(ticket, partner)
            share.write({"is_revoked": False, "follows": True})
            ticket._send_link(share)
            copy_sudo.is_done = True
            ticket._message_log(
                body=self.env._("Shared with %s.", partner.email or partner.name),
                author_id=self.env.user.partner_id.id,
            )

    def action_ignore(self) -> None:
        """Share nothing with them, and do not ask again."""
        self._check_may_decide()
        # sudo: crm.portal.copy - the user may write the ticket, as just checked
        self.sudo().is_done = True

    def _check_may_decide(self) -> None:
        if not self.env.user._is_internal():
            raise AccessError(self.env._("Only colleagues share tickets."))
        # sudo: crm.portal.copy - of which ticket; the user's rights on that count
        self.env["project.task"].browse(self.sudo().task_id.ids).check_access("write")
