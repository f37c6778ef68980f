from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

GROUP = "crm_cubicl.crm_cubicl_group_%s"
LEVELS = ("view", "edit", "delete", "manage")
# the lowest level that an operation needs
LEVEL_OF = {"read": "view", "write": "edit", "create": "edit", "unlink": "delete"}
# the rules of partners hold for users too: who may write these writes partners
WRITTEN_WITH = ("res.users",)
ASSIGNED_GROUP = GROUP % "assigned"
ACCOUNTING_GROUPS = ("account.group_account_invoice", "account.group_account_readonly")


class ResUsers(models.Model):
    """Which customers a user may read, write, create and delete."""

    _inherit = "res.users"

    def _is_accountant(self) -> bool:
        """Return whether the user works in the accounting, for which none is hidden."""
        return any(self.has_group(group) for group in ACCOUNTING_GROUPS)

    def _sees_all_customers(self) -> bool:
        """Return whether no customer is hidden from the user."""
        return self.has_group(GROUP % "manage") or self._is_accountant()

    def _is_assigned_only(self) -> bool:
        """Return whether the user is limited to the customers assigned to them."""
        return self.has_group(ASSIGNED_GROUP) and not self._sees_all_customers()

    def _get_customer_rule(self, model_name: str, operation: str) -> Domain:
        """Return the records of a model that the user may do the operation with.

        The domain of the global rules on partners and their bank accounts. It is
        evaluated once per user and cached, and names only what concerns the user: a
        condition that holds for everybody would slow every search down.
        """
        self.ensure_one()
        if self.share:
            # core's rules hold for portal and public users
            return Domain.TRUE
        domain = self._get_customers_domain(model_name, operation)
        if operation == "read":
            domain = self._with_everyone_else(domain)
        elif self._may_change_others(model_name, operation):
            domain |= Domain("crm_customer_id", "=", False)
        else:
            domain &= Domain("crm_customer_id", "!=", False)
        if model_name == "res.partner" or domain.is_true():
            return domain
        return Domain("partner_id", "any", domain)

    def _get_rule_by_customer(self, field_name: str = "customer_id") -> Domain:
        """Return the records of a model whose customer the user may see.

        For global rules of models that name a customer; true for whom none is hidden.
        """
        customers = self._get_customer_rule("res.partner", "read")
        return (
            customers if customers.is_true() else Domain(field_name, "any", customers)
        )

    def _get_customers_domain(self, model_name: str, operation: str) -> Domain:
        """Return the customers, and what is theirs, that the level opens."""
        if model_name == "res.partner.bank" and self._is_accountant():
            # their access rows say what they may do with bank accounts
            return Domain.TRUE
        if not self.has_group(GROUP % LEVEL_OF[operation]):
            return Domain.FALSE
        if self._sees_all_customers():
            return Domain.TRUE
        if self.has_group(ASSIGNED_GROUP):
            return self._get_managed_domain()
        domain = Domain("crm_customer_is_closed", "=", False)
        if self._manages_closed_customers():
            domain |= self._get_managed_domain()
        return domain

    def _with_everyone_else(self, domain: Domain) -> Domain:
        """Add those whom everybody sees: who is no customer, colleagues, oneself."""
        if domain.is_true():
            return domain
        others = Domain("partner_share", "=", False) | Domain(
            "id", "=", self.partner_id.id
        )
        is_open = Domain("crm_customer_is_closed", "=", False)
        if domain != is_open:
            # an open one may be no customer at all: there the condition is needless
            others |= Domain("crm_customer_id", "=", False)
        return domain | others

    def _get_managed_domain(self) -> Domain:
        """Return the customers, with their contacts, whose account manager this is.

        In SQL: as a path of fields it would be a join of all partners with themselves.
        Rules are cached, so only the number of the user is kept.
        """
        user_id = self.id

        def to_sql(partners, alias: str, query) -> SQL:
            return partners._get_managed_sql(alias, user_id)

        def is_managed(partner) -> bool:
            customer = partner.crm_customer_id
            return user_id in (customer.user_id | customer.crm_manager_ids).ids

        return Domain.custom(to_sql=to_sql, predicate=is_managed)

    def _manages_closed_customers(self) -> bool:
        # sudo: res.partner - the rules of partners cannot ask themselves
        partners_sudo = self.env["res.partner"].sudo().with_context(active_test=False)
        domain = Domain("crm_is_closed", "=", True) & self._get_managed_domain()
        return bool(partners_sudo.search_count(domain, limit=1))

    @api.model
    def _get_level_groups(self):
        """Return the groups of the levels, the lowest first."""
        return self.env["res.groups"].union(
            *(self.env.ref(GROUP % level) for level in LEVELS)
        )

    def _may_change_others(self, model_name: str, operation: str) -> bool:
        """Return whether core lets the user do this where no customer is concerned.

        The access rows of the levels open the model, so the rules must close what
        only they have opened.
        """
        # sudo: ir.model.access - which rows there are is no secret of the user's
        rows_sudo = (
            self.env["ir.model.access"]
            .sudo()
            .search(
                [
                    ("model_id.model", "in", [model_name, *WRITTEN_WITH]),
                    (f"perm_{operation}", "=", True),
                ]
            )
        )
        own = self._get_level_groups()
        return any(
            row.group_id in self.all_group_ids and row.group_id not in own
            for row in rows_sudo
        )
