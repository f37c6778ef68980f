from odoo import api, models
from odoo.fields import Domain
from odoo.modules.db import FunctionStatus
from odoo.tools import SQL

from ..tools.customer_field import CUSTOMER_FIELD
from ..tools.search_key import parse_query

EDIT_GROUP = "crm_cubicl.crm_cubicl_group_edit"
VIEW_GROUP = "crm_cubicl.crm_cubicl_group_view"
# a search by names alone, as core does it
NAMES_ONLY = "crm_names_only"


def trigram(column: str):
    """Return the definition of an index for finding a part of what a column holds.

    Core looks for a partner in five columns at once: one without an index, and all
    rows are read.
    """

    def define(registry):
        if not registry.has_trigram:
            return None
        indexed = column
        if registry.has_unaccent == FunctionStatus.INDEXABLE:
            indexed = registry.unaccent(column)
        # fastupdate: an equality in many values would read all that is pending for each
        options = "" if column == "complete_name" else " WITH (fastupdate = off)"
        return f"USING gin ({indexed} gin_trgm_ops){options} WHERE {column} IS NOT NULL"

    return define


class ResPartner(models.Model):
    """Choosing a customer, or making a new one, where another record names it."""

    _inherit = "res.partner"

    _crm_complete_name_idx = models.Index(trigram("complete_name"))
    _crm_email_idx = models.Index(trigram("email"))
    _crm_ref_idx = models.Index(trigram("ref"))
    _crm_vat_idx = models.Index(trigram("vat"))
    _crm_company_registry_idx = models.Index(trigram("company_registry"))

    # -- find ------------------------------------------------------------------

    @api.model
    def _search_display_name(self, operator, value):
        """Find customers by all that the search box finds them by.

        Partners who are no customers are found as core finds them.
        """
        if not self._is_customer_search(operator, value):
            return super()._search_display_name(operator, value)
        if operator == "not ilike":
            return NotImplemented
        known = super()._search_display_name(operator, value)
        everyone = self.with_context(active_test=False)
        core = everyone._search(Domain(known), bypass_access=True)
        both = SQL("(%s UNION %s)", core.select(), self._get_choice_query(value))
        # not "or": then neither part could use its index
        return Domain("id", "in", both)

    @api.model
    def name_search(self, name="", domain=None, operator="ilike", limit=100):
        """Offer whom core offers and, where there is room, who has the other keys.

        One after the other: each question has its index, both in one have none.
        """
        if not self._is_customer_search(operator, name) or operator != "ilike":
            return super().name_search(name, domain, operator, limit)
        core = self.with_context(**{NAMES_ONLY: True})
        found = super(ResPartner, core).name_search(name, domain, operator, limit)
        room = limit and limit - len(found)
        if limit and not room:
            return found
        others = Domain("id", "not in", [partner_id for partner_id, _name in found])
        more = self.search_fetch(
            Domain(domain or Domain.TRUE)
            & others
            & Domain("id", "in", SQL("(%s)", self._get_choice_query(name))),
            ["display_name"],
            limit=room or None,
        )
        if not found and not more:
            more = self._search_names_like(name, domain, limit)
        # sudo: res.partner - as core: whoever finds a partner may read its name
        return found + [(partner.id, partner.display_name) for partner in more.sudo()]

    @api.model
    def _is_customer_search(self, operator: str, value) -> bool:
        return (
            operator in ("ilike", "not ilike")
            and isinstance(value, str)
            and bool(value.strip())
            and not self.env.context.get(NAMES_ONLY)
            # who is known to be found by a number tells something of the number
            and self.env.user._is_internal()
        )

    @api.model
    def _get_choice_query(self, text: str) -> SQL:
        """Return the customers that have every word, and contacts that do so alone."""
        terms = parse_query(text)
        if not terms:
            return SQL("SELECT 0 WHERE FALSE")
        key = SQL.identifier("crm_search_key", to_flush=self._fields["crm_search_key"])
        return SQL(
            "(%s) UNION SELECT id FROM %s WHERE crm_customer_id IS NOT NULL AND %s",
            SQL(" INTERSECT ").join(self._get_search_query(term) for term in terms),
            SQL.identifier(self._table),
            SQL(" AND ").join(self._get_term_match(key, term) for term in terms),
        )

    @api.model
    def _get_term_match(self, key: SQL, term: list) -> SQL:
        """Return the condition that a key has one of a term's spellings."""
        choices = (
            SQL("(%s)", SQL(" AND ").join(SQL("%s LIKE %s", key, p) for p in patterns))
            for patterns in term
        )
        return SQL("(%s)", SQL(" OR ").join(choices))

    # -- make ------------------------------------------------------------------

    @api.model
    def default_get(self, fields):
        return super(ResPartner, self._for_customer_field()).default_get(fields)

    @api.model_create_multi
    def create(self, vals_list):
        return super(ResPartner, self._for_customer_field()).create(vals_list)

    @api.model
    def _for_customer_field(self):
        """Return the model ready to make what a task's or a quote's field asks for.

        That is a customer, when the user may create one; otherwise a partner as
        core makes it.
        """
        context = self.env.context
        if (
            not context.get(CUSTOMER_FIELD)
            or context.get("default_parent_id")
            or not self.env.user.has_group(EDIT_GROUP)
        ):
            return self
        defaults = {"default_is_crm_customer": True, "default_is_company": True}
        return self.with_context(**{**defaults, **context})

    # -- open ------------------------------------------------------------------

    def get_formview_id(self, access_uid=None):
        """Open customers in the form of customers, wherever they are named."""
        user = self.env["res.users"].browse(access_uid) if access_uid else self.env.user
        # sudo: res.partner - which form opens says no more than the record itself
        if (
            len(self) == 1
            and self.sudo().is_crm_customer
            and user.has_group(VIEW_GROUP)
        ):
            return self.env.ref("crm_cubicl.crm_customer_view_form").id
        if self.env.context.get(CUSTOMER_FIELD):
            # not the small form in which a new customer is made
            return self.env.ref("base.view_partner_form").id
        return super().get_formview_id(access_uid=access_uid)
