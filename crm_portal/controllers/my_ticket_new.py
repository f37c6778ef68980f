from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request
from odoo.tools import email_normalize

from ..models.crm_portal_sender import Sender
from ..models.project_task_filing import Question
from ..tools.upload import MOST_BYTES, MOST_FILES
from .reads_files import MOST_CONTENT, ReadsFiles
from .signed_in import LIST_URL, SignedInMixin
from .support_form import FIELDS

# of the form's fields: who asks is known
ASKED = ("topic_id", "subject", "text")


class MyTicketNew(SignedInMixin, ReadsFiles, http.Controller):
    """A new ticket of whoever is signed in: who asks is sure."""

    @http.route(
        f"{LIST_URL}/new",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def my_ticket_new(self, **_query):
        """Show the form, with what this customer may ask about."""
        self._check_may_ask()
        return self._show_form({}, {})

    @http.route(
        f"{LIST_URL}/new",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
        max_content_length=MOST_CONTENT,
    )
    def my_ticket_file_new(self, **post):
        """File a ticket, or show the form again with what is wrong."""
        self._check_may_ask()
        values = {
            name: str(post.get(name) or "").strip()[: FIELDS[name][0]] for name in ASKED
        }
        topics = self._get_my_topics()
        errors = self._find_new_errors(values, topics)
        files, bad = self._read_files()
        if bad:
            errors["files"] = bad
        if not errors and not self._may_ask_more():
            errors["form"] = request.env._(
                "Those were many questions in a short time. Please try again later."
            )
        if errors:
            return self._show_form(values, errors)
        ticket_sudo = self._file(self._choose_my_topic(values, topics), values, files)
        return request.redirect(self._get_ticket_url(ticket_sudo))

    def _check_may_ask(self) -> None:
        """Let colleagues file tickets in their own place."""
        if not self._get_person().partner_share or request.env.user._is_public():
            raise NotFound

    def _get_my_topics(self):
        topics = request.env["crm.portal.topic"].with_company(
            request.website.company_id
        )
        return topics._get_public_topics(self._get_person().crm_customer_id)

    def _choose_my_topic(self, values: dict, topics):
        """Return the topic chosen; the only one needs no choice."""
        if len(topics) == 1:
            return topics
        return topics.filtered(lambda topic: str(topic.id) == values["topic_id"])

    def _find_new_errors(self, values: dict, topics) -> dict[str, str]:
        errors = {
            name: request.env._("Please fill this in.")
            for name in ASKED
            if FIELDS[name][1] and not values[name]
        }
        if not self._choose_my_topic(values, topics):
            errors["topic_id"] = request.env._("Please choose a topic.")
        return errors

    def _may_ask_more(self) -> bool:
        # sudo: crm.portal.attempt - whoever asks is counted, and reads nothing of it
        attempts_sudo = request.env["crm.portal.attempt"].sudo()
        login = request.env.user.login
        address = email_normalize(self._get_person().email or "") or login
        return attempts_sudo._may_file(request.httprequest.remote_addr or "", address)

    def _file(self, topic_sudo, values: dict, files: list[dict]):
        question = Question(
            topic_sudo, values["subject"], values["text"], files, channel="portal"
        )
        sender = Sender(self._get_person(), True)
        return request.env["project.task"]._file_ticket(question, sender)

    def _show_form(self, values: dict, errors: dict):
        return request.render(
            "crm_portal.my_ticket_new",
            {
                "page_name": "crm_ticket_new",
                "values": values,
                "errors": errors,
                "topics": self._get_my_topics(),
                "files_hint": request.env._(
                    "At most %(count)s files of %(limit)s MB each.",
                    count=MOST_FILES,
                    limit=MOST_BYTES // 1024**2,
                ),
            },
            status=422 if errors else 200,
        )
