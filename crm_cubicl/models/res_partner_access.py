from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from .res_partner import INTERNAL
from .res_users_access import GROUP

# what documents show of their customer beyond the name
DETAILS = {"show_address": False, "show_email": False, "show_vat": False}
# a change of these may take a partner out of what the user may change
BORDERS = {"is_crm_customer", "parent_id", "is_company", "crm_is_closed"}
MANAGERS = {"user_id", "crm_manager_ids"}


class ResPartner(models.Model):
    """Keep customers to those who may see them."""

    _inherit = "res.partner"

    crm_is_closed = fields.Boolean(
        string="Closed to others",
        tracking=True,
        groups=INTERNAL,
        help="Only the account managers and the level “Manage” see this customer, its "
        "contacts, files, notes and activities. Accounting sees all customers.",
    )
    crm_customer_is_closed = fields.Boolean(
        compute="_compute_crm_customer_is_closed",
        store=True,
        exportable=False,
        export_string_translation=False,
        groups=INTERNAL,
    )

    # the customers of one account manager, for whoever sees only these
    _crm_user_idx = models.Index("(user_id, id) WHERE is_crm_customer IS TRUE")
    # those whom everybody sees, for whoever sees no customer or few
    _crm_others_idx = models.Index("(id) WHERE crm_customer_id IS NULL")
    # a list counts its pages by this alone, with the rules of whoever sees the list
    _crm_count_idx = models.Index(
        "(is_crm_customer, active, company_id, partner_share,"
        " crm_customer_is_closed, crm_customer_id, id)"
    )
    _crm_colleagues_idx = models.Index("(id) WHERE partner_share IS NOT TRUE")

    @api.depends("crm_customer_id.crm_is_closed")
    def _compute_crm_customer_is_closed(self):
        for partner in self:
            partner.crm_customer_is_closed = partner.crm_customer_id.crm_is_closed

    @api.model
    def _get_managed_sql(self, alias: str, user_id: int) -> SQL:
        """Return whether the partner in the row is of a customer that a user manages.

        Two short lists by their indexes, looked up for each row.
        """
        field = self._fields["crm_manager_ids"]
        return SQL(
            "%(customer)s IN (SELECT id FROM res_partner"
            " WHERE %(user)s = %(id)s AND %(mark)s IS TRUE"
            " UNION ALL"
            " SELECT %(managed)s FROM %(relation)s WHERE %(manager)s = %(id)s)",
            customer=self._field_to_sql(alias, "crm_customer_id"),
            user=SQL.identifier("user_id", to_flush=self._fields["user_id"]),
            mark=SQL.identifier(
                "is_crm_customer", to_flush=self._fields["is_crm_customer"]
            ),
            id=user_id,
            managed=SQL.identifier(field.column1, to_flush=field),
            relation=SQL.identifier(field.relation),
            manager=SQL.identifier(field.column2),
        )

    @api.constrains("crm_is_closed", "user_id", "crm_manager_ids")
    def _forget_rules_of_managers(self):
        """Forget the cached rules when it changes who manages a closed customer.

        A constraint, as these come before anyone asks for access again.
        """
        # sudo: res.partner - only to learn whether rules are concerned
        if any(partner.crm_is_closed for partner in self.sudo()):
            self.env.registry.clear_cache()

    @api.depends_context("uid")
    def _compute_display_name(self):
        """Show of a hidden customer the name and no more.

        Documents ask as the system for the name of their customer, with the address,
        the e-mail or the tax number in it.
        """
        hidden = (
            self._get_hidden_from_user() if self._asks_for_details() else self.browse()
        )
        result = super(ResPartner, self - hidden)._compute_display_name()
        plain = hidden.with_context(**DETAILS)
        super(ResPartner, plain)._compute_display_name()
        for partner, bare in zip(hidden, plain, strict=True):
            partner.display_name = bare.display_name
        return result

    @api.depends_context("uid")
    def _compute_same_vat_partner_id(self):
        """Name nobody whom the user may not see: the tax number would tell of them."""
        result = super()._compute_same_vat_partner_id()
        for name in ("same_vat_partner_id", "same_company_registry_partner_id"):
            hidden = self[name]._get_hidden_from_user()
            self.filtered(lambda p, n=name, h=hidden: p[n] in h)[name] = False
        return result

    def _get_plain_name(self) -> str:
        """Return the name that documents show to whoever may not see the partner."""
        # sudo: res.partner - the name is no secret where a document tells it
        return self.sudo().with_context(**DETAILS).display_name

    @api.model
    def _asks_for_details(self) -> bool:
        return any(self.env.context.get(name) for name in DETAILS)

    def _get_hidden_from_user(self):
        """Return those that the user may not see, also when the system asks."""
        partners = self.with_env(self.env(su=False))
        return self - partners._filtered_access("read").with_env(self.env)

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su and self.env.user._is_assigned_only():
            vals_list = [self._prepare_own_customer(vals) for vals in vals_list]
        self._check_parent_customers(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            self._check_may_close(vals)
            self._check_may_take_off(vals)
        self._check_parent_customers([vals])
        if self.env.su or not BORDERS & vals.keys():
            return super().write(vals)
        before = self._get_customers_before()
        result = super().write(vals)
        self._check_moved(before)
        return result

    def _get_customers_before(self) -> dict:
        """Return the customer of each that has one, as it may be hidden afterwards."""
        # sudo: res.partner - see above
        return {
            partner: partner_sudo.crm_customer_id
            for partner, partner_sudo in zip(self, self.sudo(), strict=True)
            if partner_sudo.crm_customer_id
        }

    def _check_moved(self, before: dict) -> None:
        """Refuse to bring partners where the user may not change them.

        Override to say first what else speaks against it.

        :param before: the customer of each partner that had one
        """
        # sudo: res.partner - who is a customer no more, which the level has allowed
        gone = self.browse(
            partner.id
            for partner, customer_sudo in before.items()
            if partner.id == customer_sudo.id and not partner.sudo().crm_customer_id
        )
        (self - gone).check_access("write")

    @api.model
    def _check_parent_customers(self, vals_list: list[dict]) -> None:
        """Refuse a hidden parent customer; core runs constraints as superuser."""
        default = self.env.context.get("default_crm_parent_id")
        ids = {vals.get("crm_parent_id", default) for vals in vals_list}
        self.browse(ids - {False, None}).check_access("read")

    @api.model
    def _prepare_own_customer(self, vals: dict) -> dict:
        """Make who sees only assigned customers the manager of those they create."""
        default = self.env.context.get("default_is_crm_customer")
        is_customer = vals.get("is_crm_customer", default)
        if not is_customer or vals.get("parent_id") or MANAGERS & vals.keys():
            return vals
        return {**vals, "user_id": self.env.uid}

    def _check_may_close(self, vals: dict) -> None:
        """Keep users from closing customers to themselves."""
        user = self.env.user
        if not vals.get("crm_is_closed") or user.has_group(GROUP % "manage"):
            return
        if self.filtered(lambda p: user not in (p.user_id | p.crm_manager_ids)):
            raise AccessError(
                self.env._(
                    "Only an account manager of the customer, or someone with the "
                    "level “Manage”, can close it to others: you would not see it any "
                    "more."
                )
            )

    def _check_may_take_off(self, vals: dict) -> None:
        """Let only who may delete customers turn them into mere contacts."""
        if vals.get("is_crm_customer", True) or self.env.user.has_group(
            GROUP % "delete"
        ):
            return
        if customers := self.filtered("is_crm_customer"):
            raise AccessError(
                self.env._(
                    "%(names)s: to take customers off the list you need the level "
                    "“Create, edit and delete”.",
                    names=", ".join(customers.mapped("name")),
                )
            )
