from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

MANAGE_GROUP = "crm_cubicl.crm_cubicl_group_manage"
# what becomes of a sign-up
KNOWN = "known"
ACCOUNT = "account"
WAIT = "wait"


class Outcome(NamedTuple):
    """What becomes of a sign-up whose address is proved."""

    kind: str
    partner: object  # res.partner; none: a new one
    reason: str = ""


class CrmPortalSignup(models.Model):
    """Whose account it becomes: the contact that is there, never a second one."""

    _inherit = "crm.portal.signup"

    proposal_ids = fields.Many2many(
        "res.partner",
        string="Who it may be",
        compute="_compute_proposal_ids",
        export_string_translation=False,
    )

    @api.depends("email", "name", "company_name")
    @api.depends_context("uid")
    def _compute_proposal_ids(self):
        """Propose contacts with the address, and who is likely the same."""
        partners = self.env["res.partner"]
        for signup in self:
            found = partners.with_context(active_test=False).search(
                [("email_normalized", "=", signup.email)]
            )
            for name in filter(None, (signup.name, signup.company_name)):
                values = {"name": name, "email": signup.email or ""}
                for match in partners._get_likely_matches_of(values):
                    found |= match["partner"]
            signup.proposal_ids = found

    # -- what becomes of it ----------------------------------------------------------

    def _get_account(self):
        """Return the account that has the address, also an archived one of that login.

        People may sign in by another name than their address.
        """
        # sudo: res.users - whether there is one is told to its owner alone
        users_sudo = self.env["res.users"].sudo()
        users_sudo = users_sudo.with_context(
            website_id=self.website_id.id, active_test=False
        )
        by_address = users_sudo.with_context(active_test=True).search(
            users_sudo._get_email_domain(self.email), limit=1
        )
        return by_address or users_sudo.search(
            users_sudo._get_login_domain(self.email), limit=1
        )

    def _get_contacts(self):
        """Return the partners with the address, archived ones as well."""
        # sudo: res.partner - a visitor reads none
        partners_sudo = self.env["res.partner"].sudo().with_context(active_test=False)
        return partners_sudo.search(
            [
                ("email_normalized", "=", self.email),
                ("company_id", "in", [False, self.website_id.company_id.id]),
            ],
            limit=2,
        )

    def _get_outcome(self) -> Outcome:
        """Return what becomes of a sign-up whose address is proved."""
        self.ensure_one()
        account = self._get_account()
        if account.active:
            return Outcome(KNOWN, account.partner_id)
        if self.state == "approved":
            return self._get_approved_outcome()
        contacts = self._get_contacts()
        if not contacts and not account:
            kind = WAIT if self.website_id.crm_signup_waits else ACCOUNT
            return Outcome(kind, contacts, "new")
        if len(contacts) > 1:
            return Outcome(WAIT, contacts[:0], "several")
        reason = "account" if account else self._find_obstacle(contacts)
        return Outcome(WAIT if reason else ACCOUNT, contacts, reason)

    def _get_approved_outcome(self) -> Outcome:
        contact = self.partner_id
        if contact and (not contact.active or contact.user_ids):
            # not any more what was approved
            return Outcome(WAIT, contact, self._find_obstacle(contact))
        return Outcome(ACCOUNT, contact)

    @api.model
    def _find_obstacle(self, contact) -> str:
        """Return why a contact gets no account without somebody having a look."""
        customer = contact.crm_customer_id
        if not contact.active or (customer and not customer.active):
            return "closed"
        if customer.crm_is_closed:
            return "closed"
        if contact.with_context(active_test=False).user_ids:
            return "account"
        if contact.crm_is_unchecked and customer != contact:
            # whoever has a customer's support link could join the customer by that
            return "unchecked"
        return ""

    def _wait(self, outcome: Outcome) -> None:
        """Let somebody of the house have a look; the link is used up."""
        self._renew("waiting")
        self.write({"reason": outcome.reason, "partner_id": outcome.partner.id})
        self._tell_managers()

    def _tell_managers(self) -> None:
        """Tell the general account managers that somebody waits."""
        managers = self.website_id.company_id._get_general_account_managers()
        for lang in set(managers.mapped("lang")):
            signup = self.with_context(lang=lang)
            those = managers.filtered(lambda user, lang=lang: user.lang == lang)
            signup.env["mail.thread"].message_notify(
                partner_ids=those.partner_id.ids,
                subject=signup.env._("Somebody waits for an account on the portal"),
                body=signup.env._(
                    "%(name)s (%(email)s) wants an account. Decide under Customers › "
                    "Portal › Sign-ups.",
                    name=self.name,
                    email=self.email,
                ),
            )

    def _create_account(self, password: str):
        """Return the new account, on the contact that is there; the link is used up."""
        self.ensure_one()
        outcome = self._get_outcome()
        if outcome.kind != ACCOUNT:
            raise UserError(self.env._("This link cannot be used any more."))
        contact = outcome.partner or self._create_contact()
        former = self._get_account()
        if former:
            user = self._bring_back(former, contact, password)
        else:
            user = self._create_user(contact, password)
        self._renew("done")
        self.write({"user_id": user.id, "partner_id": contact.id})
        return user

    def _create_user(self, contact, password: str):
        # sudo: res.users - whoever has proved the address gets this one account
        users_sudo = self.env["res.users"].sudo()
        values = {
            "login": self.email,
            "name": contact.name,
            "password": password,
            "partner_id": contact.id,
        }
        if not contact.lang and self.lang:
            values["lang"] = self.lang
        if not contact.email:
            values["email"] = self.email
        users_sudo = users_sudo.with_context(website_id=self.website_id.id)
        return users_sudo._signup_create_user(values)

    @api.model
    def _bring_back(self, former, contact, password: str):
        """Return the account that the contact had before, open again."""
        if former.partner_id != contact or not former.share:
            raise UserError(self.env._("This link cannot be used any more."))
        portal = self.env.ref("base.group_portal")
        former.write(
            {
                "active": True,
                "password": password,
                "group_ids": [Command.set(portal.ids)],
            }
        )
        return former

    def _create_contact(self):
        """Return a new customer, to be completed by somebody of the house."""
        senders = self.env["crm.portal.sender"].with_context(lang=self.lang)
        return senders._create_sender(
            {
                "first_name": self.name,
                "last_name": "",
                "email": self.email,
                "phone": False,
                "company_name": self.company_name,
            },
        )

    # -- approval --------------------------------------------------------------------

    def action_approve(self) -> None:
        """Let who waits sign up, as the contact chosen or as a new customer."""
        self._check_may_decide("waiting", "refused")
        for signup in self:
            signup._check_contact()
        # sudo: crm.portal.signup - the right to decide was checked
        for signup_sudo in self.sudo():
            signup_sudo._renew("approved")
            signup_sudo._mail("approved")

    def action_refuse(self) -> None:
        """Let who waits not sign up. They are not told."""
        self._check_may_decide("waiting", "approved")
        # sudo: crm.portal.signup - the right to decide was checked
        self.sudo()._renew("refused")

    def _check_may_decide(self, *states: str) -> None:
        if not self.env.user.has_group(MANAGE_GROUP):
            raise AccessError(self.env._("Only the level “Manage” decides this."))
        if bad := self.filtered(lambda s: s.state not in states):
            raise UserError(
                self.env._(
                    "Nothing is to be decided of: %(names)s",
                    names=", ".join(bad.mapped("name")),
                )
            )

    def _check_contact(self) -> None:
        """Refuse a contact that is somebody else, left, or has an account."""
        contact = self.partner_id
        if not contact:
            return
        contact.check_access("write")
        if contact.email and contact.email_normalized != self.email:
            raise UserError(
                self.env._(
                    "%(name)s has another e-mail address. Change it first, or add a "
                    "contact.",
                    name=contact.display_name,
                )
            )
        # sudo: res.users - whether there is one
        if contact.sudo().user_ids or not contact.active:
            raise UserError(
                self.env._(
                    "%(name)s is archived, or has an account already.",
                    name=contact.display_name,
                )
            )
