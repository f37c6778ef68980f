from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class CrmCustomerManagers(models.TransientModel):
    """Choose who looks after one customer, or after many at once."""

    _name = "crm.customer.managers"
    _description = "Account managers of customers"

    customer_ids = fields.Many2many(
        "res.partner",
        string="Customers",
        domain=[("is_crm_customer", "=", True)],
        default=lambda self: self._default_customers(),
    )
    customer_count = fields.Integer(
        string="Number of customers", compute="_compute_customer_count"
    )
    main_change = fields.Selection(
        [
            ("keep", "Keep it"),
            ("set", "Choose another"),
            ("clear", "Leave it empty"),
        ],
        string="Main account manager",
        default="keep",
        required=True,
    )
    user_id = fields.Many2one(
        "res.users",
        string="Account manager",
        domain=[("share", "=", False)],
        compute="_compute_managers",
        store=True,
        readonly=False,
    )
    manager_ids = fields.Many2many(
        "res.users",
        "crm_customer_managers_other_rel",
        string="Other managers",
        domain=[("share", "=", False)],
        compute="_compute_managers",
        store=True,
        readonly=False,
    )
    add_ids = fields.Many2many(
        "res.users",
        "crm_customer_managers_add_rel",
        string="Add others",
        domain=[("share", "=", False)],
    )
    remove_ids = fields.Many2many(
        "res.users",
        "crm_customer_managers_remove_rel",
        string="Take others away",
        domain=[("share", "=", False)],
    )
    general_names = fields.Char(
        string="General account managers", compute="_compute_general_names"
    )
    blind_names = fields.Char(
        compute="_compute_blind_names", export_string_translation=False
    )

    @api.model
    def _default_customers(self):
        if self.env.context.get("active_model") != "res.partner":
            return self.env["res.partner"]
        ids = self.env.context.get("active_ids") or []
        return self.env["res.partner"].browse(ids).exists().crm_customer_id

    @api.depends("customer_ids")
    def _compute_customer_count(self):
        for wizard in self:
            wizard.customer_count = len(wizard.customer_ids)

    @api.depends("customer_ids")
    def _compute_managers(self):
        for wizard in self:
            single = wizard.customer_ids if len(wizard.customer_ids) == 1 else False
            wizard.user_id = single and single.user_id
            wizard.manager_ids = single and single.crm_manager_ids

    @api.depends("user_id", "manager_ids", "customer_ids")
    def _compute_general_names(self):
        for wizard in self:
            customer = wizard.customer_ids[:1]
            company = customer.company_id or self.env.company
            # sudo: res.company - general managers are told to whoever assigns others
            general_sudo = company.sudo()._get_general_account_managers()
            nobody = not (wizard.user_id or wizard.manager_ids)
            wizard.general_names = nobody and ", ".join(general_sudo.mapped("name"))

    @api.depends("user_id", "manager_ids", "add_ids")
    def _compute_blind_names(self):
        for wizard in self:
            # as they are stored: those of an unsaved dialog have no groups yet
            chosen = (wizard.user_id | wizard.manager_ids | wizard.add_ids)._origin
            # sudo: res.users - only whether they would see the customer is told
            blind_sudo = chosen.sudo().filtered(lambda user: user.crm_level == "none")
            wizard.blind_names = ", ".join(blind_sudo.mapped("name"))

    def action_apply(self):
        """Write the account managers, with the rights of who asks for it."""
        self.ensure_one()
        if not self.customer_ids:
            raise UserError(self.env._("Choose at least one customer."))
        values = (
            self._prepare_single() if self.customer_count == 1 else self._prepare_many()
        )
        if not values:
            raise UserError(self.env._("Choose what is to change."))
        self.customer_ids.write(values)
        return {"type": "ir.actions.act_window_close"}

    def _prepare_single(self) -> dict:
        """Return the values of the only customer, as the dialog shows them."""
        others = self.manager_ids - self.user_id
        return {
            "user_id": self.user_id.id,
            "crm_manager_ids": [Command.set(others.ids)],
        }

    def _prepare_many(self) -> dict:
        """Return what changes for all: nothing that was left as it is."""
        if self.main_change == "set" and not self.user_id:
            raise UserError(self.env._("Choose the new main account manager."))
        values = {}
        if self.main_change != "keep":
            values["user_id"] = self.main_change == "set" and self.user_id.id
        commands = [Command.link(user.id) for user in self.add_ids - self.remove_ids]
        commands += [Command.unlink(user.id) for user in self.remove_ids]
        if commands:
            values["crm_manager_ids"] = commands
        return values
