from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class CrmContactLeave(models.TransientModel):
    """A contact leaves its company, perhaps for another customer."""

    _name = "crm.contact.leave"
    _description = "Contact leaves the company"

    contact_id = fields.Many2one("res.partner", required=True, readonly=True)
    customer_id = fields.Many2one(related="contact_id.crm_customer_id")
    portal_login = fields.Char(compute="_compute_portal_login")
    date = fields.Date(
        string="Left on", required=True, default=fields.Date.context_today
    )
    new_customer_id = fields.Many2one(
        "res.partner",
        string="New company",
        domain="[('is_crm_customer', '=', True), ('id', '!=', customer_id)]",
        help="A new contact is made there that points back to this one.",
    )
    new_function = fields.Char(string="Job position there")
    new_phone = fields.Char(
        string="Phone there",
        compute="_compute_new_phone",
        compute_sudo=False,
        store=True,
        readonly=False,
    )
    new_email = fields.Char(string="E-mail there")

    @api.depends("contact_id")
    def _compute_portal_login(self):
        for wizard in self:
            # sudo: res.users - only told that the access ends
            users_sudo = wizard.contact_id.sudo().user_ids
            wizard.portal_login = ", ".join(users_sudo.mapped("login"))

    @api.depends("contact_id")
    def _compute_new_phone(self):
        for wizard in self:
            wizard.new_phone = wizard.contact_id.phone

    @api.constrains("date")
    def _check_date(self):
        if any(wizard.date > fields.Date.context_today(wizard) for wizard in self):
            raise ValidationError(
                self.env._("The day on which a contact left cannot be in the future.")
            )

    @api.model_create_multi
    def create(self, vals_list):
        self._check_contacts(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        self._check_contacts([vals])
        return super().write(vals)

    @api.model
    def _check_contacts(self, vals_list: list[dict]) -> None:
        """Refuse contacts of others: the dialog shows their phone and login.

        Not by a constraint, as core checks these as superuser.
        """
        default = self.env.context.get("default_contact_id")
        ids = {vals.get("contact_id", default) for vals in vals_list}
        self.env["res.partner"].browse(ids - {False, None}).check_access("write")

    def action_leave(self):
        """Archive the contact with its history; make the new one, if any."""
        self.ensure_one()
        contact = self.contact_id
        if not contact.crm_customer_id or contact == contact.crm_customer_id:
            raise UserError(
                self.env._(
                    "%(name)s is no contact of a customer.", name=contact.display_name
                )
            )
        if not contact.active:
            raise UserError(
                self.env._("%(name)s has left already.", name=contact.display_name)
            )
        contact._leave_company(self.date)
        if self.new_customer_id:
            new = contact.create(self._prepare_new_contact_values())
            contact.message_post(
                body=self.env._("Works now at %(link)s.", link=new._get_html_link())
            )
        return {"type": "ir.actions.act_window_close"}

    def _prepare_new_contact_values(self) -> dict:
        """Return the values of the contact at the new company."""
        return {
            "name": self.contact_id.name,
            "parent_id": self.new_customer_id.id,
            "type": "contact",
            "function": self.new_function,
            "phone": self.new_phone,
            "email": self.new_email,
            "lang": self.contact_id.lang,
            "image_1920": self.contact_id.image_1920,
            "crm_former_contact_id": self.contact_id.id,
        }
