from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

PARENT = "crm_parent_id"
# a screen of cards; who looks for more than these searches
MAX_ROOTS = 100


class ResPartner(models.Model):
    """The tree of customers: shown as one, and free of cycles whoever changes it."""

    _inherit = "res.partner"

    @api.model
    def hierarchy_read(
        self, domain, specification, parent_field, child_field=None, order=None
    ):
        """Show the tops of the trees first, and no more cards than fit a screen."""
        if parent_field == PARENT:
            tops = self.search(
                self._get_tree_domain(domain), limit=MAX_ROOTS, order=order
            )
            domain = Domain("id", "in", tops.ids)
        return super().hierarchy_read(
            domain, specification, parent_field, child_field, order
        )

    @api.model
    def _get_tree_domain(self, domain) -> Domain:
        """Return which customers are the tops of what is asked for.

        A customer below an archived one is a top, as nothing above it is shown; one
        without any below it is no tree.
        """
        is_top = Domain(PARENT, "=", False)

        def to_top(condition):
            if (condition.field_expr, condition.operator) != (PARENT, "="):
                return condition
            if condition.value:
                return condition
            above = self.with_context(active_test=False)
            archived = above._search(Domain("active", "=", False))
            return (is_top | Domain(PARENT, "in", archived)) & Domain(
                "crm_child_ids", "!=", False
            )

        return Domain(domain).map_conditions(to_top)

    def _lock_customers_above(self) -> None:
        """Let changes of one tree wait for each other.

        Two at once, each without a cycle, could make one together. Locked rows that
        the other one has changed make the database refuse, and Odoo tries again.
        """
        self.flush_recordset([PARENT])
        self.env.cr.execute(
            SQL(
                """
                WITH RECURSIVE above AS (
                    SELECT crm_parent_id AS id FROM res_partner WHERE id IN %s
                    UNION
                    SELECT partner.crm_parent_id FROM res_partner AS partner
                    JOIN above ON above.id = partner.id
                )
                SELECT FROM res_partner WHERE id IN (
                    SELECT id FROM above WHERE id IS NOT NULL
                ) ORDER BY id FOR NO KEY UPDATE
                """,
                self._ids or (0,),
            )
        )
