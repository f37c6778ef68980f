from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import email_normalize, email_normalize_all

ADDRESS_HEADERS = ("email_from", "to", "cc", "recipients")


class CrmCustomerMail(models.Model):
    """A mail that came to the archive address, until it is filed at its customers.

    No thread: nothing is ever answered from here, so that no two machines can write
    to each other. What is filed leaves no text behind, only that it was there.
    """

    _name = "crm.customer.mail"
    _description = "Archived e-mail"
    _order = "date desc, id desc"
    _rec_name = "subject"

    subject = fields.Char(readonly=True)
    email_from = fields.Char(string="Sender", readonly=True)
    recipients = fields.Text(readonly=True)
    date = fields.Datetime(readonly=True)
    body = fields.Html(readonly=True, sanitize_style=True)
    author_id = fields.Many2one(
        "res.partner", index="btree_not_null", ondelete="set null", readonly=True
    )
    message_id = fields.Char(string="Message-Id", readonly=True)
    state = fields.Selection(
        [
            ("coming", "Coming in"),
            ("new", "To assign"),
            ("filed", "Filed"),
            ("discarded", "Discarded"),
        ],
        string="Status",
        default="coming",
        required=True,
        readonly=True,
    )
    is_trusted = fields.Boolean(
        string="Known sender",
        readonly=True,
        help="From a colleague or from a customer: filed without asking.",
    )
    customer_ids = fields.Many2many(
        "res.partner",
        "crm_customer_mail_partner_rel",
        "mail_id",
        "partner_id",
        string="Customers",
        readonly=True,
    )
    attachment_ids = fields.Many2many(
        "ir.attachment",
        "crm_customer_mail_attachment_rel",
        "mail_id",
        "attachment_id",
        string="Files",
        readonly=True,
        bypass_search_access=True,
    )

    # the same mail comes once, however many people it was copied by
    _message_id_uniq = models.UniqueIndex(
        "(message_id) WHERE message_id IS NOT NULL",
        "This e-mail is in the archive already.",
    )
    _state_idx = models.Index("(state, date DESC) WHERE state <> 'filed'")

    @api.depends("subject", "email_from")
    def _compute_display_name(self):
        for mail in self:
            mail.display_name = mail.subject or mail.email_from or self.env._("E-mail")

    # -- the mail gateway --------------------------------------------------------

    @api.private
    @api.model
    def message_new(self, msg_dict, custom_values=None):
        """Keep what came; it is filed when its text and files are here too."""
        known = self.search([("message_id", "=", msg_dict["message_id"])], limit=1)
        return known or self.create(self._prepare_mail_values(msg_dict))

    @api.private
    def message_update(self, msg_dict, update_vals=None):
        """Do nothing: each mail is one of its own."""
        return True

    @api.private
    def message_post(self, **values):
        """Take the text and files of a mail, and file it if its sender is known."""
        self.ensure_one()
        if self.state == "coming":
            self._keep_content(values)
            self.state = "new"
            if self.is_trusted and self.customer_ids:
                self._file_at(self.customer_ids)
        return self.env["mail.message"]

    def _creation_subtype(self):
        return self.env["mail.message.subtype"]

    @api.model
    def _prepare_mail_values(self, msg_dict: dict) -> dict:
        sender = email_normalize(msg_dict.get("email_from") or "") or ""
        headers = [msg_dict.get(name) or "" for name in ADDRESS_HEADERS]
        addresses = {sender, *email_normalize_all(",".join(headers))} - {""}
        partners = self._find_customers_by_email(addresses)
        colleague = self._find_colleague(sender)
        writers = partners.filtered(lambda p: p.email_normalized == sender)
        return {
            "subject": msg_dict.get("subject"),
            "email_from": msg_dict.get("email_from"),
            "recipients": ", ".join(
                filter(None, map(msg_dict.get, ("to_filtered", "cc_filtered")))
            ),
            "date": msg_dict.get("date") or fields.Datetime.now(),
            "message_id": msg_dict["message_id"],
            "author_id": (colleague.partner_id or writers[:1]).id,
            "is_trusted": bool(colleague or writers),
            "customer_ids": partners.crm_customer_id.ids,
        }

    @api.model
    def _find_customers_by_email(self, addresses: set[str]):
        """Return customers and contacts with one of the addresses, in one query."""
        # a contact who has left is in the archive; their letters are the customer's
        everyone = self.env["res.partner"].with_context(active_test=False)
        return everyone.search_fetch(
            Domain("email_normalized", "in", list(addresses))
            & Domain("crm_customer_id", "!=", False),
            ["email_normalized", "crm_customer_id"],
        )

    @api.model
    def _find_colleague(self, sender: str):
        if not sender:
            return self.env["res.users"]
        return self.env["res.users"].search(
            [("partner_id.email_normalized", "=", sender), ("share", "=", False)],
            limit=1,
        )

    # -- what people do with it --------------------------------------------------

    def action_discard(self):
        """Take mails off the list; Manage can bring them back."""
        self._move("new", "discarded")
        return self._get_list_action()

    def action_restore(self):
        """Put discarded mails back on the list."""
        self._move("discarded", "new")
        return self._get_list_action()

    def _move(self, source: str, target: str) -> None:
        # whoever sees the list works on it
        self.check_access("read")
        # sudo: crm.customer.mail - nobody writes into a mail, only its state changes
        self.sudo().filtered(lambda mail: mail.state == source).state = target

    @api.model
    def _get_list_action(self) -> dict:
        """Return to the list: the mail may be out of the user's sight now."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_cubicl.crm_customer_mail_action"
        )
        return {**action, "target": "main"}
