from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

# what the firm thinks of a customer is not for the customer on the portal
INTERNAL = "base.group_user"
# what decides whether a partner is the root of a customer
ROOT_FIELDS = {"is_crm_customer", "parent_id", "is_company"}


class ResPartner(models.Model):
    """Add what a customer is: the mark on the root record and its relations."""

    _name = "res.partner"
    _inherit = [
        "crm.search.key.mixin",
        "crm.customer.access.mixin",
        "crm.customer.card.mixin",
        "crm.customer.contact.mixin",
        "crm.customer.details.mixin",
        "crm.customer.managers.mixin",
        "res.partner",
    ]

    is_crm_customer = fields.Boolean(
        string="Managed as a customer",
        copy=True,
        help="Shown under Customers, whatever the relation is: customer, prospect, "
        "partner, competitor or supplier.",
    )
    crm_customer_id = fields.Many2one(
        "res.partner",
        string="Customer",
        compute="_compute_crm_customer_id",
        store=True,
        index="btree_not_null",
        help="The customer that this contact or address belongs to.",
    )
    crm_parent_id = fields.Many2one(
        "res.partner",
        string="Parent customer",
        index="btree_not_null",
        ondelete="set null",
        domain=[("is_crm_customer", "=", True)],
        tracking=True,
        groups=INTERNAL,
    )
    crm_child_ids = fields.One2many(
        "res.partner", "crm_parent_id", string="Child customers", groups=INTERNAL
    )
    crm_manager_ids = fields.Many2many(
        "res.users",
        "crm_customer_manager_rel",
        "partner_id",
        "user_id",
        string="Other account managers",
        domain=[("share", "=", False)],
        tracking=True,
        groups=INTERNAL,
    )
    crm_invoice_address_ids = fields.One2many(
        "res.partner",
        "parent_id",
        string="Invoice addresses",
        domain=[("type", "=", "invoice")],
    )
    crm_short_name = fields.Char(string="Short name", tracking=True)
    crm_tax_office = fields.Char(string="Tax office", tracking=True)
    crm_region_id = fields.Many2one(
        "crm.customer.region",
        string="Region",
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        groups=INTERNAL,
    )
    crm_relation_ids = fields.Many2many(
        "crm.customer.relation",
        "crm_customer_relation_rel",
        "partner_id",
        "relation_id",
        string="Relation",
        ondelete="restrict",
        # an archived kind stays on the customers that have it
        context={"active_test": False},
        tracking=True,
        groups=INTERNAL,
    )
    crm_class_id = fields.Many2one(
        "crm.customer.class",
        string="Class",
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        groups=INTERNAL,
    )
    crm_stage_id = fields.Many2one(
        "crm.customer.stage",
        string="Stage",
        index="btree_not_null",
        ondelete="restrict",
        group_expand="_read_group_crm_stage_ids",
        tracking=True,
        groups=INTERNAL,
    )

    _crm_search_key_idx = models.Index(
        lambda registry: (
            registry.has_trigram and "USING gin (crm_search_key gin_trgm_ops)"
        )
    )
    _crm_customer_list_idx = models.Index(
        "(complete_name, id DESC) WHERE is_crm_customer IS TRUE"
    )

    @api.depends("commercial_partner_id.is_crm_customer")
    def _compute_crm_customer_id(self):
        for partner in self:
            root = partner.commercial_partner_id
            partner.crm_customer_id = root if root.is_crm_customer else False

    @api.model
    def _read_group_crm_stage_ids(self, stages, domain):
        return stages.search(Domain.TRUE)

    @api.constrains("is_crm_customer")
    def _check_is_crm_customer(self):
        customers = self.filtered("is_crm_customer")
        # sudo: res.company, res.users - whoever may edit customers need not see them
        companies_sudo = self.env["res.company"].sudo().with_context(active_test=False)
        own = companies_sudo.search([("partner_id", "in", customers.ids)])
        if own:
            raise ValidationError(
                self.env._(
                    "%(names)s: your own company cannot be a customer.",
                    names=", ".join(own.mapped("name")),
                )
            )
        users_sudo = self.env["res.users"].sudo().with_context(active_test=False)
        users = users_sudo.search([("partner_id", "in", customers.ids)])
        if internal := users.filtered(lambda user: not user.share):
            raise ValidationError(
                self.env._(
                    "%(names)s: an internal user cannot be a customer. Make a "
                    "contact of its own for the customer.",
                    names=", ".join(internal.mapped("name")),
                )
            )

    @api.constrains("crm_manager_ids", "is_crm_customer", "user_id")
    def _check_crm_manager_ids(self):
        managers = self.crm_manager_ids | self.filtered("is_crm_customer").user_id
        if strangers := managers.filtered("share"):
            raise ValidationError(
                self.env._(
                    "%(names)s: only colleagues can be account managers.",
                    names=", ".join(strangers.mapped("name")),
                )
            )

    @api.constrains("crm_parent_id")
    def _check_crm_parent_id(self):
        self._lock_customers_above()
        if self._has_cycle("crm_parent_id"):
            raise ValidationError(
                self.env._("A customer cannot be above itself in the hierarchy.")
            )
        strangers = self.crm_parent_id.filtered(lambda p: not p.is_crm_customer)
        if strangers:
            raise ValidationError(
                self.env._(
                    "%(names)s: only a customer can be a parent customer.",
                    names=", ".join(strangers.mapped("display_name")),
                )
            )

    @api.model_create_multi
    def create(self, vals_list):
        partners = super().create(self._prepare_customer_vals_list(vals_list))
        partners._keep_mark_on_root()
        return partners

    def write(self, vals):
        result = True
        for partners, values in self._split_customer_vals(vals):
            result = super(ResPartner, partners).write(values)
        if ROOT_FIELDS & vals.keys():
            self._keep_mark_on_root()
        return result

    def _has_field_access(self, field, operation):
        """Rules trust the customer of a contact: nobody writes it by hand."""
        # the operation first: this is asked for every field of every record read
        if operation == "write" and field.name == "crm_customer_id" and not self.env.su:
            return False
        return super()._has_field_access(field, operation)

    def _keep_mark_on_root(self) -> None:
        """Take the mark off contacts: it belongs to their customer alone."""
        contacts = self.filtered(
            lambda p: p.is_crm_customer and p.commercial_partner_id != p
        )
        if contacts:
            contacts.is_crm_customer = False

    def _creation_message(self):
        if self.is_crm_customer:
            return self.env._("Customer created")
        return super()._creation_message()

    @api.model
    def _get_customers_action(self, domain: Domain) -> dict:
        """Return the action that lists the customers of a domain."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_cubicl.crm_customer_action"
        )
        customers = Domain("is_crm_customer", "=", True) & domain
        return action | {"domain": list(customers)}
