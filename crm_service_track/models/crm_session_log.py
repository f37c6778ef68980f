from datetime import datetime, timedelta

from odoo import api, fields, models
from odoo.tools import SQL

DAYS = "crm_service_track.session_log_days"
DEFAULT_DAYS = 180
# a session in which nothing has happened for so long has ended
IDLE = timedelta(hours=12)


class CrmSessionLog(models.Model):
    """When users signed in and out, and when their sessions ended by themselves.

    Core keeps one row for each user and knows no sign-out.
    """

    _name = "crm.session.log"
    _description = "Sign-in and sign-out"
    _order = "date desc, id desc"
    _log_access = False
    _rec_name = "user_id"

    user_id = fields.Many2one("res.users", required=True, ondelete="cascade")
    date = fields.Datetime(required=True)
    kind = fields.Selection(
        [
            ("sign_in", "Signed in"),
            ("sign_out", "Signed out"),
            ("session_end", "Session ended"),
        ],
        required=True,
    )

    _user_date_idx = models.Index("(user_id, date)")
    _date_idx = models.Index("(date)")

    @api.model
    def _log(self, user_id: int, kind: str, date: datetime | None = None) -> None:
        # sudo: crm.session.log - written by the system, whoever signs in or out
        self.sudo().create(
            {"user_id": user_id, "kind": kind, "date": date or fields.Datetime.now()}
        )

    @api.model
    def _get_days(self) -> int:
        return self.env["ir.config_parameter"]._get_number(DAYS, DEFAULT_DAYS, least=1)

    @api.model
    def _end_idle_sessions(self) -> None:
        """Note the end of sessions that nobody has used for long.

        Their end is the last activity that core has seen of any device of the user.
        """
        limit = fields.Datetime.now() - IDLE
        last = SQL(
            "SELECT DISTINCT ON (user_id) user_id, date, kind FROM crm_session_log"
            " ORDER BY user_id, date DESC, id DESC"
        )
        rows = self.env.execute_query(
            SQL(
                "SELECT log.user_id, GREATEST(log.date, MAX(device.last_activity))"
                " FROM (%(last)s) log"
                " LEFT JOIN res_device_log device ON device.user_id = log.user_id"
                " WHERE log.kind = 'sign_in' AND log.date < %(limit)s"
                " GROUP BY log.user_id, log.date"
                " HAVING GREATEST(log.date, MAX(device.last_activity)) < %(limit)s",
                last=last,
                limit=limit,
            )
        )
        for user_id, moment in rows:
            self._log(user_id, "session_end", moment)

    @api.autovacuum
    def _gc_session_log(self):
        """Note ended sessions and forget what is older than the settings say."""
        self._end_idle_sessions()
        limit = fields.Datetime.now() - timedelta(days=self._get_days())
        self.env.cr.execute(SQL("DELETE FROM crm_session_log WHERE date < %s", limit))
