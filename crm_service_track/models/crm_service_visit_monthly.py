import logging

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, UserError

_logger = logging.getLogger(__name__)


class CrmServiceVisit(models.Model):
    """The drafts of months that have ended, which nobody has to think of."""

    _inherit = "crm.service.visit"

    was_billed = fields.Boolean(
        string="Billed Before",
        compute="_compute_was_billed",
        store=True,
        copy=False,
        help="It was on a draft invoice once. Taken off it or credited, it is billed "
        "again by hand alone.",
    )

    @api.depends("invoice_line_ids")
    def _compute_was_billed(self):
        """What was billed once stays so, whatever becomes of the line."""
        for visit in self:
            visit.was_billed = visit.was_billed or bool(visit.invoice_line_ids)

    @api.model
    def _cron_bill_months(self) -> None:
        """Bill them by customer; one that cannot be billed keeps no other waiting."""
        companies = self.env["res.company"].search(
            [("crm_service_biller_id", "!=", False)]
        )
        groups = [
            visits
            for company in companies
            for visits in self._find_ended_months(company)
        ]
        self.env["ir.cron"]._commit_progress(remaining=len(groups))
        for visits in groups:
            try:
                with self.env.cr.savepoint():
                    visits._bill_ended_month()
            except ConcurrencyError:
                # what is left is asked for tomorrow
                _logger.info("%s are being billed at this moment", visits)
            except UserError as error:
                visits._tell_unbilled(str(error))
            self.env["ir.cron"]._commit_progress(1)

    @api.model
    def _find_ended_months(self, company) -> list:
        """Return what is billed monthly, by customer, as the company's user sees it."""
        user = company.crm_service_biller_id
        zone = company._get_service_zone()
        wizard = (
            self.env["crm.service.billing"]
            .with_context(allowed_company_ids=company.ids, lang=user.lang, tz=zone)
            .create({"company_id": company.id, "way": "month"})
        )
        found = wizard._find_visits().with_user(user)._filtered_access("read")
        # what the office has deleted or credited is theirs to bill again
        found = found.filtered(lambda v: not v.was_billed)
        return list(found.grouped("customer_id").values())

    def _bill_ended_month(self) -> None:
        if not self.env.user.active:
            told = self.with_context(lang=self._get_told().lang)
            raise UserError(
                told.env._(
                    "%(name)s, in whose name the drafts are made, is archived. Choose "
                    "somebody else in the settings.",
                    name=self.env.user.name,
                )
            )
        self.action_bill()

    def _tell_unbilled(self, reason: str) -> None:
        """Tell what has to be done, once."""
        # sudo: mail.activity, crm.service.visit - whoever else is on the form
        first_sudo = self.sorted("date_start")[:1].sudo()
        user = self._get_told()
        known = first_sudo.activity_ids.filtered(
            lambda a: a.user_id == user and a.crm_visit_todo == "unbilled"
        )
        if not known:
            first_sudo._plan(user, "unbilled", reason)

    def _get_told(self):
        """Return whose name is used, or a manager when that user has left."""
        user = self.env.user
        # sudo: crm.service.visit, res.users - whoever the manager is
        return user if user.active else self.sudo()._get_manager()

    def _in_words(self, key: str) -> str:
        if key == "unbilled":
            return self.env._("No draft invoice of the month could be made")
        return super()._in_words(key)
