from odoo import fields, models

RUNNING = ("active", "ending")


class CrmServiceContract(models.Model):
    """Which services a contract covers, and why it does not."""

    _inherit = "crm.service.contract"

    def _covers(self, service_type) -> bool:
        """Return whether a service is among those that the contract is about."""
        self.ensure_one()
        covered = self.type_ids._origin
        return not (covered and service_type) or service_type._origin in covered

    def _get_cover_reason(self, service_type, balance) -> str:
        """Return why the contract does not cover a service now; empty if it does."""
        self.ensure_one()
        if self.state not in RUNNING:
            return self._get_rest_reason()
        if not self._covers(service_type):
            return self._get_type_reason(service_type)
        if self.is_limited and balance and balance.left <= 0:
            return self._get_used_up_reason()
        return ""

    def _get_reason_on(self, day, service_type) -> str:
        """Return why the contract does not cover what was done on a day, and counted.

        Empty if it does, down to the last second of its hours.
        """
        self.ensure_one()
        if not self._runs_on(day):
            return self._get_rest_reason()
        if not self._covers(service_type):
            return self._get_type_reason(service_type)
        left = self._get_hours_left_on(day, self.env["crm.service.visit"])
        return self._get_used_up_reason() if self.is_limited and left < 0 else ""

    def _prefer_with_hours(self, has_hours):
        """Return those that have hours or no limit, or all where none has.

        :param has_hours: told a limited contract, only where there is a choice
        """
        if len(self) < 2:
            return self
        return self.filtered(lambda one: not one.is_limited or has_hours(one)) or self

    def _has_hours_today(self) -> bool:
        self.ensure_one()
        today = fields.Date.context_today(self)
        return self._get_hours_balances(today)[self.id].left > 0

    def _get_type_reason(self, service_type) -> str:
        return self.env._(
            "Contract %(contract)s does not cover “%(service)s”.",
            contract=self.code,
            service=service_type.name,
        )

    def _get_used_up_reason(self) -> str:
        return self.env._(
            "The hours of contract %(contract)s are used up for this period.",
            contract=self.code,
        )

    def _get_rest_reason(self) -> str:
        values = {"contract": self.code}
        if self.state == "ended":
            return self.env._(
                "Contract %(contract)s ended on %(date)s.",
                date=self._format_day(self.date_end),
                **values,
            )
        if self.state == "suspended":
            return self.env._("Contract %(contract)s is suspended.", **values)
        return self.env._(
            "Contract %(contract)s starts on %(date)s only.",
            date=self._format_day(self.date_start),
            **values,
        )

    def _format_day(self, day) -> str:
        return self.env["ir.qweb.field.date"].value_to_html(day, {})

    def _get_panel_row(self, state_label: str, today) -> dict:
        """Return the contract as the panel shows it."""
        return {
            "id": self.id,
            "code": self.code,
            "state": self.state,
            "state_label": state_label,
            "date_start": fields.Date.to_string(self.date_start),
            "date_end": fields.Date.to_string(self.date_end),
            "days_left": (self.date_end - today).days if self.date_end else False,
            "types": self.type_ids.mapped("name"),
            "is_limited": self.is_limited,
            "available": round(self.hours_available * 3600),
            "used": round(self.hours_used * 3600),
            "left": round(self.hours_left * 3600),
            "period_end": fields.Date.to_string(self.date_period_end),
        }
