from odoo import api, fields, models
from odoo.exceptions import ValidationError

AWAY = ["crm_away_from", "crm_away_until"]


class ResUsers(models.Model):
    """A colleague who is away is passed over when tickets are handed out."""

    _inherit = "res.users"

    crm_away_from = fields.Date(
        string="Away from", help="Without a date: from now on.", copy=False
    )
    crm_away_until = fields.Date(
        string="Away until",
        copy=False,
        help="Until the end of this day new support tickets go to the others in "
        "charge, or to whoever comes next.",
    )

    @property
    def SELF_READABLE_FIELDS(self):
        return super().SELF_READABLE_FIELDS + AWAY

    @property
    def SELF_WRITEABLE_FIELDS(self):
        return super().SELF_WRITEABLE_FIELDS + AWAY

    @api.constrains(*AWAY)
    def _check_crm_away(self):
        for user in self:
            start, end = user.crm_away_from, user.crm_away_until
            if start and not end:
                raise ValidationError(self.env._("Say until when you are away."))
            if start and start > end:
                raise ValidationError(
                    self.env._("You cannot be back before you have left.")
                )

    def _filter_present(self):
        """Return those who are not away today, in the time zone of each."""
        return self.filtered(lambda user: not user._is_away())

    def _is_away(self) -> bool:
        self.ensure_one()
        # sudo: res.users - whoever files a ticket reads no users
        user_sudo = self.sudo()
        if not user_sudo.crm_away_until:
            return False
        today = fields.Date.context_today(user_sudo.with_context(tz=user_sudo.tz))
        start = user_sudo.crm_away_from or today
        return start <= today <= user_sudo.crm_away_until
