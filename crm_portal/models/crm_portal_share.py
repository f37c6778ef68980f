import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import consteq, hash_sign, verify_hash_signed

SCOPE = "crm_portal.share"
DAYS = "crm_portal.link_days"
DEFAULT_DAYS = 90


class CrmPortalShare(models.Model):
    """A ticket that a person outside may see, by a link that is theirs alone.

    Not the list of followers: who stops following keeps access.
    """

    _name = "crm.portal.share"
    _description = "Ticket shared with a person outside"
    _order = "id"
    _rec_name = "partner_id"

    task_id = fields.Many2one(
        "project.task", string="Ticket", required=True, ondelete="cascade", index=True
    )
    partner_id = fields.Many2one(
        "res.partner", string="Person", required=True, ondelete="cascade", index=True
    )
    follows = fields.Boolean(default=True)
    expiry_date = fields.Datetime(string="Link valid until", readonly=True)
    is_revoked = fields.Boolean(string="Revoked")
    # what makes a link of earlier worthless; never shown
    nonce = fields.Char(
        readonly=True, groups="base.group_no_one", export_string_translation=False
    )

    _task_partner_unique = models.UniqueIndex("(task_id, partner_id)")

    @api.model
    def _get_days(self) -> int:
        # sudo: ir.config_parameter - a number that is no secret
        given = self.env["ir.config_parameter"].sudo().get_param(DAYS, DEFAULT_DAYS)
        return int(given) if str(given).isdigit() and int(given) else DEFAULT_DAYS

    @api.model
    def _share(self, task, partner):
        """Return the share of a ticket with a person, made where there is none."""
        share = self.search(
            [("task_id", "=", task.id), ("partner_id", "=", partner.id)], limit=1
        )
        return share or self.create({"task_id": task.id, "partner_id": partner.id})

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            vals["nonce"] = secrets.token_urlsafe(16)
        shares = super().create(vals_list)
        shares._renew()
        return shares

    def _is_open(self) -> bool:
        """Return whether the person may still see the ticket."""
        self.ensure_one()
        return not self.is_revoked and self.partner_id.active

    def _renew(self) -> None:
        """Let links be valid for the days of the settings from now on."""
        self.expiry_date = fields.Datetime.now() + timedelta(days=self._get_days())

    def _get_token(self) -> str:
        self.ensure_one()
        return hash_sign(self.env(su=True), SCOPE, [self.id, self.nonce])

    def _get_url(self) -> str:
        """Return the address of the ticket for this person, without the host."""
        return f"/support/ticket/{self._get_token()}"

    @api.model
    def _find_by_token(self, token: str):
        """Return the share of a link, also of an expired one; none of a wrong one."""
        try:
            values = verify_hash_signed(self.env(su=True), SCOPE, token)
        except ValueError:
            values = None
        if not values:
            return self.browse()
        # sudo: crm.portal.share - the signature is what gives access to this one
        share_sudo = self.sudo().browse(values[0]).exists()
        if (
            not share_sudo
            or not share_sudo._is_open()
            or not consteq(share_sudo.nonce or "", str(values[1]))
        ):
            return self.browse()
        return share_sudo

    def _is_expired(self) -> bool:
        return not self.expiry_date or self.expiry_date < fields.Datetime.now()
