from odoo import api, models
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY


class ResPartner(models.Model):
    """Imports that meet a merge, or another writer, are done again."""

    _inherit = "res.partner"

    @api.model
    def _sql_error_to_message(self, exc):
        """Let the request be done again, as any other is, instead of telling the user.

        Core's import would list "could not serialize access" for each of its rows.
        """
        if isinstance(exc, PG_CONCURRENCY_EXCEPTIONS_TO_RETRY):
            raise exc
        return super()._sql_error_to_message(exc)
