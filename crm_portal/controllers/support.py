from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request
from odoo.tools import email_normalize, plaintext2html

from ..tools.upload import MOST_BYTES, MOST_FILES, judge

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
MOST_CONTENT = MOST_BYTES * 3


class ReadsFiles:
    """What visitors send along: kept when it is what its name says, else refused."""

    def _read_files(self) -> tuple[list[dict], str]:
        """Return what may be kept, and what is wrong with the rest."""
        uploads = [f for f in request.httprequest.files.getlist("files") if f.filename]
        if len(uploads) > MOST_FILES:
            return [], request.env._("At most %s files, please.", MOST_FILES)
        files = []
        for upload in uploads:
            content = upload.read(MOST_BYTES + 1)
            verdict = judge(upload.filename, content)
            if verdict.code:
                return [], self._explain_file(upload.filename, verdict.code)
            name = upload.filename.replace("\\", "/").rpartition("/")[2][-120:]
            files.append({"name": name, "raw": content, "mimetype": verdict.mimetype})
        return files, ""

    def _explain_file(self, name: str, code: str) -> str:
        return {
            "type": request.env._("%s: this kind of file cannot be sent here.", name),
            "empty": request.env._("%s is empty.", name),
            "size": request.env._(
                "%(name)s is larger than %(limit)s MB.",
                name=name,
                limit=MOST_BYTES // 1024**2,
            ),
            "content": request.env._("%s is not what its name says.", name),
        }[code]


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
        "/support/thanks", type="http", auth="public", website=True, sitemap=False
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
        company = request.website.company_id
        sender = request.env["crm.portal.sender"]._get_sender(values, company)
        # sudo: project.task - a visitor files a ticket with these values and no others
        tasks_sudo = request.env["project.task"].sudo().with_company(company)
        task_sudo = tasks_sudo.with_context(mail_create_nosubscribe=True).create(
            {
                "name": values["subject"],
                "description": plaintext2html(values["text"]),
                "crm_topic_id": topic_sudo.id,
                "partner_id": sender.partner.id,
                "user_ids": [],
                "company_id": company.id,
                "crm_channel": "form",
                "crm_is_unverified": sender.is_known,
            }
        )
        task_sudo._receive_question(sender.partner, values["text"], files)
        return task_sudo


class SupportTicket(ReadsFiles, http.Controller):
    """A ticket by the link of one person."""

    @http.route(
        "/support/ticket/<string:token>",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        sitemap=False,
    )
    def ticket(self, token, **_query):
        """Show the ticket; changes nothing, as machines open links too."""
        share = self._get_share(token)
        if share._is_expired():
            return request.render("crm_portal.support_expired", {"token": token})
        return self._render(share, token)

    @http.route(
        "/support/ticket/<string:token>",
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
        sitemap=False,
        max_content_length=MOST_CONTENT,
    )
    def ticket_answer(self, token, text="", do="answer", **_post):
        """Add what the person has written, close the ticket or open it again."""
        share = self._get_share(token)
        if share._is_expired():
            return request.render("crm_portal.support_expired", {"token": token})
        text = str(text).strip()[: FIELDS["text"][0]]
        files, bad = self._read_files()
        if bad or (do == "answer" and not text and not files):
            error = bad or request.env._("Please write something.")
            return self._render(share, token, text=text, error=error)
        share.task_id._act_for(share, do, text, files)
        return request.redirect(f"/support/ticket/{token}#end")

    @http.route(
        "/support/ticket/<string:token>/renew",
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
        sitemap=False,
    )
    def ticket_renew(self, token, **_post):
        """Send a new link to the address of the person, whoever asks."""
        share = self._get_share(token)
        if share._is_expired():
            share.task_id._send_link(share)
        return request.render("crm_portal.support_renewed")

    @http.route(
        "/support/ticket/<string:token>/file/<int:attachment_id>",
        type="http",
        auth="public",
        methods=["GET"],
        sitemap=False,
    )
    def ticket_file(self, token, attachment_id, **_query):
        """Hand over a file of a post that the customer reads, never to be shown."""
        share = self._get_share(token)
        files = share.task_id._get_visible_messages().attachment_ids
        if share._is_expired() or attachment_id not in files.ids:
            raise NotFound
        # sudo: ir.attachment - a file of a post that was made visible
        attachment_sudo = request.env["ir.attachment"].sudo().browse(attachment_id)
        stream = request.env["ir.binary"].sudo()._get_stream_from(attachment_sudo)
        return stream.get_response(as_attachment=True)

    def _get_share(self, token):
        share = request.env["crm.portal.share"]._find_by_token(token)
        if not share:
            raise NotFound
        return share

    def _render(self, share, token, text="", error=""):
        response = request.render(
            "crm_portal.support_ticket",
            {
                "share": share,
                "ticket": share.task_id,
                "messages": share.task_id._get_visible_messages(),
                "token": token,
                "text": text,
                "error": error,
            },
            status=422 if error else 200,
        )
        # the address is the key: it goes nowhere else, and nobody keeps the page
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["Cache-Control"] = "no-store"
        return response
