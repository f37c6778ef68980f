from odoo import api, models
from odoo.exceptions import UserError


class CrmHandoverClockMixin(models.AbstractModel):
    """What happens to hand-overs by the clock."""

    _name = "crm.handover.clock.mixin"
    _description = "Hand-over by the clock"

    @api.model
    def _cron_run_handovers(self):
        """Start hand-overs on their first day, give them back after their last."""
        due = self.search([("state", "=", "planned")]).filtered(
            lambda handover: handover.date_from <= handover._get_today()
        )
        over = self.search([("state", "=", "running")]).filtered(
            lambda handover: handover.date_to < handover._get_today()
        )
        for handover in due:
            handover._start_planned()
            self.env["ir.cron"]._commit_progress(1)
        for handover in over:
            handover._give_back(handover.create_uid)
            self.env["ir.cron"]._commit_progress(1)

    def _start_planned(self) -> None:
        """Start with the rights of who planned it, or note why that is not possible."""
        author = self.create_uid
        try:
            with self.env.cr.savepoint():
                if not author.active:
                    raise UserError(
                        self.env._(
                            "%(name)s, who planned it, is archived.", name=author.name
                        )
                    )
                self.with_user(author)._check_manage()
                self._check_users()
                self._carry_out(author, author.company_ids)
        except UserError as error:
            self.failure = str(error)
