import logging

from odoo import models

_logger = logging.getLogger(__name__)


class ResUsers(models.Model):
    """Nobody learns outside whether an address has an account."""

    _inherit = "res.users"

    def reset_password(self, login):
        """Send a link where there is an account, and answer the same where not."""
        users = self.search(self._get_login_domain(login)) or self.search(
            self._get_email_domain(login)
        )
        if len(users) != 1:
            _logger.info("Password reset for an address with %d accounts", len(users))
            return None
        return super().reset_password(login)
