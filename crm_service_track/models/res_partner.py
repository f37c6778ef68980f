from odoo import api, fields, models
from odoo.exceptions import UserError


class ResPartner(models.Model):
    _inherit = "res.partner"

    crm_contract_ids = fields.One2many(
        "crm.service.contract",
        "customer_id",
        string="Service Contracts",
        groups="crm_service_track.crm_service_track_group_user",
    )
    crm_contract_count = fields.Integer(
        string="Number of Service Contracts",
        compute="_compute_crm_contract_count",
        groups="crm_service_track.crm_service_track_group_user",
    )

    crm_service_count = fields.Integer(
        string="Number of Support Records",
        compute="_compute_crm_service_count",
        groups="crm_service_track.crm_service_track_group_user",
    )

    @api.depends("crm_contract_ids")
    def _compute_crm_contract_count(self):
        counts = dict(
            self.env["crm.service.contract"]._read_group(
                [("customer_id", "in", self.ids)], ["customer_id"], ["__count"]
            )
        )
        for partner in self:
            partner.crm_contract_count = counts.get(partner._origin, 0)

    def _compute_crm_service_count(self):
        counts = dict(
            self.env["crm.service.record"]._read_group(
                [("customer_id", "in", self.ids)], ["customer_id"], ["__count"]
            )
        )
        for partner in self:
            partner.crm_service_count = counts.get(partner._origin, 0)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_service_contract(self):
        # sudo: crm.service.contract - one that the user may not see holds as well
        contracts_sudo = self.sudo().with_context(active_test=False).crm_contract_ids
        if contracts_sudo:
            raise UserError(
                self.env._(
                    "There are service contracts with these customers: %(contracts)s. "
                    "Archive the customers instead.",
                    contracts=", ".join(contracts_sudo.mapped("display_name")),
                )
            )

    def action_view_crm_contracts(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_service_track.crm_service_contract_action"
        )
        return action | {
            "domain": [("customer_id", "=", self.id)],
            "context": {"default_customer_id": self.id},
        }

    def action_view_service_records(self):
        """Open the customer's support records."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_service_track.crm_service_record_action"
        )
        return action | {
            "domain": [("customer_id", "=", self.id)],
            "context": {"default_customer_id": self.id},
        }
