from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import NO_ACCESS

DAYS = "crm_service_track.link_days"
DEFAULT_DAYS = 30


class CrmServiceVisitLink(models.Model):
    """The personal link by which one customer answers one form, once."""

    _name = "crm.service.visit.link"
    _inherit = ["crm.signed.link.mixin"]
    _description = "Link to approve a service"
    _order = "id desc"
    _rec_name = "email"
    _signed_scope = "crm_service_track.visit"

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
            }
        )

    @api.model
    def _get_days(self) -> int:
        return self.env["ir.config_parameter"]._get_number(DAYS, DEFAULT_DAYS, least=1)

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
        return self._sign()

    def _get_url(self) -> str:
        return f"{self.visit_id.get_base_url()}/service/visit/{self._get_token()}"

    @api.model
    def _find_by_token(self, token: str):
        """Return the link of a token, also one that has ended; none of a wrong one."""
        return self._find_signed(token)[0]
