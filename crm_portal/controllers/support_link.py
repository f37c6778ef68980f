from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request

from ..models.project_task_filing import Question
from ..tools.upload import MOST_BYTES, MOST_FILES
from .reads_files import MOST_CONTENT
from .support_form import FIELDS, HONEYPOT, SupportForm


class SupportLink(SupportForm):
    """The form at a customer's own address, open also where the public one is not."""

    @http.route(
        "/support/<string:token>",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        sitemap=False,
    )
    def link(self, token, **_query):
        """Show the form with this customer's topics; changes nothing."""
        link_sudo = self._get_link(token)
        return self._render_link(link_sudo, token, {}, {})

    @http.route(
        "/support/<string:token>",
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
        sitemap=False,
        captcha="crm_support",
        max_content_length=MOST_CONTENT,
    )
    def link_file(self, token, **post):
        """File a ticket of this customer, or show what is wrong."""
        link_sudo = self._get_link(token)
        if not link_sudo:
            return self._render_link(link_sudo, token, {}, {})
        if post.get(HONEYPOT):
            # a machine is told what it wants to hear
            return request.redirect(f"/support/{token}/thanks")
        values = {
            name: str(post.get(name) or "").strip()[:length]
            for name, (length, _required) in FIELDS.items()
        }
        topics = self._get_link_topics(link_sudo)
        errors = self._find_errors(values, topics)
        files, bad = self._read_files()
        if bad:
            errors["files"] = bad
        if not errors and not self._may_file(values):
            errors["form"] = request.env._(
                "Those were many questions in a short time. Please try again later."
            )
        if errors:
            return self._render_link(link_sudo, token, values, errors)
        task_sudo = self._file_link_ticket(link_sudo, values, topics, files)
        request.session["crm_support_number"] = task_sudo.crm_number
        return request.redirect(f"/support/{token}/thanks")

    @http.route(
        "/support/<string:token>/thanks",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        sitemap=False,
    )
    def link_thanks(self, token, **_query):
        """Tell the number."""
        if not self._get_link(token):
            raise NotFound
        return self._keep_secret(
            request.render(
                "crm_portal.support_thanks",
                {
                    "number": request.session.get("crm_support_number"),
                    "again": f"/support/{token}",
                },
            )
        )

    # -- the form ------------------------------------------------------------------

    def _get_link(self, token):
        return request.env["crm.portal.link"]._find_by_token(token)

    def _get_link_topics(self, link_sudo):
        topics = request.env["crm.portal.topic"].with_company(link_sudo.company_id)
        return topics._get_public_topics(link_sudo.customer_id)

    def _render_link(self, link_sudo, token, values: dict, errors: dict):
        if not link_sudo:
            # the same for one that never was, has expired or was taken back
            return self._keep_secret(
                request.render("crm_portal.support_no_link", status=404)
            )
        response = request.render(
            "crm_portal.support_link",
            {
                "customer": link_sudo.customer_id,
                "action": f"/support/{token}",
                "values": values,
                "errors": errors,
                "topics": self._get_link_topics(link_sudo),
                "honeypot": HONEYPOT,
                "files_hint": request.env._(
                    "At most %(count)s files of %(limit)s MB each.",
                    count=MOST_FILES,
                    limit=MOST_BYTES // 1024**2,
                ),
            },
            status=422 if errors else 200,
        )
        return self._keep_secret(response)

    def _keep_secret(self, response):
        """The address is the key: it goes nowhere else, and nobody keeps the page."""
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    # -- the ticket ----------------------------------------------------------------

    def _file_link_ticket(self, link_sudo, values: dict, topics, files: list[dict]):
        customer_sudo = link_sudo.customer_id
        senders = request.env["crm.portal.sender"]
        question = Question(
            self._choose_topic(values, topics),
            values["subject"],
            values["text"],
            files,
            # whoever has the link can type any colleague's address, or one that is
            # not theirs: nobody else of the customer sees it before they have shown it
            values={"crm_link_id": link_sudo.id, "crm_is_unverified": True},
        )
        sender = senders._get_sender_of(customer_sudo, values)
        return request.env["project.task"]._file_ticket(question, sender)
