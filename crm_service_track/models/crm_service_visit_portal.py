import json
from typing import NamedTuple

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_amount, format_date, format_datetime, format_duration

from ..tools.visit_times import Stretch, to_hours

SENT = ("waiting", "approved", "objected", "closed")
# may be written on by the firm after the customer has answered
REOPENED = ("objected", "cancelled")
ROW_FIELDS = (
    "name",
    "state",
    "date_start",
    "date_end",
    "type_id",
    "user_id",
    "contact_name",
    "fee_kind",
    "fee_total",
    "currency_id",
    "score",
    "answered_date",
    "evidence_text",
)


class VisitPhoto(NamedTuple):
    id: int
    name: str


class VisitRow(NamedTuple):
    """What the customer sees of a service in the list."""

    id: int
    number: str
    date: str
    times: str
    service: str
    technician: str
    contact: str
    duration: str
    fee: str
    state: str
    state_label: str
    score: int


class VisitPage(NamedTuple):
    """What the customer sees of one service, and nothing else of it."""

    row: VisitRow
    company: str
    cover: str
    fee: str
    result: str
    photos: list  # of VisitPhoto
    answer: str
    answer_label: str
    answered_on: str
    answered_by: str
    objection: str
    comment: str


class CrmServiceVisit(models.Model):
    """What of a form is on the portal: values by name, never a record."""

    _inherit = "crm.service.visit"

    answer_partner_id = fields.Many2one(
        "res.partner",
        string="Signed in as",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        help="Who answered, where the person was signed in on the portal.",
    )

    def _keep_answer(self, values, info):
        return super()._keep_answer({"answer_partner_id": False, **values}, info)

    def _get_answer_values(self):
        person = self.answer_partner_id
        return super()._get_answer_values() | {"signed_in_as": person.name or ""}

    @api.model
    def _get_portal_domain(self, partner, companies) -> Domain:
        """Return the services that a person outside sees: sent ones, of the customer.

        A cancelled one only if the customer had it before.
        """
        seen = Domain("state", "in", SENT)
        had = Domain("sent_date", "!=", False) | Domain("answered_date", "!=", False)
        seen |= Domain("state", "=", "cancelled") & had
        return seen & partner._get_own_services_domain(companies)

    @api.model
    def _get_portal_states(self) -> dict[str, str]:
        """Return the states in the words of the customer."""
        return {
            "waiting": self.env._("Waiting for your approval"),
            "approved": self.env._("You approved it"),
            "objected": self.env._("You objected"),
            "closed": self.env._("Completed"),
            "cancelled": self.env._("Withdrawn"),
        }

    @api.model
    def _get_portal_rows(self, domain, order: str, limit: int, offset: int) -> list:
        """Return the rows of the forms of a domain that was made for a person."""
        # sudo: crm.service.visit - the domain says what the person may see
        visits_sudo = self.sudo().search_fetch(
            domain, ROW_FIELDS, order=order, limit=limit, offset=offset
        )
        states = self._get_portal_states()
        return [visit._get_portal_row(states) for visit in visits_sudo]

    def _get_portal_row(self, states: dict) -> VisitRow:
        shown = self._get_shown()
        stretch = shown["stretch"]
        return VisitRow(
            id=self.id,
            number=self.name or "",
            date=format_date(self.env, self._to_local(stretch.start).date()),
            times=self._format_stretch(stretch),
            service=shown["service"],
            technician=shown["technician"],
            contact=shown["contact"],
            duration=format_duration(to_hours(stretch)),
            fee=self._format_money(shown["total"]) if shown["total"] else "",
            state=self.state,
            state_label=states[self.state],
            score=self.score if self.answered_date else 0,
        )

    def _get_portal_page(self) -> VisitPage:
        """Return what a person outside is shown of the form."""
        self.ensure_one()
        shown = self._get_shown()
        answer = self.answer if self.answered_date else ""
        return VisitPage(
            row=self._get_portal_row(self._get_portal_states()),
            company=self.company_id.name,
            cover=shown["cover"] if "cover" in shown else self._get_cover_text(),
            fee=shown["fee"] if "fee" in shown else self._format_fee(),
            result=shown.get("result", self.result or ""),
            photos=[
                VisitPhoto(photo.id, photo.name) for photo in self._get_portal_photos()
            ],
            answer=answer or "",
            answer_label=self._get_answer_words().get(answer, ""),
            answered_on=self._format_answered() if answer else "",
            answered_by=self._get_portal_answerer() if answer else "",
            objection=(answer == "object" and self.objection_line) or "",
            comment=(answer and self.customer_comment) or "",
        )

    def _get_portal_answerer(self) -> str:
        """Return who answered, as far as it is known."""
        return self.signer_name or self.answer_partner_id.name or ""

    def _format_answered(self) -> str:
        zone = self._to_local(self.answered_date).tzinfo
        return format_datetime(
            self.env, self.answered_date, tz=str(zone), dt_format="short"
        )

    def _format_money(self, amount: float) -> str:
        return format_amount(self.env, amount, self.currency_id)

    # -- what the customer was shown ---------------------------------------------

    def _get_shown(self) -> dict:
        """Return what the customer was shown last.

        What the firm writes on after an objection is its own until it is sent.
        """
        self.ensure_one()
        if self.state in REOPENED and self.answered_date and self.evidence_text:
            return self._read_shown(json.loads(self.evidence_text))
        return {
            "stretch": self._get_stretch(),
            "service": self.type_id.name,
            "technician": self.user_id.name,
            "contact": self.contact_name or "",
            "total": self.fee_total if self.fee_kind != "none" else 0,
        }

    def _read_shown(self, told: dict) -> dict:
        """Return what was shown from what is kept of the answer."""
        moment, fee = fields.Datetime.to_datetime, told["fee"]
        service = self.type_id
        is_same = service.with_context(lang="en_US").name == told["service"]
        money = {key: self._format_money(fee[key]) for key in ("untaxed", "tax")}
        money["total"] = self._format_money(fee["total"])
        return {
            "stretch": Stretch(moment(told["start_utc"]), moment(told["end_utc"])),
            "service": service.name if is_same else told["service"],
            "technician": told["technician"],
            "contact": told["authorised_person"],
            "total": fee["total"],
            "cover": self._read_cover(told.get("cover")),
            "fee": self.env._("%(untaxed)s + tax %(tax)s = %(total)s", **money)
            if fee["total"]
            else self.env._("No fee"),
            "result": told["result"],
            "photos": told["photos"],
        }

    def _read_cover(self, cover: dict | None) -> str:
        if not cover or not cover["hours"]:
            return ""
        return self.env._(
            "%(covered)s covered by contract %(contract)s",
            covered=format_duration(cover["hours"]),
            contract=cover["contract"],
        )

    def _get_portal_photos(self):
        """Return the photos that the customer was shown last."""
        photos, shown = self.photo_ids.sorted("id"), self._get_shown()
        if "photos" not in shown:
            return photos
        return photos.filtered(lambda photo: photo.checksum in shown["photos"])

    def _get_portal_pdf(self) -> bytes:
        """Return the form on paper: as it was answered, else as it was sent."""
        self.ensure_one()
        # sudo: ir.attachment - what the customer has answered
        evidence_sudo = self.sudo().evidence_id
        if self.answered_date and evidence_sudo:
            return evidence_sudo.raw
        return self._get_pdf()

    # -- answering ---------------------------------------------------------------

    def _get_portal_link(self, partner):
        """Return the link by which a person signed in answers; none when it is late.

        The one that was mailed, or a new one when that has ended.
        """
        self.ensure_one()
        # sudo: crm.service.visit.link - no one has rights on links
        links_sudo = self.env["crm.service.visit.link"].sudo()
        if self.state != "waiting":
            return links_sudo
        good = self.sudo().link_ids.filtered(lambda link: not link._get_problem())
        if good:
            return good[:1]
        visit = self.with_context(lang=self.company_id._get_log_lang())
        visit._message_log(
            body=visit.env._("A new link was made on the portal."),
            author_id=partner.id,
        )
        return links_sudo._issue(self.sudo())
