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
        outside reads those shared with them and changes none.
        """
        self.ensure_one()
        no_ticket = Domain("crm_topic_id", "=", False)
        if self.share:
            if operation != "read":
                return no_ticket
            return no_ticket | self._get_shared_tickets_domain()
        customers = self._get_customer_rule("res.partner", "read")
        if customers.is_true():
            return Domain.TRUE
        return (
            no_ticket
            | Domain("partner_id", "=", False)
            # a join: a list of all partners would be made for each search
            | Domain("partner_id", "any!", customers)
            | self._get_own_tickets_domain()
        )

    def _get_own_tickets_domain(self) -> Domain:
        """Return what a colleague is told of, assigned to or has made."""
        return (
            Domain("user_ids", "in", self.ids)
            | Domain("crm_notice_ids", "any", [("user_id", "=", self.id)])
            | Domain("create_uid", "=", self.id)
        )

    def _get_shared_tickets_domain(self) -> Domain:
        """Return the tickets that somebody outside may see: their own shares alone.

        The pages of the portal ask for more, what holds at that moment: this one is
        kept, and stays on the safe side.
        """
        # by the user, as the partner of a user may become another one
        is_own = Domain("partner_id.user_ids", "in", self.ids)
        is_open = (
            Domain("is_revoked", "=", False)
            & Domain("is_by_company", "=", False)
            & self.env["crm.portal.share"]._get_present_domain()
        )
        return Domain("crm_topic_id", "!=", False) & Domain(
            "crm_share_ids", "any", is_own & is_open
        )
