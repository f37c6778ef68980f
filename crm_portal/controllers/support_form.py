from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request
from odoo.tools import email_normalize

from ..models.project_task_filing import Question
from ..tools.upload import MOST_BYTES, MOST_FILES
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


class SupportForm(ReadsFiles, http.Controller):
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
        captcha="crm_support",
        max_content_length=MOST_CONTENT,
    )
    def support_file(self, **post):
        """File a ticket, or show the form again with what is wrong."""
        self._check_is_open()
        if post.get(HONEYPOT):
            # a machine is told what it wants to hear
            return request.redirect("/support/thanks")
        values = {
            name: str(post.get(name) or "").strip()[:length]
            for name, (length, _required) in FIELDS.items()
        }
        topics = self._get_topics()
        errors = self._find_errors(values, topics)
        files, bad = self._read_files()
        if bad:
            errors["files"] = bad
        if not errors and not self._may_file(values):
            errors["form"] = request.env._(
                "Those were many questions in a short time. Please try again later."
            )
        if errors:
            return self._render(values, errors)
        task_sudo = self._file_ticket(values, topics, files)
        request.session["crm_support_number"] = task_sudo.crm_number
        return request.redirect("/support/thanks")

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
        return request.render(
            "crm_portal.support_thanks",
            {"number": request.session.get("crm_support_number")},
        )

    # -- the form ----------------------------------------------------------------

    def _check_is_open(self) -> None:
        if not request.website.crm_support_is_open:
            raise NotFound

    def _get_topics(self):
        topics_sudo = request.env["crm.portal.topic"].with_company(
            request.website.company_id
        )
        return topics_sudo._get_public_topics()

    def _render(self, values: dict, errors: dict):
        return request.render(
            "crm_portal.support_form",
            {
                "values": values,
                "errors": errors,
                "topics": self._get_topics(),
                "honeypot": HONEYPOT,
                "files_hint": request.env._(
                    "At most %(count)s files of %(limit)s MB each.",
                    count=MOST_FILES,
                    limit=MOST_BYTES // 1024**2,
                ),
            },
            status=422 if errors else 200,
        )

    def _find_errors(self, values: dict, topics) -> dict[str, str]:
        """Return what is wrong, by field, in the visitor's language."""
        errors = {
            name: request.env._("Please fill this in.")
            for name, (_length, required) in FIELDS.items()
            if required and not values[name]
        }
        if values["email"] and not email_normalize(values["email"]):
            errors["email"] = request.env._("This is no e-mail address.")
        if not self._choose_topic(values, topics):
            errors["topic_id"] = request.env._("Please choose a topic.")
        return errors

    def _choose_topic(self, values: dict, topics):
        """Return the topic chosen; the only one needs no choice."""
        if len(topics) == 1:
            return topics
        return topics.filtered(lambda topic: str(topic.id) == values["topic_id"])

    def _may_file(self, values: dict) -> bool:
        # sudo: crm.portal.attempt - a visitor is counted, and reads nothing of it
        attempts_sudo = request.env["crm.portal.attempt"].sudo()
        address = email_normalize(values["email"])
        return attempts_sudo._may_file(request.httprequest.remote_addr or "", address)

    # -- the ticket --------------------------------------------------------------

    def _file_ticket(self, values: dict, topics, files: list[dict]):
        topic_sudo = self._choose_topic(values, topics)
        sender = request.env["crm.portal.sender"]._get_sender(
            values, topic_sudo.company_id
        )
        question = Question(topic_sudo, values["subject"], values["text"], files)
        return request.env["project.task"]._file_ticket(question, sender)
