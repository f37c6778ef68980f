import secrets

from odoo import api, fields, models
from odoo.fields import NO_ACCESS
from odoo.tools import consteq, hash_sign

from ..tools.signed import read_signed


class CrmSignedLinkMixin(models.AbstractModel):
    """A record that opens to whoever has its address, until its nonce changes."""

    _name = "crm.signed.link.mixin"
    _description = "Record with a signed address"

    # what an address is signed for; each model names its own
    _signed_scope = ""

    # what makes an address of earlier worthless; never shown
    nonce = fields.Char(
        required=True,
        readonly=True,
        copy=False,
        default=lambda self: self._make_nonce(),
        groups=NO_ACCESS,
        export_string_translation=False,
    )

    @api.model
    def _make_nonce(self) -> str:
        return secrets.token_urlsafe(16)

    def _sign(self, *values, hours: float | None = None) -> str:
        """Return the part of the address that nobody can guess.

        :param values: what else the address is to tell when it comes back
        :param hours: for how long it is good; without, until the nonce changes
        """
        self.ensure_one()
        # sudo: this model - the token is signed with what nobody reads
        signed = [self.id, self.sudo().nonce, *values]
        env = self.env(su=True)
        return hash_sign(env, self._signed_scope, signed, expiration_hours=hours)

    @api.model
    def _find_signed(self, token: str) -> tuple:
        """Return the record of an address, with superuser rights, and the values.

        No record of an address that is wrong, too old, or of an earlier nonce; what
        else may close it is for each model to ask.
        """
        values = read_signed(self.env(su=True), self._signed_scope, token)
        if not values:
            return self.browse(), []
        # sudo: this model - the signature is what gives access to this one
        record_sudo = self.sudo().browse(values[0]).exists()
        if not record_sudo or not consteq(record_sudo.nonce or "", str(values[1])):
            return self.browse(), []
        return record_sudo, values[2:]
