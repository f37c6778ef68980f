from markupsafe import Markup, escape

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class CrmCustomerLog(models.TransientModel):
    """Keep a note, a call or a visit with customers."""

    _name = "crm.customer.log"
    _description = "Note, call or visit"

    kind = fields.Selection(
        [("note", "Note"), ("call", "Call"), ("visit", "Visit")],
        default="note",
        required=True,
    )
    customer_ids = fields.Many2many(
        "res.partner",
        string="Customers",
        required=True,
        domain=[("is_crm_customer", "=", True)],
        default=lambda self: self._default_customer_ids(),
    )
    contact_id = fields.Many2one(
        "res.partner",
        string="Spoke with",
        domain="[('crm_customer_id', 'in', customer_ids), "
        "('id', 'not in', customer_ids)]",
    )
    has_contacts = fields.Boolean(compute="_compute_has_contacts")
    date = fields.Datetime(default=fields.Datetime.now)
    text = fields.Text()

    @api.model
    def _default_customer_ids(self):
        """Return the customers of the records that a list or form has chosen."""
        if self.env.context.get("active_model") != "res.partner":
            return self.env["res.partner"]
        chosen = self.env["res.partner"].browse(self.env.context.get("active_ids", []))
        return chosen.crm_customer_id

    @api.depends("customer_ids")
    def _compute_has_contacts(self):
        for log in self:
            # with several customers nobody was spoken to for all of them
            customer = log.customer_ids._origin
            log.has_contacts = len(customer) == 1 and bool(
                customer.search(
                    Domain("crm_customer_id", "=", customer.id)
                    & Domain("id", "!=", customer.id),
                    limit=1,
                )
            )

    @api.onchange("customer_ids")
    def _onchange_customer_ids(self):
        if self.contact_id.crm_customer_id not in self.customer_ids._origin:
            self.contact_id = False

    def action_save(self):
        """Post it on the customers, or on the contact that was spoken to."""
        self.ensure_one()
        if not (self.text or "").strip():
            raise UserError(self.env._("Write down what there is to keep first."))
        if not self.customer_ids:
            raise UserError(self.env._("Choose a customer first."))
        if self.kind != "note" and self.date and self.date > fields.Datetime.now():
            raise UserError(
                self.env._(
                    "This lies in the future. Plan it as an activity of the customer "
                    "instead, and log it when it has taken place."
                )
            )
        self.customer_ids.check_access("write")
        for partner in self._get_talked_to():
            partner._as_activity(kind=self.kind).message_post(**self._prepare_message())
        return {"type": "ir.actions.act_window_close"}

    def _get_talked_to(self):
        contact = self.contact_id
        if self.kind != "note" and contact.crm_customer_id == self.customer_ids:
            return contact
        return self.customer_ids

    def _prepare_message(self) -> dict:
        """Return what is posted: internal, so that nobody is written to."""
        values = {
            "body": Markup("<p>%s</p>")
            % escape(self.text).replace("\n", Markup("<br>")),
            "message_type": "comment",
            "subtype_xmlid": "mail.mt_note",
        }
        if self.kind != "note" and self.date:
            values["date"] = self.date
        return values
