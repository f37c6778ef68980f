from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.crm_cubicl.tools.customer_field import prepare_customer_fields

HOUR = 3600
COMPUTED = {"state", "date_start", "date_end", "seconds", "hours"}


class CrmServiceRecord(models.Model):
    """A service given to a customer: what was done, by whom and how long it took."""

    _name = "crm.service.record"
    _description = "Support Record"
    _inherit = ["crm.card.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "date_start desc, id desc"
    _rec_names_search = ["name", "customer_id"]
    _check_company_auto = True

    name = fields.Char(string="Number", copy=False, readonly=True, tracking=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    customer_id = fields.Many2one(
        "res.partner",
        required=True,
        ondelete="restrict",
        check_company=True,
        domain=[("is_crm_customer", "=", True)],
        tracking=True,
    )
    contact_id = fields.Many2one(
        "res.partner",
        string="Authorised Person",
        index="btree_not_null",
        ondelete="set null",
        domain="[('crm_customer_id', '=', customer_id), ('id', '!=', customer_id)]",
        tracking=True,
        help="Who at the customer's asked for the service or was served.",
    )
    type_id = fields.Many2one(
        "crm.service.type", string="Service", index=True, tracking=True
    )
    customer_status_id = fields.Many2one(
        "crm.service.customer.status",
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        help="What you want to watch about this customer.",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Technician",
        required=True,
        default=lambda self: self.env.user,
        domain=[("share", "=", False)],
        tracking=True,
    )
    task_id = fields.Many2one(
        "project.task",
        index="btree_not_null",
        ondelete="set null",
        domain="[('partner_id.crm_customer_id', '=', customer_id)]",
        copy=False,
    )
    contract_id = fields.Many2one(
        "crm.service.contract",
        compute="_compute_contract_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
        domain="[('customer_id', '=', customer_id)]",
        tracking=True,
        help="The contract whose hours are used. Left alone, the one that covers the "
        "service.",
    )
    template_id = fields.Many2one(
        "crm.service.template",
        store=False,
        domain="['|', ('type_ids', '=', False), ('type_ids', 'in', type_id)]",
        help="Puts a prepared text below what is written already.",
    )
    intervention = fields.Html(
        string="Intervention Made", help="What was done, with its result."
    )
    picture_ids = fields.Many2many("ir.attachment", string="Pictures", copy=False)
    interval_ids = fields.One2many(
        "crm.service.interval", "record_id", string="Stretches"
    )
    state = fields.Selection(
        [
            ("new", "No Time Yet"),
            ("running", "Running"),
            ("to_confirm", "To Confirm"),
            ("stopped", "Stopped"),
        ],
        compute="_compute_times",
        store=True,
        precompute=True,
    )
    date_start = fields.Datetime(
        string="Start", compute="_compute_times", store=True, precompute=True
    )
    date_end = fields.Datetime(
        string="End", compute="_compute_times", store=True, precompute=True
    )
    seconds = fields.Integer(
        compute="_compute_times",
        store=True,
        precompute=True,
        export_string_translation=False,
    )
    # what lists, pivots and workbooks add up: hours as a number, exact to the second
    hours = fields.Float(
        string="Duration", compute="_compute_times", store=True, precompute=True
    )

    _name_uniq = models.UniqueIndex(
        "(company_id, name)", "There is already a support record of this number."
    )
    _customer_idx = models.Index("(customer_id, date_start DESC, id DESC)")
    _user_idx = models.Index("(user_id, date_start DESC, id DESC)")
    _date_idx = models.Index("(date_start DESC, id DESC)")

    @api.depends("name", "customer_id.display_name")
    def _compute_display_name(self):
        for record in self:
            # sudo: res.partner - one's own record names its customer, hidden or not
            customer_sudo = record.customer_id.sudo()
            parts = (record.name, customer_sudo.display_name)
            record.display_name = " · ".join(filter(None, parts))

    @api.depends("customer_id", "type_id", "company_id")
    def _compute_contract_id(self):
        contracts = self._get_current_contracts()
        for record in self:
            record.contract_id = record._choose_contract(contracts)

    @api.depends(
        "interval_ids.date_start",
        "interval_ids.date_end",
        "interval_ids.seconds",
        "interval_ids.to_confirm",
    )
    def _compute_times(self):
        for record in self:
            stretches = record.interval_ids
            running = stretches.filtered(lambda stretch: not stretch.date_end)
            starts = stretches.filtered("date_start").mapped("date_start")
            ends = (stretches - running).mapped("date_end")
            record.date_start = min(starts, default=False)
            record.date_end = not running and max(ends, default=False)
            record.seconds = sum(stretches.mapped("seconds"))
            record.hours = record.seconds / HOUR
            record.state = record._get_state(stretches, running)

    @api.onchange("template_id")
    def _onchange_template_id(self):
        if template := self.template_id:
            lang = self.customer_id.lang or self.env.lang
            text = template.with_context(lang=lang).body
            self.intervention = (self.intervention or "") + (text or "")
            self.template_id = False

    @api.onchange("customer_id")
    def _onchange_customer_id(self):
        if self.contact_id.crm_customer_id != self.customer_id:
            self.contact_id = False
        if self.task_id and self.task_id.partner_id.crm_customer_id != self.customer_id:
            self.task_id = False

    @api.constrains("customer_id", "contact_id", "contract_id")
    def _check_customer(self):
        # sudo: res.partner - whose they are is asked, whoever may see them
        for record in self.sudo():
            if not record.customer_id.is_crm_customer:
                raise ValidationError(
                    self.env._(
                        "%(name)s is no customer. Choose one, or make one of it first.",
                        name=record.customer_id.display_name,
                    )
                )
            contact = record.contact_id
            if contact and contact.crm_customer_id != record.customer_id:
                raise ValidationError(
                    self.env._(
                        "%(contact)s does not belong to %(customer)s.",
                        contact=contact.display_name,
                        customer=record.customer_id.display_name,
                    )
                )
            contract = record.contract_id
            if contract and contract.customer_id != record.customer_id:
                raise ValidationError(
                    self.env._(
                        "Contract %(contract)s is not one of %(customer)s.",
                        contract=contract.code,
                        customer=record.customer_id.display_name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        sequences = self.env["ir.sequence"]
        vals_list = [dict(vals) for vals in vals_list]
        for vals in vals_list:
            company = vals.get("company_id") or self.env.company.id
            vals["name"] = sequences.with_company(company).next_by_code(self._name)
        records = super().create(vals_list)
        records._check_customer_access()
        records._claim_pictures()
        return records

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"user_id", "company_id", "customer_id", "task_id"}:
            # nobody gives a record away to where it is not seen any more
            self.check_access("write")
            self._check_customer_access()
        if "picture_ids" in vals:
            self._claim_pictures()
        return result

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        arch, view = super()._get_view(view_id, view_type, **options)
        if view_type == "form":
            prepare_customer_fields(
                arch, "//field[@name='customer_id'][not(ancestor::field)]"
            )
        return arch, view

    def _has_field_access(self, field, operation):
        """What is computed of the stretches is nobody's to write."""
        if operation == "write" and field.name in COMPUTED and not self.env.su:
            return False
        return super()._has_field_access(field, operation)

    # -- hooks -------------------------------------------------------------------

    def _get_activity_customer(self):
        self.ensure_one()
        return self.customer_id

    @api.model
    def _get_state(self, stretches, running) -> str:
        if running:
            return "running"
        if any(stretches.mapped("to_confirm")):
            return "to_confirm"
        return "stopped" if stretches else "new"

    def _check_customer_access(self):
        """Refuse a customer that the user may not see: its name would be told.

        The customer of a task that one may open is no secret.
        """
        for record in self:
            # sudo: res.partner - a task may name a customer that is hidden
            named_sudo = record.task_id.partner_id.sudo().crm_customer_id
            if record.customer_id.id != named_sudo.id:
                record.customer_id.check_access("read")

    def _claim_pictures(self):
        """Make the pictures the record's own, so that who sees it sees them."""
        for record in self:
            loose = record.picture_ids.filtered(lambda picture: not picture.res_id)
            loose.write({"res_model": self._name, "res_id": record.id})

    @api.model
    def _create_from_visit(self, values: dict):
        """Return the record of a visit that is closed.

        :param values: ``customer_id``, ``contact_id``, ``type_id``, ``user_id``,
            ``company_id``, ``stretches`` as pairs of moments, and what else is a field
            of a record; the customer has approved them, so they are taken as they are
        """
        values = dict(values)
        stretches = values.pop("stretches", ())
        known = {key: value for key, value in values.items() if key in self._fields}
        record = self.create(known)
        intervals = record.interval_ids._as_timer()
        intervals.create(
            [
                {
                    "record_id": record.id,
                    "user_id": record.user_id.id,
                    "date_start": start,
                    "date_end": end,
                }
                for start, end in stretches
            ]
        )
        return record
