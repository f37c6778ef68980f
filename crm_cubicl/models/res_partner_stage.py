from odoo import api, fields, models
from odoo.fields import Domain

# what decides the stage that a customer is in
STAGE_FIELDS = {"crm_stage_id", "is_crm_customer"}


class ResPartner(models.Model):
    """Keep the history of stages, and start what a stage brings with it."""

    _inherit = "res.partner"

    crm_stage_log_ids = fields.One2many(
        "crm.customer.stage.log",
        "customer_id",
        string="History of stages",
        readonly=True,
        groups="crm_cubicl.crm_cubicl_group_view",
    )

    @api.model_create_multi
    def create(self, vals_list):
        partners = super().create(vals_list)
        partners.filtered("is_crm_customer")._enter_stage({})
        return partners

    def write(self, vals):
        if not STAGE_FIELDS & vals.keys():
            return super().write(vals)
        before = self._get_stages()
        result = super().write(vals)
        self._enter_stage(before)
        return result

    def action_open_stage_log(self):
        """Open the history of the stages of this customer."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_cubicl.crm_customer_stage_log_action"
        )
        action["domain"] = [("customer_id", "=", self.id)]
        action["context"] = {"hide_customer": True}
        action["display_name"] = self.env._(
            "Stages of %(customer)s", customer=self.display_name
        )
        return action

    def _get_stages(self) -> dict[int, int]:
        """Return the stage that each customer is in, ``{customer id: stage id}``."""
        # sudo: res.partner - the system needs the stage whoever writes the record
        return {
            partner.id: partner.crm_stage_id.id
            for partner in self.sudo()
            if partner.is_crm_customer and partner.crm_stage_id
        }

    def _enter_stage(self, before: dict[int, int]) -> None:
        """Do what a move to another stage brings: history, steps, telling people.

        :param before: the stages before, as ``_get_stages`` returns them
        """
        after = self._get_stages()
        moved = self.filtered(lambda p: before.get(p.id) != after.get(p.id))
        if not moved:
            return
        self.env["crm.customer.stage.log"]._record_moves(moved)
        if self.env.context.get("crm_stage_quiet"):
            return
        arrived = moved.filtered(lambda p: p.id in after)
        # sudo: crm.customer.stage - a group that is told lists its users for managers
        for stage_sudo, customers in arrived.sudo().grouped("crm_stage_id").items():
            customers = customers.with_env(self.env)
            customers._plan_stage_steps(stage_sudo)
            customers._tell_stage(stage_sudo, before)

    def _plan_stage_steps(self, stage_sudo) -> None:
        """Plan the steps of a stage as activities, none that is open already."""
        steps_sudo = stage_sudo.step_ids
        if not steps_sudo:
            return
        # sudo: mail.activity - what colleagues have planned counts as well
        planned = self.env["mail.activity"].sudo()
        planned = planned._read_group(
            Domain("crm_stage_step_id", "in", steps_sudo.ids)
            & Domain("res_model", "=", "res.partner")
            & Domain("res_id", "in", self.ids),
            ["crm_stage_step_id", "res_id"],
        )
        planned = {(step.id, res_id) for step, res_id in planned}
        doers = self.sudo().user_id | steps_sudo.user_id
        seen = {user: self._get_seen_by(user) for user in doers}
        vals_list = [
            step_sudo.with_env(self.env)._prepare_activity_values(customer, seen)
            for step_sudo in steps_sudo
            for customer in self
            if (step_sudo.id, customer.id) not in planned
        ]
        # quick update: told by their list of activities, not by a mail for each
        activities = self.env["mail.activity"]
        activities.with_context(mail_activity_quick_update=True).create(vals_list)

    def _get_seen_by(self, user):
        """Return those of the customers that a user may see."""
        return self.with_user(user)._filtered_access("read").with_env(self.env)
