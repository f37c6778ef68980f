import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import NO_ACCESS
from odoo.tools import consteq, hash_sign, verify_hash_signed

SCOPE = "crm_service_track.visit"
DAYS = "crm_service_track.link_days"
DEFAULT_DAYS = 30


class CrmServiceVisitLink(models.Model):
    """The personal link by which one customer answers one form, once."""

    _name = "crm.service.visit.link"
    _description = "Link to approve a service"
    _order = "id desc"
    _rec_name = "email"

    visit_id = fields.Many2one(
        "crm.service.visit", required=True, ondelete="cascade", index=True
    )
    email = fields.Char(string="Sent to", required=True)
    expiry_date = fields.Datetime(string="Valid until")
    state = fields.Selection(
        [
            ("active", "Active"),
            ("used", "Used"),
            ("replaced", "Replaced by a new link"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        default="active",
    )
    nonce = fields.Char(groups=NO_ACCESS, export_string_translation=False)
    mail_ids = fields.Many2many(
        "mail.mail",
        "crm_service_visit_link_mail_rel",
        groups=NO_ACCESS,
        export_string_translation=False,
    )
    hit_ids = fields.One2many("crm.service.visit.hit", "link_id", string="Openings")

    _active_uniq = models.UniqueIndex("(visit_id) WHERE state = 'active'")

    @api.model
    def _issue(self, visit):
        """Return a new link for a form; the one before is worth nothing from now on."""
        visit.link_ids._end("replaced")
        return self.create(
            {
                "visit_id": visit.id,
                "email": visit.email,
                "expiry_date": fields.Datetime.now() + timedelta(days=self._get_days()),
                "nonce": secrets.token_urlsafe(16),
            }
        )

    @api.model
    def _get_days(self) -> int:
        # sudo: ir.config_parameter - a number that is no secret
        given = self.env["ir.config_parameter"].sudo().get_param(DAYS, DEFAULT_DAYS)
        return int(given) if str(given).isdigit() and int(given) else DEFAULT_DAYS

    def _end(self, state: str) -> None:
        """End the links that still hold, and stop their mails that are not out yet."""
        active = self.filtered(lambda link: link.state == "active")
        active.state = state
        active.flush_recordset()
        if state != "used":
            active.mail_ids.filtered(lambda m: m.state == "outgoing").cancel()

    def _is_expired(self) -> bool:
        return not self.expiry_date or self.expiry_date < fields.Datetime.now()

    def _get_problem(self) -> str:
        """Return why the link cannot be answered any more, or nothing."""
        if self.state != "active":
            return self.state
        if self.visit_id.state != "waiting":
            return "cancelled"
        return "expired" if self._is_expired() else ""

    def _get_token(self) -> str:
        self.ensure_one()
        return hash_sign(self.env(su=True), SCOPE, [self.id, self.nonce])

    def _get_url(self) -> str:
        return f"{self.visit_id.get_base_url()}/service/visit/{self._get_token()}"

    @api.model
    def _find_by_token(self, token: str):
        """Return the link of a token, also one that has ended; none of a wrong one."""
        try:
            values = verify_hash_signed(self.env(su=True), SCOPE, token)
        except ValueError:
            values = None
        if not values:
            return self.browse()
        # sudo: crm.service.visit.link - the signature is what gives access to this one
        link_sudo = self.sudo().browse(values[0]).exists()
        if not link_sudo or not consteq(link_sudo.nonce or "", str(values[1])):
            return self.browse()
        return link_sudo
