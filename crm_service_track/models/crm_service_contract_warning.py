from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date, format_duration

from ..tools.contract_hours import WARN_SHARE, get_period_starts, get_time_share

BATCH = 200


class CrmServiceContract(models.Model):
    """Account managers hear in time that the hours or the time run out."""

    _inherit = "crm.service.contract"

    date_hours_warned = fields.Date(
        string="Warned of Hours",
        copy=False,
        readonly=True,
        help="First day of the period whose hours account managers were warned of.",
    )
    date_time_warned = fields.Date(
        string="Warned of End",
        copy=False,
        readonly=True,
        help="The end of which account managers were warned.",
    )

    @api.model
    def _cron_warn_account_managers(self):
        """Warn of what is used up to 80 %, once for each period and each end."""
        last_id = 0
        running = Domain("state", "in", ["active", "ending"])
        while contracts := self.search(
            running & Domain("id", ">", last_id), order="id", limit=BATCH
        ):
            last_id = contracts[-1].id
            contracts._warn_account_managers()
            if not self.env["ir.cron"]._commit_progress(len(contracts)):
                break

    def _warn_account_managers(self):
        """Tell the account managers of the contracts that have come so far."""
        today = fields.Date.context_today(self)
        balances = self._get_hours_balances(today)
        for contract in self:
            contract._warn_of_hours(balances.get(contract.id), today)
            contract._warn_of_end(today)

    def _warn_of_hours(self, balance, today):
        if not (self.is_limited and balance and balance.available):
            return
        period = get_period_starts(self.date_start, self.hours_period, today)[-1]
        share = balance.used / balance.available
        if share < WARN_SHARE or self.date_hours_warned == period:
            return
        self.date_hours_warned = period
        self._tell_account_managers(
            lambda contract: contract.env._(
                "%(percent)s %% of the hours of contract %(contract)s are used: "
                "%(used)s of %(available)s hours, until %(date)s.",
                percent=int(share * 100),
                contract=contract.display_name,
                used=format_duration(balance.used / 3600),
                available=format_duration(balance.available / 3600),
                date=format_date(contract.env, contract._get_period_end(today))
                or contract.env._("its end"),
            )
        )

    def _warn_of_end(self, today):
        if not self.date_end or self.date_time_warned == self.date_end:
            return
        if get_time_share(self.date_start, self.date_end, today) < WARN_SHARE:
            return
        self.date_time_warned = self.date_end
        self._tell_account_managers(
            lambda contract: contract.env._(
                "Contract %(contract)s ends on %(date)s, in %(days)s days.",
                contract=contract.display_name,
                date=format_date(contract.env, contract.date_end),
                days=(contract.date_end - today).days,
            )
        )

    def _tell_account_managers(self, make_text) -> None:
        """Notify each in the own language; the history has it in the company's."""
        managers = self.customer_id.with_company(
            self.company_id
        )._get_account_managers()
        # sudo: res.users - account managers are told, whatever the cron may read
        for lang, users in managers.sudo().grouped("lang").items():
            contract = self.with_context(lang=lang)
            contract.message_notify(
                body=make_text(contract),
                subject=contract.env._("Service contract: %s", contract.code),
                partner_ids=users.partner_id.ids,
            )
        contract = self.with_context(lang=self.company_id._get_log_lang())
        contract._message_log(body=make_text(contract))
