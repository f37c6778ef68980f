from odoo import fields, models
from odoo.tools import format_date, format_datetime

from ..tools.durations import format_duration, round_seconds

# rows of one sheet of paper, which is laid on its side
ROWS = 24


class CrmServiceRecord(models.Model):
    """Report 2 on paper: records and their sums, page by page."""

    _inherit = "crm.service.record"

    def _get_sheets(self) -> list[dict]:
        """Return the pages of the printed report, each with its number and rows.

        Page numbers are part of the page, as not every printer of PDF files knows
        how to put headers and footers on it.
        """
        self.check_access("read")
        records = self.sorted("date_start")
        rounding = self.env.company._get_service_rounding()
        rows = [record._get_sheet_row(rounding) for record in records]
        chunks = [rows[i : i + ROWS] for i in range(0, len(rows), ROWS)] or [[]]
        starts = records.filtered("date_start").mapped("date_start")
        return [
            {
                "rows": chunk,
                "number": self.env._(
                    "Page %(page)s of %(pages)s", page=number, pages=len(chunks) + 1
                ),
                "period": " – ".join(
                    format_date(self.env, self._get_local_day(moment))
                    for moment in (starts[:1] + starts[1:][-1:])
                ),
            }
            for number, chunk in enumerate(chunks, 1)
        ]

    def _get_local_day(self, moment):
        return fields.Datetime.context_timestamp(self, moment).date()

    def _get_sheet_row(self, rounding: dict) -> dict:
        # sudo: res.partner, res.users - names on a document that one may open
        record_sudo = self.sudo()
        states = dict(self._fields["state"]._description_selection(self.env))
        start = self.date_start
        return {
            "name": self.name,
            "start": format_datetime(self.env, start, dt_format="short")
            if start
            else "",
            "customer": record_sudo.customer_id.name,
            "contact": record_sudo.contact_id.name or "",
            "type": self.type_id.name or "",
            "user": record_sudo.user_id.name,
            "state": states[self.state],
            "time": self._format_rounded(self.seconds, rounding),
        }

    def _get_sheet_totals(self) -> dict:
        """Return the sums on the last page, from times exact to the second."""
        self.check_access("read")
        rounding = self.env.company._get_service_rounding()
        pages = max(-(-len(self) // ROWS), 1) + 1
        # sudo: res.users, res.partner - as in the rows
        records_sudo = self.sudo()
        titles = {
            "user_id": self.env._("Technician"),
            "type_id": self.env._("Service"),
            "customer_id": self.env._("Customer"),
        }
        return {
            "number": self.env._("Page %(page)s of %(pages)s", page=pages, pages=pages),
            "total": self._format_rounded(sum(self.mapped("seconds")), rounding),
            "count": len(self),
            "rule": rounding["text"],
            "groups": [
                {"title": title, "rows": records_sudo._get_sheet_sums(name, rounding)}
                for name, title in titles.items()
            ],
        }

    def _get_sheet_sums(self, name: str, rounding: dict) -> list[tuple[str, str]]:
        """Return the largest sums by a field; what has no room is one more sum."""
        sums = [
            (key.name or self.env._("None"), sum(found.mapped("seconds")))
            for key, found in self.grouped(name).items()
        ]
        sums.sort(key=lambda row: -row[1])
        if len(sums) > ROWS:
            rest = sum(seconds for _name, seconds in sums[ROWS - 1 :])
            sums = [*sums[: ROWS - 1], (self.env._("All others"), rest)]
        return [
            (label, self._format_rounded(seconds, rounding)) for label, seconds in sums
        ]

    def _format_rounded(self, seconds: int, rounding: dict) -> str:
        rounded = round_seconds(seconds, rounding["minutes"], rounding["way"])
        return format_duration(rounded, with_seconds=not rounding["minutes"])
