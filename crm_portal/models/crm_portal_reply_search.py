from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from odoo import api, models
from odoo.fields import Domain

from odoo.addons.crm_cubicl.tools.folding import fold
from odoo.addons.crm_cubicl.tools.import_convert import Locale

from ..tools.answers import LARGEST, NUMBERS
from ..tools.reply_search import find_day, find_moment, find_number

# as exactly as numbers are shown
SHOWN = 0.000_000_5


class CrmPortalReply(models.Model):
    """Answers are found by what the screen shows of them."""

    _inherit = "crm.portal.reply"

    @api.model
    def _get_shown_domain(self, operator: str, value) -> Domain:
        """Return the answers that show a text, in the language of the user.

        :param value: a text, or several where the operator is "in"
        """
        found = Domain("value_text", operator, value)
        found |= Domain("option_ids", "any", [("name", operator, value)])
        for text in [value] if isinstance(value, str) else value:
            if isinstance(text, str):
                found |= self._get_boolean_domain(text)
                found |= self._get_number_domain(text)
                found |= self._get_date_domain(text)
        return found

    @api.model
    def _get_boolean_domain(self, text: str) -> Domain:
        """Return the answers yes or no, by the user's word for it."""
        words = {fold(self.env._("Yes")): True, fold(self.env._("No")): False}
        if (value := words.get(fold(text))) is None:
            return Domain.FALSE
        is_boolean = Domain("question_type", "=", "boolean")
        return is_boolean & Domain("value_boolean", "=", value)

    @api.model
    def _get_number_domain(self, text: str) -> Domain:
        number = find_number(text, self._get_reader_locale())
        if number is None or abs(number) > LARGEST:
            return Domain.FALSE
        return (
            Domain("question_type", "in", list(NUMBERS))
            & Domain("value_number", ">=", number - SHOWN)
            & Domain("value_number", "<=", number + SHOWN)
        )

    @api.model
    def _get_date_domain(self, text: str) -> Domain:
        """Return the answers of a day, or those of a minute."""
        locale = self._get_reader_locale()
        if day := find_day(text, locale):
            start = datetime.combine(day, time(), locale.zone)
            on_day = Domain("question_type", "=", "date")
            on_day &= Domain("value_date", "=", day)
            return on_day | self._get_span_domain(start, timedelta(days=1))
        if moment := find_moment(text, locale):
            return self._get_span_domain(moment, timedelta(minutes=1))
        return Domain.FALSE

    @api.model
    def _get_span_domain(self, start: datetime, length: timedelta) -> Domain:
        try:
            if start.tzinfo:
                # a day is as long as the clock says
                end = (start + length).astimezone(UTC).replace(tzinfo=None)
                start = start.astimezone(UTC).replace(tzinfo=None)
            else:
                end = start + length
        except OverflowError:
            return Domain.FALSE
        return (
            Domain("question_type", "=", "datetime")
            & Domain("value_datetime", ">=", start)
            & Domain("value_datetime", "<", end)
        )

    @api.model
    def _get_reader_locale(self) -> Locale:
        """Return how the user writes numbers and dates, as they are shown."""
        locale = self.env["crm.tabular.mixin"]._get_locale()
        return replace(locale, zone=ZoneInfo(self.env.tz.zone))
