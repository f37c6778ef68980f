from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request

from .reads_files import MOST_CONTENT, ReadsFiles
from .support_form import FIELDS

# the longest reason for closing or reopening a ticket
MOST_REASON = 500


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
    def ticket_answer(self, token, text="", do="answer", reason="", **_post):
        """Add what the person has written, close the ticket or open it again."""
        share = self._get_share(token)
        if share._is_expired():
            return request.render("crm_portal.support_expired", {"token": token})
        text = str(text).strip()[: FIELDS["text"][0]]
        files, bad = self._read_files()
        if bad or (do == "answer" and not text and not files):
            error = bad or request.env._("Please write something.")
            return self._render(share, token, text=text, error=error)
        reason = str(reason).strip()[:MOST_REASON]
        share.task_id._act_for(share, do, text, files, reason)
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
