from odoo import api, fields, models
from odoo.fields import Domain

BATCH = 100
ACTIVITY = "crm_portal.mail_activity_type_target"


class ProjectTask(models.Model):
    """Tell whoever is in charge before a target is missed, and when it was."""

    _inherit = "project.task"

    @api.model
    def _cron_tell_targets(self) -> None:
        """Tell of targets at risk and of missed ones, each once, in batches."""
        now = fields.Datetime.now()
        domain = Domain("is_closed", "=", False) & (
            Domain("crm_deadline", "<=", now)
            & Domain("crm_target_told", "in", [False, "risk"])
            | Domain("crm_warning_date", "<=", now)
            & Domain("crm_target_told", "=", False)
        )
        cron = self.env["ir.cron"]
        left = self.search_count(domain)
        cron._commit_progress(remaining=left)
        while left:
            # another worker's tickets are its own
            tickets = self.search(domain, limit=BATCH, order="crm_deadline, id")
            tickets = tickets.try_lock_for_update()
            if not tickets:
                return
            for ticket in tickets:
                ticket._tell_target(now)
            left = max(left - len(tickets), 0)
            if not cron._commit_progress(len(tickets), remaining=left):
                return

    def _tell_target(self, now) -> None:
        """Put an activity before those in charge, and another when it is too late."""
        self.ensure_one()
        is_missed = self.crm_deadline <= now
        self.write(
            {
                "crm_target_told": "missed" if is_missed else "risk",
                "crm_is_missed": self.crm_is_missed or is_missed,
            }
        )
        self._drop_target_activities()
        for user in self._ask_in_charge():
            ticket = self.with_context(lang=user.lang)
            # core tells them of a new activity, by mail or inbox
            ticket.activity_schedule(
                ACTIVITY,
                date_deadline=self.crm_deadline.date(),
                summary=ticket._get_target_summary(is_missed),
                user_id=user.id,
            )

    @api.model
    def _get_target_summary(self, is_missed: bool) -> str:
        if is_missed:
            return self.env._("The target time is over")
        return self.env._("The target time is nearly over")

    def _ask_in_charge(self):
        """Return who works on the ticket, or who was told to choose; never nobody.

        Where none of them is there, whoever comes next on the topic, which is noted.
        """
        topic, users = self.crm_topic_id, self.user_ids or self.crm_notice_ids.user_id
        if present := topic._filter_at_work(users):
            return present
        handlers = topic._get_handlers(self._get_ticket_customer())
        new = handlers.users - self.crm_notice_ids.user_id
        self._note_told(handlers._replace(users=new))
        return handlers.users

    def _drop_target_activities(self) -> None:
        """Take away activities of a target that is another one now."""
        self.activity_unlink([ACTIVITY])
