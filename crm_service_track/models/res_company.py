from datetime import date, datetime

from odoo import fields, models

from ..tools.durations import to_local


class ResCompany(models.Model):
    """How times of service are watched and shown."""

    _inherit = "res.company"

    crm_service_warn_hours = fields.Float(
        string="Warn of a Timer After",
        default=4,
        help="Whoever has left a timer running for so many hours is asked whether it "
        "was forgotten. 0: nobody is.",
    )
    crm_service_rounding = fields.Selection(
        [
            ("0", "To the Second"),
            ("1", "1 Minute"),
            ("5", "5 Minutes"),
            ("6", "6 Minutes"),
            ("10", "10 Minutes"),
            ("15", "15 Minutes"),
            ("30", "30 Minutes"),
        ],
        string="Show Times Rounded To",
        default="0",
        required=True,
    )
    crm_service_rounding_way = fields.Selection(
        [("nearest", "To the Nearest"), ("up", "Up")],
        string="Round",
        default="nearest",
        required=True,
    )

    _crm_service_warn_positive = models.Constraint(
        "CHECK (crm_service_warn_hours >= 0)",
        "The hours after which a timer is warned of cannot be negative.",
    )

    def _get_log_lang(self) -> str | None:
        """Return the language of histories: jobs have none, or that of one user."""
        self.ensure_one()
        # sudo: res.partner - the language alone
        return self.sudo().partner_id.lang or self.env.lang

    def _get_service_zone(self) -> str:
        """Return the time zone on whose clock the company's services are counted."""
        self.ensure_one()
        # sudo: resource.calendar - in which time zone the company works
        return self.sudo().resource_calendar_id.tz or "UTC"

    def _get_service_day(self, moment: datetime) -> date:
        """Return the day of a moment on the clock of the company."""
        return to_local(moment, self._get_service_zone()).date()

    def _get_service_rounding(self) -> dict:
        """Return the rule by which times are shown rounded, with its words."""
        minutes = int(self.crm_service_rounding or 0)
        if not minutes:
            text = self.env._("Times are exact to the second.")
        elif self.crm_service_rounding_way == "up":
            text = self.env._(
                "Times are added up to the second and shown rounded up to %(minutes)s "
                "minutes.",
                minutes=minutes,
            )
        else:
            text = self.env._(
                "Times are added up to the second and shown rounded to the nearest "
                "%(minutes)s minutes.",
                minutes=minutes,
            )
        return {
            "minutes": minutes,
            "way": self.crm_service_rounding_way,
            "text": text,
        }
