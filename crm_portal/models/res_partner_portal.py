from odoo import fields, models

from .crm_portal_share import ALL, OWN


class ResPartner(models.Model):
    """Which tickets of its company a contact sees on the portal."""

    _inherit = "res.partner"

    crm_ticket_access = fields.Selection(
        [(OWN, "Own tickets"), (ALL, "All tickets of the company")],
        string="Tickets on the portal",
        default=OWN,
        tracking=True,
        groups="base.group_user",
        help="A contact sees the tickets shared with it; or also those of its "
        "colleagues, once it is sure that they were filed by them.",
    )

    def _is_on_portal(self) -> bool:
        """Return whether the person is still there: contact, customer and account.

        Who never had an account is there by the links in mails alone.
        """
        self.ensure_one()
        # sudo: res.partner, res.users - asked for whoever looks from outside
        partner_sudo = self.sudo()
        users_sudo = partner_sudo.with_context(active_test=False).user_ids
        customer_sudo = partner_sudo.crm_customer_id
        # not the hundred others, for whoever opens a page
        customer_sudo.fetch(["active"])
        return bool(
            partner_sudo.active
            and (not customer_sudo or customer_sudo.active)
            and (not users_sudo or any(users_sudo.mapped("active")))
        )

    def action_choose_for_signup(self) -> None:
        """Let a sign-up that waits become the account of this contact."""
        self.ensure_one()
        self.check_access("read")
        signup_id = self.env.context.get("crm_signup_id")
        signup = self.env["crm.portal.signup"].search([("id", "=", signup_id)])
        signup.partner_id = self
