from odoo import api, fields, models
from odoo.exceptions import UserError

INTERNAL = "base.group_user"
MANAGE_GROUP = "crm_cubicl.crm_cubicl_group_manage"


class ResPartner(models.Model):
    """Contacts have roles, and keep their history where it happened."""

    _name = "res.partner"
    _inherit = ["res.partner"]

    crm_contact_role_ids = fields.Many2many(
        "crm.customer.contact.role",
        "crm_customer_contact_role_rel",
        "partner_id",
        "role_id",
        string="Roles",
        groups=INTERNAL,
    )
    crm_left_date = fields.Date(
        string="Left on",
        copy=False,
        tracking=True,
        groups=INTERNAL,
        help="The day on which this contact left the company.",
    )
    crm_former_contact_id = fields.Many2one(
        "res.partner",
        string="Formerly",
        index="btree_not_null",
        ondelete="set null",
        copy=False,
        groups=INTERNAL,
        help="The same person where it worked before, with its history there.",
    )
    crm_later_contact_ids = fields.One2many(
        "res.partner", "crm_former_contact_id", string="Now at", groups=INTERNAL
    )

    crm_missing_fields = fields.Char(
        string="Missing",
        compute="_compute_crm_missing_fields",
        groups=INTERNAL,
        help="What the card requires and is empty.",
    )

    @api.depends("crm_is_incomplete")
    @api.depends_context("lang")
    def _compute_crm_missing_fields(self):
        missing = self._get_missing_card_fields()
        for partner in self:
            labels = map(partner._get_card_label, missing.get(partner, ()))
            partner.crm_missing_fields = ", ".join(labels)

    def write(self, vals):
        if vals.get("active"):
            # back again: not a former contact any more
            vals = {**vals, "crm_left_date": False}
        return super().write(vals)

    def _check_moved(self, before):
        """Keep contacts at their customer: messages and documents are there.

        Manage can correct a mistake; what the system does, such as a merge, is not
        held up.
        """
        if not self.env.user.has_group(MANAGE_GROUP):
            # sudo: res.partner - where it is now may be hidden from the user
            self._check_contacts_stayed(
                {
                    partner.sudo(): customer_sudo
                    for partner, customer_sudo in before.items()
                    if partner.id != customer_sudo.id
                }
            )
        return super()._check_moved(before)

    def _check_contacts_stayed(self, belonging: dict) -> None:
        gone = [
            contact
            for contact, customer in belonging.items()
            if contact.crm_customer_id != customer
        ]
        if gone:
            raise UserError(
                self.env._(
                    "%(names)s: a contact stays with its company, as its history is "
                    "there. Open the contact and choose “Left the company”; you can "
                    "name the new company there.",
                    names=", ".join(contact.name or "" for contact in gone),
                )
            )

    def action_leave_company(self):
        """Ask when the contact left, and where it works now."""
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Left the company"),
            "res_model": "crm.contact.leave",
            "view_mode": "form",
            "target": "new",
            "context": {"default_contact_id": self.id},
        }

    def _leave_company(self, date) -> None:
        """Archive contacts with the date; whoever left has no access any more."""
        self.check_access("write")
        # sudo: res.users - whoever edits customers may not edit users
        users_sudo = (
            self.env["res.users"].sudo().search([("partner_id", "in", self.ids)])
        )
        if colleagues := users_sudo.filtered(lambda user: not user.share):
            raise UserError(
                self.env._(
                    "%(names)s: this is a colleague with a login of your own company. "
                    "An administrator has to archive the user first.",
                    names=", ".join(colleagues.mapped("name")),
                )
            )
        users_sudo.active = False
        self.write({"active": False, "crm_left_date": date})
