from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools.misc import format_date

MONTHS = 12
# what a list of values shows; the rest is found by grouping the list of customers
MAX_VALUES = 12
NEGLECT_DAYS = (30, 60, 90, 180)
CUSTOMERS = Domain("is_crm_customer", "=", True)


class ResPartner(models.Model):
    """Figures of the customers that the user may see, for the overview."""

    _inherit = "res.partner"

    @api.model
    @api.readonly
    def get_customer_dashboard(self, mine: bool = False, neglect_days: int = 90):
        """Return what the overview shows, in one request.

        :param mine: only of the customers whose account manager the user is
        :param neglect_days: after how many days without contact one is neglected
        """
        group = "crm_cubicl.crm_cubicl_group_view"
        if not self.env.su and not self.env.user.has_group(group):
            raise AccessError(self.env._("You may not see customers."))
        if neglect_days not in NEGLECT_DAYS:
            neglect_days = 90
        domain = self._get_mine_domain() if mine else Domain.TRUE
        # months as the user has them
        customers = self.with_context(tz=self.env.user.tz or "UTC")
        return {
            "tiles": customers._get_dashboard_tiles(domain, neglect_days),
            "sections": customers._get_dashboard_sections(domain),
            "months": customers._get_dashboard_months(domain),
            "neglect_days": neglect_days,
            "neglect_choices": list(NEGLECT_DAYS),
        }

    @api.model
    def _get_mine_domain(self) -> Domain:
        user = self.env.user
        return Domain("user_id", "=", user.id) | Domain(
            "crm_manager_ids", "in", user.ids
        )

    @api.model
    def _get_dashboard_tiles(self, domain: Domain, neglect_days: int) -> list[dict]:
        month = self._get_start_of_day(fields.Date.context_today(self).replace(day=1))
        tiles = [
            ("all", self.env._("Customers"), Domain.TRUE),
            ("new", self.env._("New this month"), Domain("create_date", ">=", month)),
            (
                "neglected",
                self.env._("Neglected"),
                Domain("crm_neglected_days", ">=", neglect_days),
            ),
            (
                "no_manager",
                self.env._("Without account manager"),
                Domain("user_id", "=", False) & Domain("crm_manager_ids", "=", False),
            ),
            (
                "incomplete",
                self.env._("Incomplete"),
                Domain("crm_is_incomplete", "=", True),
            ),
        ]
        return [
            {
                "id": name,
                "label": label,
                "count": self.search_count(CUSTOMERS & domain & condition),
                "domain": list(domain & condition),
            }
            for name, label, condition in tiles
        ]

    @api.model
    def _get_dashboard_sections(self, domain: Domain) -> list[dict]:
        """Return how the customers are spread over the lists they are sorted by."""
        sections = {
            "crm_stage_id": self.env._("By stage"),
            "crm_class_id": self.env._("By class"),
            "crm_relation_ids": self.env._("By relation"),
            "user_id": self.env._("By account manager"),
        }
        return [
            {
                "id": name,
                "label": label,
                "values": self._get_dashboard_values(domain, name),
            }
            for name, label in sections.items()
        ]

    @api.model
    def _get_dashboard_values(self, domain: Domain, name: str) -> list[dict]:
        groups = self._read_group(CUSTOMERS & domain, [name], ["__count"])
        if name == "user_id":
            groups.sort(key=lambda group: -group[1])
        # sudo: res.users - as in a list, names of account managers are seen
        return [
            {
                "id": record.id,
                "label": record.sudo().display_name or self.env._("Not set"),
                "count": count,
                "color": record.color if "color" in record._fields else 0,
                "domain": list(domain & Domain(name, "=", record.id)),
            }
            for record, count in groups[:MAX_VALUES]
        ]

    @api.model
    def _get_dashboard_months(self, domain: Domain) -> list[dict]:
        """Return how many customers came, were won and were lost in each month."""
        today = fields.Date.context_today(self)
        first = today.replace(day=1) - relativedelta(months=MONTHS - 1)
        start = self._get_start_of_day(first)
        created = self._read_group(
            CUSTOMERS & domain & Domain("create_date", ">=", start),
            ["create_date:month"],
            ["__count"],
        )
        moved = self.env["crm.customer.stage.log"]._read_group(
            Domain("customer_id", "any", CUSTOMERS & domain)
            & Domain("entered_date", ">=", start)
            & Domain("stage_id.kind", "in", ("won", "lost")),
            ["entered_date:month", "stage_id"],
            ["customer_id:count_distinct"],
        )
        counts = {(month.date(), "new"): count for month, count in created}
        for month, stage, count in moved:
            key = (month.date(), stage.kind)
            counts[key] = counts.get(key, 0) + count
        months = [first + relativedelta(months=n) for n in range(MONTHS)]
        return [
            {
                "start": self._get_start_of_day(month),
                "end": self._get_start_of_day(month + relativedelta(months=1)),
                "label": format_date(self.env, month, date_format="MMM yyyy"),
                **{
                    kind: counts.get((month, kind), 0)
                    for kind in ("new", "won", "lost")
                },
            }
            for month in months
        ]

    @api.model
    def _get_start_of_day(self, day: date) -> str:
        """Return when a day begins for the user, in UTC as the database keeps it."""
        zone = ZoneInfo(self.env.user.tz or "UTC")
        start = datetime.combine(day, time.min, zone)
        return fields.Datetime.to_string(start.astimezone(UTC).replace(tzinfo=None))
