from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .crm_portal_answer import SECONDS
from .project_task_closing import REOPEN_DAYS

MOST_SECONDS = 600


class ResConfigSettings(models.TransientModel):
    """Settings of the conversation; written by hand, as core forgets a zero."""

    _inherit = "res.config.settings"

    crm_withdraw_seconds = fields.Integer(
        string="Seconds in which an answer can be withdrawn"
    )
    crm_reopen_days = fields.Integer(
        string="Days in which a customer can open a closed ticket again"
    )

    @api.constrains("crm_withdraw_seconds", "crm_reopen_days")
    def _check_crm_numbers(self):
        for settings in self:
            if not 0 <= settings.crm_withdraw_seconds <= MOST_SECONDS:
                raise ValidationError(
                    self.env._("An answer waits for 0 to %s seconds.", MOST_SECONDS)
                )
            if settings.crm_reopen_days < 0:
                raise ValidationError(self.env._("Give 0 days or more."))

    @api.model
    def get_values(self):
        return {
            **super().get_values(),
            "crm_withdraw_seconds": self.env["crm.portal.answer"]._get_seconds(),
            "crm_reopen_days": self.env["project.task"]._get_reopen_days(),
        }

    def set_values(self):
        result = super().set_values()
        # sudo: ir.config_parameter - whoever may change the settings
        parameters_sudo = self.env["ir.config_parameter"].sudo()
        parameters_sudo.set_param(SECONDS, str(self.crm_withdraw_seconds))
        parameters_sudo.set_param(REOPEN_DAYS, str(self.crm_reopen_days))
        return result
