from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from .res_partner import INTERNAL
from .res_users_access import GROUP

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
    _crm_user_idx = models.Index("(user_id) WHERE is_crm_customer IS TRUE")

    @api.depends("crm_customer_id.crm_is_closed")
    def _compute_crm_customer_is_closed(self):
        for partner in self:
            partner.crm_customer_is_closed = partner.crm_customer_id.crm_is_closed

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su and self.env.user._is_assigned_only():
            vals_list = [self._prepare_own_customer(vals) for vals in vals_list]
        partners = super().create(vals_list)
        partners._forget_rules_of_managers({*BORDERS, *MANAGERS})
        return partners

    def write(self, vals):
        changed = vals.keys()
        # sudo: res.partner - what they were before is not for the user to read
        before_sudo = self.sudo().filtered("is_crm_customer") if BORDERS & changed else self
        self._forget_rules_of_managers(changed)
        result = super().write(vals)
        self._forget_rules_of_managers(changed)
        if BORDERS & changed and not self.env.su:
            self._check_borders(before_sudo)
        return result

    @api.model
    def _prepare_own_customer(self, vals: dict) -> dict:
        """Make who sees only assigned customers the manager of those they create."""
        default = self.env.context.get("default_is_crm_customer")
        is_customer = vals.get("is_crm_customer", default)
        if not is_customer or vals.get("parent_id") or MANAGERS & vals.keys():
            return vals
        return {**vals, "user_id": self.env.uid}

    def _check_borders(self, before_sudo) -> None:
        """Refuse to bring partners where the user may not change them."""
        if forbidden := self._check_access("write"):
            raise forbidden[1]()
        # sudo: res.partner - what they are now may be hidden from the user
        gone = before_sudo.filtered(
            lambda partner: not partner.crm_customer_id
        )
        if gone and not self.env.user.has_group(GROUP % "delete"):
            raise AccessError(
                self.env._(
                    "%(names)s: to take customers off the list you need the level "
                    "“Create, edit and delete”.",
                    names=", ".join(gone.mapped("name")),
                )
            )

    def _forget_rules_of_managers(self, changed) -> None:
        """Forget the cached rules when it changes who manages a closed customer."""
        if not ({"crm_is_closed"} | MANAGERS) & set(changed):
            return
        # sudo: res.partner - only to learn whether rules are concerned
        if any(partner.crm_is_closed for partner in self.sudo()):
            self.env.registry.clear_cache()
