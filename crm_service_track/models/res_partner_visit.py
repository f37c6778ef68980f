from odoo import api, fields, models
from odoo.exceptions import UserError

USER = "crm_service_track.crm_service_track_group_user"


class ResPartner(models.Model):
    """A customer and the services given at its place."""

    _inherit = "res.partner"

    crm_visit_ids = fields.One2many(
        "crm.service.visit", "customer_id", string="On-Site Services", groups=USER
    )
    crm_visit_count = fields.Integer(
        string="Number of On-Site Services",
        compute="_compute_crm_visit_count",
        groups=USER,
    )

    @api.depends("crm_visit_ids")
    def _compute_crm_visit_count(self):
        counts = dict(
            self.env["crm.service.visit"]._read_group(
                [("customer_id", "in", self.ids)], ["customer_id"], ["__count"]
            )
        )
        for partner in self:
            partner.crm_visit_count = counts.get(partner._origin, 0)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_service_visit(self):
        # sudo: crm.service.visit - one that the user may not see holds as well
        visits_sudo = self.sudo().crm_visit_ids
        if visits_sudo:
            raise UserError(
                self.env._(
                    "There are service forms of these customers: %(visits)s. Archive "
                    "the customers instead.",
                    visits=", ".join(visits_sudo.mapped("display_name")),
                )
            )

    def action_view_crm_visits(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_service_track.crm_service_visit_action"
        )
        return action | {
            "domain": [("customer_id", "=", self.id)],
            "context": {"default_customer_id": self.id},
        }
