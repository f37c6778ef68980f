from odoo import fields, models

from .crm_service_visit_answer import DEFAULT_LOW_SCORE_DAYS, LOW_SCORE_DAYS
from .crm_service_visit_link import DAYS, DEFAULT_DAYS
from .crm_service_visit_send import DEFAULT_REMINDER_DAYS, REMINDER_DAYS
from .crm_session_log import DAYS as LOG_DAYS
from .crm_session_log import DEFAULT_DAYS as DEFAULT_LOG_DAYS


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    crm_visit_link_days = fields.Integer(
        string="Days that a link to approve is valid",
        config_parameter=DAYS,
        default=DEFAULT_DAYS,
    )
    crm_visit_reminder_days = fields.Integer(
        string="Days until a reminder",
        config_parameter=REMINDER_DAYS,
        default=DEFAULT_REMINDER_DAYS,
    )
    crm_visit_low_score_days = fields.Integer(
        string="Days to look into a low score",
        config_parameter=LOW_SCORE_DAYS,
        default=DEFAULT_LOW_SCORE_DAYS,
    )
    crm_session_log_days = fields.Integer(
        string="Days that sign-in times are kept",
        config_parameter=LOG_DAYS,
        default=DEFAULT_LOG_DAYS,
    )
    crm_service_manager_id = fields.Many2one(
        related="company_id.crm_service_manager_id", readonly=False
    )
