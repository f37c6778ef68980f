from odoo import api, fields, models
from odoo.exceptions import AccessError

# for so many hours a mailed link is good: asked for, or approved
HOURS = {"sent": 24, "approved": 24 * 7}
# what was never confirmed is forgotten after so many days, what is over later
FORGET = {"sent": 7, "refused": 30, "done": 90}
# what whoever approves may change
CHOSEN = {"partner_id"}


class CrmPortalSignup(models.Model):
    """Somebody wants an account on the portal: nothing is made before it is sure who.

    The address is proved by a link that is mailed there; only what is sent from its
    page makes the account.
    """

    _name = "crm.portal.signup"
    _inherit = ["crm.signed.link.mixin"]
    _description = "Sign-up on the portal"
    _order = "id DESC"
    _signed_scope = "crm_portal.signup"

    name = fields.Char(required=True, readonly=True)
    email = fields.Char(string="E-mail", required=True, readonly=True, index=True)
    company_name = fields.Char(string="Company", readonly=True)
    lang = fields.Char(
        string="Language", readonly=True, export_string_translation=False
    )
    website_id = fields.Many2one(
        "website", required=True, readonly=True, index=True, ondelete="cascade"
    )
    state = fields.Selection(
        [
            ("sent", "Address not confirmed"),
            ("waiting", "Waits for approval"),
            ("approved", "Approved, not signed up yet"),
            ("refused", "Refused"),
            ("done", "Signed up"),
        ],
        required=True,
        default="sent",
        readonly=True,
        index=True,
    )
    reason = fields.Selection(
        [
            ("new", "Nobody has this address"),
            ("several", "Several contacts have this address"),
            ("closed", "The contact or its customer is archived or closed"),
            ("account", "The contact has an account already"),
            ("unchecked", "Somebody typed the contact into the support form"),
        ],
        string="Why it waits",
        readonly=True,
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Contact",
        ondelete="set null",
        index="btree_not_null",
        help="Whose account it becomes. With none chosen, a new customer is made.",
    )
    user_id = fields.Many2one("res.users", readonly=True, ondelete="set null")
    # what makes a link good for once; never shown

    def write(self, vals):
        if not self.env.su and vals.keys() - CHOSEN:
            raise AccessError(
                self.env._("Of a sign-up only the contact can be chosen.")
            )
        return super().write(vals)

    # -- the mailed link -------------------------------------------------------------

    def _get_url(self) -> str:
        """Return the address of the page on which the account is made."""
        self.ensure_one()
        token = self._sign(hours=HOURS[self.state])
        return f"{self.website_id.get_base_url()}/web/signup/verify/{token}"

    @api.model
    def _find_by_token(self, token: str):
        """Return the sign-up of a link that is good, with superuser rights."""
        signup_sudo, _values = self._find_signed(token)
        return signup_sudo if signup_sudo.state in HOURS else self.browse()

    @api.model
    def _start(self, values: dict, website) -> None:
        """Mail a link to the address, or what to do where it has an account.

        Outside nobody can tell which: a mail goes out in any case.
        """
        # sudo: crm.portal.signup - a visitor leaves this, and reads nothing of it
        signups_sudo = self.sudo()
        lang = self.env.lang
        signup_sudo = signups_sudo.create(
            {**values, "lang": lang, "website_id": website.id}
        )
        is_known = signup_sudo._get_account().active
        signup_sudo._mail("known" if is_known else "confirm")

    def _renew(self, state: str) -> None:
        self.write({"state": state, "nonce": self._make_nonce()})

    def _mail(self, kind: str) -> None:
        """Send a mail of one's own kind to the address, in its language."""
        self.ensure_one()
        signup = self.with_context(lang=self.lang or self.env.lang)
        subject = {
            "confirm": signup.env._("Confirm your address"),
            "known": signup.env._("You have an account already"),
            "approved": signup.env._("Your account is ready"),
        }[kind]
        company = self.website_id.company_id
        body = signup.env["ir.qweb"]._render(
            "crm_portal.signup_mail",
            {"kind": kind, "signup": signup, "login": self._get_account().login},
        )
        layout = signup.env["mail.render.mixin"]._render_encapsulate(
            "mail.mail_notification_layout",
            body,
            {"company": company, "lang": signup.env.lang},
        )
        signup.env["mail.mail"].create(
            {
                "subject": subject,
                "email_from": company.email_formatted or self.env.user.email_formatted,
                "email_to": self.email,
                "body_html": layout,
                "auto_delete": True,
            }
        )
        self.env.ref("mail.ir_cron_mail_scheduler_action")._trigger()

    @api.autovacuum
    def _gc_signups(self):
        """Forget what is over, and what was never confirmed."""
        for state, days in FORGET.items():
            limit = fields.Datetime.subtract(fields.Datetime.now(), days=days)
            self.search([("state", "=", state), ("write_date", "<", limit)]).unlink()
