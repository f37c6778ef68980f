from odoo import models

from ..tools.document_at_work import LOOKING


class MailActivity(models.Model):
    """Whoever sees a customer sees its activities, also in lists.

    Core finds only those of records that the user may post on.
    """

    _inherit = "mail.activity"

    def _search(self, domain, *args, **kwargs):
        activities = self.with_context(**LOOKING)
        return super(MailActivity, activities)._search(domain, *args, **kwargs)
