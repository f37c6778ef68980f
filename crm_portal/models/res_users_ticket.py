from odoo import models
from odoo.fields import Domain


class ResUsers(models.Model):
    """Which tickets a user may see."""

    _inherit = "res.users"

    def _get_ticket_rule(self, operation: str) -> Domain:
        """Return the tasks, as far as tickets go, that the user may do this with.

        The domain of the global rules on tasks; evaluated once per user and cached.
        A colleague reads and changes the tickets of whoever they may see as a
        customer, and those that they are told of, assigned to or have made. Whoever is
        outside reads none as a record, with its files, internal notes and description:
        pages of our own hand them what they may see.
        """
        self.ensure_one()
        no_ticket = Domain("crm_topic_id", "=", False)
        if self.share:
            return no_ticket
        return (
            no_ticket
            | Domain("partner_id", "=", False)
            | self._get_rule_by_customer("partner_id")
            | self._get_own_tickets_domain()
        )

    def _get_own_tickets_domain(self) -> Domain:
        """Return what a colleague is told of, assigned to or has made."""
        return (
            Domain("user_ids", "in", self.ids)
            | Domain("crm_notice_ids", "any", [("user_id", "=", self.id)])
            | Domain("create_uid", "=", self.id)
        )
