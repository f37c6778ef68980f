from werkzeug.exceptions import NotFound

from odoo.http import request

from ..models.project_task_later import LATER
from .reads_files import ReadsFiles
from .support_form import FIELDS

DEEDS = ("answer", "close", "reopen")
# the longest reason for closing or reopening a ticket
MOST_REASON = 500


class TicketPageMixin(ReadsFiles):
    """The page of a ticket, by a link or for whoever is signed in."""

    _page_template = "crm_portal.support_ticket"

    def _show_page(self, ticket, partner, url, text="", error=""):
        """Render the page; values of the ticket are handed over, no record of it."""
        response = request.render(
            self._page_template,
            {
                "page": ticket._get_ticket_page(partner),
                "page_name": "crm_ticket",
                "url": url,
                "text": text,
                "error": error,
            },
            status=422 if error else 200,
        )
        # the address may be the key: it goes nowhere else, and nobody keeps the page
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["Cache-Control"] = "no-store"
        return response

    def _take_post(self, share, url, text, do, reason=""):
        """Do what the page was sent for; say on the page what is wrong."""
        if do not in DEEDS:
            raise NotFound
        text = str(text).strip()[: FIELDS["text"][0]]
        files, bad = self._read_files()
        if bad or (do == "answer" and not text and not files):
            error = bad or request.env._("Please write something.")
            ticket, partner = share.task_id, share.partner_id
            return self._show_page(ticket, partner, url, text, error)
        reason = str(reason).strip()[:MOST_REASON]
        ticket = share.task_id.with_context(**LATER)
        ticket._act_for(share, do, text, files, reason)
        return request.redirect(f"{url}#end")

    def _send_file(self, ticket, attachment_id: int):
        """Hand over a file of a post that the customer reads, never to be shown."""
        # sudo: project.task - the caller has found out that it may be seen
        files = ticket.sudo()._get_visible_messages().attachment_ids
        if attachment_id not in files.ids:
            raise NotFound
        # sudo: ir.attachment - a file of a post that was made visible
        attachment_sudo = request.env["ir.attachment"].sudo().browse(attachment_id)
        stream = request.env["ir.binary"].sudo()._get_stream_from(attachment_sudo)
        return stream.get_response(as_attachment=True)
