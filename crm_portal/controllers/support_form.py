from typing import NamedTuple

from psycopg2.errors import UniqueViolation
from werkzeug.exceptions import NotFound

from odoo import fields, http
from odoo.exceptions import ConcurrencyError
from odoo.http import request
from odoo.tools import email_normalize

from ..models.project_task_filing import Question
from ..models.project_task_later import LATER
from ..tools.form_values import clean_line, clean_text
from .guards_form import CAPTCHA, GuardsForm
from .reads_answers import ReadsAnswers
from .reads_files import MOST_CONTENT, ReadsFiles

# what a visitor can fill in: the longest text, and whether it has to be there
FIELDS = {
    "first_name": (60, True),
    "last_name": (60, True),
    "email": (120, True),
    "phone": (40, False),
    "company_name": (120, False),
    "topic_id": (12, False),
    "subject": (150, True),
    "text": (10_000, True),
}
# no person sees this field; machines fill it in
HONEYPOT = "website_url"


# of these, what is asked whoever is signed in: who asks is known
ASKED = ("topic_id", "subject", "text")


class Place(NamedTuple):
    """Where the form is shown: page, frame, preview, a customer's link, the portal."""

    template: str = "crm_portal.support_form"
    action: str = "/support"
    is_frame: bool = False
    is_preview: bool = False
    link: object = None  # crm.portal.link
    person: object = None  # res.partner, who is signed in

    @property
    def customer(self):
        """The customer who asks, where that is known."""
        if self.person:
            return self.person.crm_customer_id
        return self.link.customer_id if self.link else None

    @property
    def fields(self) -> dict:
        """What can be filled in here."""
        if not self.person:
            return FIELDS
        return {name: rule for name, rule in FIELDS.items() if name in ASKED}


PAGE = Place()


