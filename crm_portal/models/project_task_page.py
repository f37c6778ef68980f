from typing import NamedTuple

from odoo import api, models
from odoo.tools.misc import format_datetime

from .crm_portal_answer_reader import get_zone


class TicketFile(NamedTuple):
    id: int
    name: str


class TicketPost(NamedTuple):
    id: int
    author: str
    is_own: bool
    date: str  # on the reader's clock
    body: object  # Markup
    files: list  # of TicketFile


class TicketReply(NamedTuple):
    """What was answered to a question; named as its record is."""

    question_type: str
    question_label: str
    value_text: str
    display_value: str
    attachment_ids: list  # of TicketFile


class TicketPage(NamedTuple):
    """What somebody outside sees of a ticket, and nothing else of it."""

    number: str
    name: str
    topic: str
    is_closed: bool
    is_reopenable: bool
    waiting_for: str
    waiting_since: str  # on the reader's clock
    follows: bool
    posts: list  # of TicketPost
    replies: list  # of TicketReply


class TicketRow(NamedTuple):
    """What somebody outside sees of a ticket in the list."""

    id: int
    number: str
    name: str
    topic: str
    is_closed: bool
    waiting_for: str
    waiting_since: str  # on the reader's clock
    person: str
    last_author: str
    last_date: str  # on the reader's clock


ROW_FIELDS = (
    "crm_number",
    "name",
    "crm_topic_id",
    "state",
    "crm_closed_date",
    "crm_waiting_for",
    "crm_waiting_since",
    "partner_id",
    # for whose clock times are shown where the reader has none
    "company_id",
)


class ProjectTask(models.Model):
    """What of a ticket leaves the house: values by name, never a record."""

    _inherit = "project.task"

    def _get_ticket_page(self, partner) -> TicketPage:
        """Return what a person outside is shown of the ticket."""
        self.ensure_one()
        # sudo: project.task - the caller has found out that the person may see it
        ticket_sudo = self.sudo()
        ticket_sudo.fetch(ROW_FIELDS)
        ticket_sudo = ticket_sudo._on_clock_of(partner)
        share_sudo = (
            self.env["crm.portal.share"]
            .sudo()
            .search_fetch(
                [("task_id", "=", self.id), ("partner_id", "=", partner.id)],
                ["follows"],
            )
        )
        return TicketPage(
            number=ticket_sudo.crm_number or "",
            name=ticket_sudo.name,
            topic=ticket_sudo.crm_topic_id.name or "",
            is_closed=ticket_sudo.is_closed,
            is_reopenable=ticket_sudo.is_closed and ticket_sudo._is_reopenable(),
            waiting_for=ticket_sudo.crm_waiting_for or "",
            waiting_since=ticket_sudo._format_date(ticket_sudo.crm_waiting_since),
            follows=share_sudo.follows,
            posts=ticket_sudo._get_ticket_posts(partner),
            replies=ticket_sudo._get_ticket_replies(),
        )

    def _get_ticket_replies(self) -> list[TicketReply]:
        return [
            TicketReply(
                reply.question_type,
                reply.question_label,
                reply.value_text or "",
                reply.display_value or "",
                [TicketFile(f.id, f.name) for f in reply.attachment_ids],
            )
            for reply in self.crm_reply_ids
        ]

    def _get_ticket_posts(self, partner) -> list[TicketPost]:
        return [
            TicketPost(
                id=message.id,
                author=message.author_id.name or message.email_from or "",
                is_own=message.author_id == partner,
                date=self._format_date(message.date),
                body=message._get_text_for_customer(),
                files=[TicketFile(f.id, f.name) for f in message.attachment_ids],
            )
            for message in self._get_visible_messages()
        ]

    def _on_clock_of(self, partner):
        """Return the tickets with times in a person's time zone, or the company's."""
        # sudo: res.partner - whoever reads the page
        zone = partner.sudo().tz
        if not zone:
            # sudo: project.task - of which company it is, whoever reads
            zone = get_zone(self.env, self.sudo().company_id)
        return self.with_context(tz=zone)

    @api.model
    def _format_date(self, date) -> str:
        # a widget of the page costs twice as much, a hundred times
        zone = self.env.context.get("tz")
        return format_datetime(self.env, date, tz=zone, dt_format="short")

    @api.model
    def _get_ticket_rows(self, domain, order: str, limit: int, offset: int) -> list:
        """Return the rows of the tickets of a domain that was made for a person."""
        # sudo: project.task - the domain says what the person may see
        tickets_sudo = self.sudo().search_fetch(
            domain, ROW_FIELDS, order=order, limit=limit, offset=offset
        )
        last = tickets_sudo._get_last_posts()
        return [ticket._get_ticket_row(last.get(ticket.id)) for ticket in tickets_sudo]

    def _get_ticket_row(self, last) -> TicketRow:
        return TicketRow(
            id=self.id,
            number=self.crm_number or "",
            name=self.name,
            topic=self.crm_topic_id.name or "",
            is_closed=self.is_closed,
            waiting_for=self.crm_waiting_for or "",
            waiting_since=self._format_date(self.crm_waiting_since),
            person=self.partner_id.name or "",
            last_author=(last and last.author_id.name) or "",
            last_date=self._format_date(last and last.date),
        )

    def _get_last_posts(self) -> dict:
        """Return the newest post that the customer reads, by ticket."""
        # sudo: mail.message - visible to the customer by choice of somebody
        messages_sudo = self.env["mail.message"].sudo()
        newest = messages_sudo._read_group(
            [
                ("model", "=", self._name),
                ("res_id", "in", self.ids),
                ("crm_is_visible", "=", True),
            ],
            ["res_id"],
            ["id:max"],
        )
        posts = messages_sudo.browse([message_id for _ticket, message_id in newest])
        posts.fetch(["author_id", "date"])
        return {
            ticket: messages_sudo.browse(message_id) for ticket, message_id in newest
        }
