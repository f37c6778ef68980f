from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import consteq, email_normalize, hmac, is_html_empty
from odoo.tools.mail import email_split_tuples

from ..tools import ticket_mail
from ..tools.audience import INSIDE, KEY
from ..tools.quotes import cut_quotes
from .project_task_ticket import US


class ProjectTask(models.Model):
    """Mails that arrive on a ticket: from its customer, a colleague or a stranger."""

    _inherit = "project.task"

    crm_copy_ids = fields.One2many(
        "crm.portal.copy", "task_id", export_string_translation=False
    )
    crm_answer_address = fields.Char(
        string="Answer address",
        compute="_compute_crm_answer_address",
        groups="base.group_user",
        help="What colleagues mail to this address goes to the customer, without what "
        "the mail quotes. Any other mail of theirs stays among colleagues.",
    )

    # -- the answer address ------------------------------------------------------

    @api.depends("crm_number", "company_id")
    @api.depends_context("uid")
    def _compute_crm_answer_address(self):
        self.crm_answer_address = False
        tickets = self.filtered("crm_number")._filtered_access("write")
        domains = tickets.sudo()._mail_get_alias_domains()
        for ticket in tickets:
            if domain := domains[ticket.id]:
                ticket.crm_answer_address = (
                    f"{domain.catchall_alias}+answer-{ticket.crm_number.lower()}"
                    f"-{ticket._get_answer_mark()}@{domain.name}"
                )

    def _get_answer_mark(self) -> str:
        """Return what nobody can guess in the ticket's answer address."""
        self.ensure_one()
        return hmac(self.env(su=True), "crm_portal.answer", [self.id, self.crm_number])[
            :20
        ]

    def _is_answer_mark(self, mark: str) -> bool:
        return consteq(self._get_answer_mark(), mark)

    # -- mails -------------------------------------------------------------------

    @api.model
    def _cut_quotes(self, body: str):
        """Return a mail without what it quotes, as its readers have that already."""
        return Markup(cut_quotes(body, keeps_below=True))

    def message_post(self, **kwargs):
        """Judge a mail to a ticket by who wrote it, before and after it is posted."""
        mail = ticket_mail.get_mail(self.env.context)
        # sudo: project.task - whether this is a ticket, whoever writes
        if not mail or len(self) != 1 or not self.sudo().crm_topic_id:
            return super().message_post(**kwargs)
        # what is posted on the way is no mail
        ticket = self.with_context(**{ticket_mail.KEY: None})
        if mail.is_auto:
            return ticket._post_of_machine(kwargs)
        author = self.env["res.partner"].browse(kwargs.get("author_id") or ())
        user = self._find_colleague(author)
        if user:
            return ticket._post_of_colleague(kwargs, user, mail)
        if author and author.id in self._get_shares().partner_id.ids:
            return ticket._post_of_customer(kwargs, mail)
        return ticket._post_of_stranger(kwargs)

    @api.model
    def _find_colleague(self, partner):
        # sudo: res.users - who works here, whoever writes
        return partner.sudo().user_ids.filtered(lambda u: u.active and not u.share)[:1]

    def _post_internal(self, kwargs: dict, **values):
        """Post a mail that nobody outside reads."""
        kwargs |= {"is_internal": True, **values}
        return self.message_post(**kwargs)

    def _post_of_machine(self, kwargs: dict):
        """Keep what a program answered; nobody waits for anything by that."""
        kwargs.pop("subtype_id", None)
        return self._post_internal(kwargs, subtype_xmlid="mail.mt_note", partner_ids=[])

    def _post_of_colleague(self, kwargs: dict, user, mail):
        """Keep a colleague's mail inside, unless it went to the answer address."""
        # sudo: project.task - its number, whatever the user may do
        is_answer = mail.number and mail.number == self.sudo().crm_number
        if not is_answer or not self.with_user(user).has_access("write"):
            return self._post_internal(kwargs)
        body = cut_quotes(kwargs.get("body") or "")
        if error := self._find_answer_error(body, kwargs.get("attachments"), user):
            message = self._post_internal(kwargs)
            self._tell_not_sent(user, error)
            return message
        kwargs.pop("subtype_id", None)
        message = self._post_visible(
            **kwargs
            | {
                "body": Markup(body),
                "is_internal": False,
                "subtype_xmlid": "mail.mt_comment",
                "partner_ids": self._get_open_shares().partner_id.ids,
            }
        )
        self._note_answer(message)
        return message

    def _find_answer_error(self, body, files, user) -> str:
        """Return why a colleague's mail is no answer, in their language."""
        ticket = self.with_context(lang=user.lang)
        if is_html_empty(body) and not files:
            return ticket.env._(
                "There is no text above what the mail quotes. It was kept as an "
                "internal note; write the answer above the quote."
            )
        try:
            with self.env.cr.savepoint():
                ticket._share_with_customer()
        except UserError as error:
            # a mail is kept, whatever is missing
            return str(error)
        return ""

    def _tell_not_sent(self, user, reason: str) -> None:
        """Tell a colleague that a mail was no answer, and why."""
        ticket = self.with_context(lang=user.lang)
        ticket.message_notify(
            partner_ids=user.partner_id.ids,
            subject=ticket.env._("Your answer did not go out"),
            body=reason,
        )

    def _post_of_customer(self, kwargs: dict, mail):
        """Show the customer's own mail on the page; handlers are told of it."""
        kwargs.pop("subtype_id", None)
        kwargs |= {"is_internal": False, "subtype_xmlid": "mail.mt_comment"}
        # sudo: project.task - notes of ours that follow what is said
        ticket_sudo = self.sudo()
        if ticket_sudo._is_reply(kwargs.get("parent_id")):
            ticket_sudo._note_verified(kwargs.get("author_id"))
        message = ticket_sudo._post_visible(**kwargs)
        if ticket_sudo.is_closed and ticket_sudo._is_reopenable():
            ticket_sudo._open_again(
                self.env._("The customer has opened the ticket again by a mail.")
            )
        # as on the page: nobody waits on a closed ticket, its handlers are told
        if not ticket_sudo.is_closed:
            ticket_sudo._wait_for(US)
        ticket_sudo._offer_people(mail.copies, "copy")
        return message

    def _is_reply(self, parent_id: int | None) -> bool:
        """Return whether a mail answers one of ours on the ticket, got by its writer.

        What came by mail does not count: who sent it knows its name.
        """
        # sudo: mail.message - where it is, whoever writes
        parent_sudo = self.env["mail.message"].sudo().browse(parent_id or ())
        place = (parent_sudo.model, parent_sudo.res_id)
        return place == (self._name, self.id) and parent_sudo.message_type != "email"

    def _post_of_stranger(self, kwargs: dict):
        """Keep a mail of somebody who does not see the ticket among colleagues."""
        people = email_split_tuples(kwargs.get("email_from") or "")[:1]
        self._offer_people(people, "writer")
        ticket = self.with_context(**{KEY: INSIDE})
        return ticket._post_internal(kwargs, crm_is_stranger=True)

    def _open_again(self, note: str) -> None:
        """Work on a closed ticket again, and say why."""
        self.state = "01_in_progress"
        self._message_log(body=note)

    # -- people in copy ----------------------------------------------------------

    def _offer_people(self, people, kind: str) -> None:
        """Propose to colleagues to share the ticket with people of a mail."""
        named = {email_normalize(email): name for name, email in people}
        named.pop(False, None)
        for email in self._get_known_addresses(list(named)):
            named.pop(email, None)
        if named:
            # sudo: crm.portal.copy - an offer to colleagues, whoever wrote
            copies_sudo = self.env["crm.portal.copy"].sudo()
            copies_sudo._offer(
                self, [(name, email) for email, name in named.items()], kind
            )

    def _get_known_addresses(self, emails: list[str]) -> set[str]:
        """Return which addresses are ours, of colleagues, or of who sees the ticket."""
        # sudo: mail.alias.domain, res.users, crm.portal.share - whoever wrote
        domains_sudo = self.env["mail.alias.domain"].sudo()
        known = set(domains_sudo._find_aliases(emails))
        known |= {
            email
            for email in emails
            if ticket_mail.ADDRESS.search(email.partition("@")[0])
        }
        users_sudo = self.env["res.users"].sudo()
        colleagues = users_sudo.search(
            [("share", "=", False), ("email_normalized", "in", emails)]
        )
        known |= set(colleagues.mapped("email_normalized"))
        return known | set(self._get_shares().partner_id.mapped("email_normalized"))

    @api.model
    def message_new(self, msg_dict, custom_values=None):
        """Share a ticket that begins with a mail with who wrote it."""
        task = super().message_new(msg_dict, custom_values=custom_values)
        partner = task.partner_id
        if not task.crm_topic_id or not partner.partner_share:
            return task
        # sudo: project.task - noted by the ticket itself; anybody can write a known
        # address above a mail, and who reads ours shows that it is theirs
        task.sudo().write({"crm_channel": "mail", "crm_is_unverified": True})
        # sudo: crm.portal.share - who files a ticket sees it
        share = self.env["crm.portal.share"].sudo()._share(task, partner)
        mail = ticket_mail.get_mail(self.env.context)
        if not (mail and mail.is_auto):
            task.with_context(**{ticket_mail.KEY: None})._send_link(share)
        return task