class SupportForm(GuardsForm, ReadsAnswers, ReadsFiles, http.Controller):
    """The public form: no account, no JavaScript needed."""

    @http.route(
        "/support",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        sitemap=False,
    )
    def support(self, **_query):
        """Show the form, where it is switched on."""
        self._check_is_open()
        return self._render({}, {})

    @http.route(
        "/support",
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
        sitemap=False,
        max_content_length=MOST_CONTENT,
    )
    def support_file(self, **post):
        """File a ticket, or show the form again with what is wrong."""
        self._check_is_open()
        return self._receive(post, PAGE)

    @http.route(
        "/support/thanks",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        sitemap=False,
    )
    def support_thanks(self, **_query):
        """Tell the number; the same for whoever is known and whoever is not."""
        self._check_is_open()
        return self._guard(
            request.render(
                "crm_portal.support_thanks",
                {"number": request.session.get("crm_support_number")},
            )
        )

    # -- what was sent -----------------------------------------------------------

    def _receive(self, post: dict, place: Place):
        """File what was sent and say so, or say what is wrong with it."""
        if post.get(HONEYPOT):
            # a machine is told what it wants to hear
            return self._thank(request.env["project.task"], place)
        values, topics = self._read_values(post), self._get_topics(place)
        errors = self._find_errors(values, topics, place)
        topic_sudo = self._choose_topic(values, topics)
        answers = self._read_answers(topic_sudo, values, errors, place.customer)
        files, bad = self._read_files()
        if bad:
            errors["files"] = bad
        errors = errors or self._find_abuse(values, place)
        if errors:
            return self._refuse(values, errors, place)
        question = Question(
            topic_sudo, values["subject"], values["text"], files, answers=answers
        )
        return self._thank(self._file_once(question, values, place), place)

    def _read_values(self, post: dict) -> dict:
        """Return what was filled in, whatever was sent."""
        values = {
            name: (clean_text if name == "text" else clean_line)(post.get(name), length)
            for name, (length, _required) in FIELDS.items()
        }
        for name in ("consent", "consent_id", "form_key"):
            values[name] = clean_line(post.get(name), 300)
        return values

    def _file_once(self, question: Question, values: dict, place: Place):
        """File the ticket; a page that is sent twice at once makes one."""
        key = self._read_key(values["form_key"])
        # sudo: project.task - only the ticket that this very page has filed
        tasks_sudo = request.env["project.task"].sudo()
        found_sudo = key and tasks_sudo.search([("crm_form_key", "=", key)], limit=1)
        if found_sudo:
            return found_sudo
        further = self._prepare_filing_values(place)
        question = question._replace(
            values={**question.values, **further, "crm_form_key": key or False}
        )
        try:
            with request.env.cr.savepoint():
                return self._file_ticket(question, values, place)
        except UniqueViolation as error:
            if "crm_form_key" not in str(error.diag.constraint_name):
                raise
            # filed this moment, by the first of the two: looked for once more, in a
            # transaction that sees it
            raise ConcurrencyError(key) from error

    def _refuse(self, values: dict, errors: dict, place: Place):
        if self._wants_json():
            return request.make_json_response({"errors": errors}, status=422)
        return self._render(values, errors, place)

    def _thank(self, ticket_sudo, place: Place):
        """Lead on to the page that tells the number."""
        if not place.is_frame:
            request.session["crm_support_number"] = ticket_sudo.crm_number
        url = self._get_thanks_url(ticket_sudo, place)
        if self._wants_json():
            return request.make_json_response(
                {"url": request.env["ir.http"]._url_for(url)}
            )
        return request.redirect(url)

    def _get_thanks_url(self, ticket_sudo, place: Place) -> str:
        return "/support/thanks"

    def _wants_json(self) -> bool:
        """Return whether the page's own script has sent the form."""
        return request.httprequest.headers.get("X-Crm-Support") == "1"

    # -- the form ----------------------------------------------------------------

    def _check_is_open(self) -> None:
        if not request.website.crm_support_is_open:
            raise NotFound

    def _get_topics(self, place: Place = PAGE):
        company = place.link.company_id if place.link else request.website.company_id
        # sudo: crm.portal.topic - what may be chosen here, also where whoever is
        # signed in belongs to another company
        topics_sudo = request.env["crm.portal.topic"].sudo().with_company(company)
        return topics_sudo._get_public_topics(place.customer)

    def _get_texts(self):
        return request.website._get_portal_texts()

    def _render(self, values: dict, errors: dict, place: Place = PAGE):
        response = request.render(
            place.template,
            {
                "values": values,
                "errors": errors,
                "topics": self._get_topics(place),
                "customer": place.customer,
                "texts": self._get_texts(),
                "place": place,
                "honeypot": HONEYPOT,
                "captcha": None if place.person else CAPTCHA,
                "form_key": self._make_key(),
            },
            status=422 if errors else 200,
        )
        return self._guard(response)

    def _find_errors(self, values: dict, topics, place: Place) -> dict[str, str]:
        """Return what is wrong, by field, in the visitor's language."""
        if not topics:
            return {"form": request.env._("Nothing can be asked here at the moment.")}
        errors = {
            name: request.env._("Please fill this in.")
            for name, (_length, required) in place.fields.items()
            if required and not values[name]
        }
        if values["email"] and not email_normalize(values["email"]):
            errors["email"] = request.env._("This is no e-mail address.")
        if not self._choose_topic(values, topics):
            errors["topic_id"] = request.env._("Please choose a topic.")
        return errors | self._find_consent_errors(values, place)

    def _get_consent(self, place: Place):
        """Return what has to be agreed to here; who has an account did that."""
        return None if place.person else self._get_texts().consent

    def _find_consent_errors(self, values: dict, place: Place) -> dict[str, str]:
        """Return what is missing of the consent, where there is a text for it."""
        consent_sudo = self._get_consent(place)
        if not consent_sudo:
            return {}
        if not values["consent"]:
            return {"consent": request.env._("Please read this and agree to it.")}
        if values["consent_id"] != str(consent_sudo.id):
            return {
                "consent": request.env._(
                    "This text has changed meanwhile. Load the page again and read it."
                )
            }
        return {}

    def _choose_topic(self, values: dict, topics):
        """Return the topic chosen; the only one needs no choice."""
        if len(topics) == 1:
            return topics
        return topics.filtered(lambda topic: str(topic.id) == values["topic_id"])

    # -- the ticket --------------------------------------------------------------

    def _file_ticket(self, question: Question, values: dict, place: Place):
        sender = self._find_sender(question, values, place)
        tasks = request.env["project.task"].with_context(**LATER)
        ticket_sudo = tasks._file_ticket(question, sender)
        if not place.person:
            self._blur_time()
        return ticket_sudo

    def _find_sender(self, question: Question, values: dict, place: Place):
        senders = request.env["crm.portal.sender"]
        return senders._get_sender(values, question.topic.company_id)

    def _prepare_filing_values(self, place: Place) -> dict:
        """Return further values of the ticket, none of them from the visitor."""
        consent_sudo = self._get_consent(place)
        if not consent_sudo:
            return {}
        return {
            "crm_consent_id": consent_sudo.id,
            "crm_consent_date": fields.Datetime.now(),
        }
