from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ResPartner(models.Model):
    """Add what a customer is: the mark on the root record and its relations."""

    _name = "res.partner"
    _inherit = [
        "crm.search.key.mixin",
        "crm.phone.mixin",
        "crm.tax.number.mixin",
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
    )
    crm_child_ids = fields.One2many(
        "res.partner", "crm_parent_id", string="Child customers"
    )
    crm_manager_ids = fields.Many2many(
        "res.users",
        "crm_customer_manager_rel",
        "partner_id",
        "user_id",
        string="Other account managers",
        domain=[("share", "=", False)],
        tracking=True,
    )
    crm_short_name = fields.Char(string="Short name", tracking=True)
    crm_tax_office = fields.Char(string="Tax office", tracking=True)
    crm_region_id = fields.Many2one(
        "crm.customer.region",
        string="Region",
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
    )
    crm_relation_id = fields.Many2one(
        "crm.customer.relation",
        string="Relation",
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
    )
    crm_class_id = fields.Many2one(
        "crm.customer.class",
        string="Class",
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
    )
    crm_stage_id = fields.Many2one(
        "crm.customer.stage",
        string="Stage",
        index="btree_not_null",
        ondelete="restrict",
        group_expand="_read_group_crm_stage_ids",
        tracking=True,
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
        return stages.search([])
