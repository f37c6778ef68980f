from dataclasses import replace

from odoo import models

from ..tools.activity import ACTIVITY, Activity, get_activity


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    def _get_activity_customer(self):
        """Return the customer whose activities this record's messages belong to.

        Called as superuser on one record of a batch. Override in models that name a
        customer; a model listed in ``mail.message._get_activity_models`` has its old
        messages filled in too.
        """
        self.ensure_one()
        return self.env["res.partner"]

    def _as_activity(self, **values):
        """Return the records with what is to be known of messages written now.

        Takes the values of :class:`Activity`, on top of what is known already.
        """
        known = get_activity(self.env.context) or Activity()
        return self.with_context(**{ACTIVITY: replace(known, **values)})
