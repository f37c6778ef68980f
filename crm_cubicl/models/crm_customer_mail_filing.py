from markupsafe import Markup

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import html2plaintext
from odoo.tools.mail import is_html_empty

from ..tools.file_size import format_size

# longer texts are cut; the whole one is kept as a file
MAX_BODY = 200_000
MAX_FILES = 25 * 1024 * 1024


class CrmCustomerMail(models.Model):
    _inherit = "crm.customer.mail"

    def _keep_content(self, values: dict) -> None:
        """Keep text and files, within bounds, the text sanitized by its field."""
        body, files = self._bound_content(
            values.get("body") or "", list(values.get("attachments") or [])
        )
        # sudo: mail.thread - as the mail gateway: an address has no user
        Thread = self.env["mail.thread"].sudo()
        kept = Thread.with_context(attachments_mime_plainxml=True)
        content = kept._process_attachments_for_post(
            files, [], {"model": self._name, "res_id": self.id, "body": body}
        )
        self.body = content.get("body") or body
        self.attachment_ids = content.get("attachment_ids")

    @api.model
    def _bound_content(self, body, files: list) -> tuple:
        notes = []
        if len(body) > MAX_BODY:
            text = html2plaintext(body)
            files.append((self.env._("Whole text.txt"), text))
            body = Markup("<pre>%s</pre>") % text[: MAX_BODY // 10]
            notes.append(
                self.env._("The text was too long; the whole of it is a file.")
            )
        kept, size = [], 0
        for file in files:
            length = len(file[1] or "") if isinstance(file[1], str | bytes) else 0
            if size + length > MAX_FILES:
                notes.append(
                    self.env._(
                        "“%(name)s” was left out, as it is too large (%(size)s).",
                        name=file[0],
                        size=format_size(self.env, length),
                    )
                )
                continue
            size += length
            kept.append(file)
        for note in notes:
            body += Markup("<p><em>%s</em></p>") % note
        return body, kept

    def _file_at(self, customers) -> None:
        """Make each mail a message of the customers; each has it once."""
        for mail in self:
            if mail.state != "new":
                raise UserError(
                    self.env._("This e-mail is filed already. Reload the page.")
                )
            mail._post_at(customers)
            mail.write(
                {
                    "state": "filed",
                    "customer_ids": customers.ids,
                    # the text is the customers' now, and nobody else's
                    "body": False,
                    "subject": False,
                    "email_from": False,
                    "recipients": False,
                    "author_id": False,
                    "attachment_ids": [Command.clear()],
                }
            )

    def _post_at(self, customers) -> None:
        # no `message_post`: nobody is told, nobody follows
        messages = self.env["mail.message"].create(
            [self._prepare_filed_message(customer) for customer in customers]
        )
        first, *others = messages
        files = self.attachment_ids
        for message in others:
            copies = [
                file.copy({"res_model": "res.partner", "res_id": message.res_id})
                for file in files
            ]
            message.attachment_ids = self.env["ir.attachment"].union(*copies)
        files.write({"res_model": "res.partner", "res_id": first.res_id})
        first.attachment_ids = files

    def _prepare_filed_message(self, customer) -> dict:
        return {
            "model": "res.partner",
            "res_id": customer.id,
            "subject": self.subject,
            "body": "" if is_html_empty(self.body) else self.body,
            "date": self.date,
            "author_id": self.author_id.id,
            "email_from": self.email_from,
            "reply_to": self.email_from,
            "incoming_email_to": self.recipients,
            "message_type": "email",
            "subtype_id": self.env.ref("mail.mt_note").id,
            "is_internal": True,
            "crm_kind": "mail",
            "crm_source": "mail",
        }
