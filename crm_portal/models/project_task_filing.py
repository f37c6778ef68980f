from typing import NamedTuple

from odoo import api, models
from odoo.tools import plaintext2html

from .crm_portal_sender import Sender


class Question(NamedTuple):
    """What somebody outside asks: by the public form, a link or the portal."""

    topic: object  # crm.portal.topic
    subject: str
    text: str
    files: list  # of dicts with name, raw and mimetype, judged before
    channel: str = "form"
    # further values of the ticket, set by the server alone
    values: dict = {}  # noqa: RUF012
    # answers to the topic's questions, by question
    answers: dict = {}  # noqa: RUF012
    # whether the ticket is shared with the sender, who is mailed the link
    is_link_sent: bool = True


class ProjectTask(models.Model):
    """A ticket filed by somebody outside."""

    _inherit = "project.task"

    @api.model
    def _file_ticket(self, question: Question, sender: Sender):
        """Return the new ticket: handed out, its sender told; with superuser rights.

        :param question: checked before; who asks may ask about its topic
        """
        company = question.topic.company_id
        # sudo: project.task - who asks files a ticket with these values and no others
        tasks_sudo = self.sudo().with_company(company)
        # as core takes a mail in: what was asked is the first post, not "Task Created"
        quiet_sudo = tasks_sudo.with_context(
            mail_create_nosubscribe=True, mail_create_nolog=True
        )
        ticket_sudo = quiet_sudo.create(self._get_filing_values(question, sender))
        if question.is_link_sent:
            ticket_sudo._receive_question(sender.partner, question.text, question.files)
        return ticket_sudo

    @api.model
    def _get_filing_values(self, question: Question, sender: Sender) -> dict:
        return {
            "name": question.subject,
            "description": plaintext2html(question.text),
            "crm_topic_id": question.topic.id,
            "partner_id": sender.partner.id,
            "user_ids": [],
            "company_id": question.topic.company_id.id,
            "crm_channel": question.channel,
            "crm_is_unverified": sender.is_known and question.channel == "form",
            **question.values,
        }
