from datetime import UTC, datetime, time, timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

MAX_LIMIT = 100
# what is looked through at most for one page, when the user may read little of it
MAX_BATCH = 2000
MAX_BATCHES = 8
# of what is needed to find out who may read a message
LIGHT_FIELDS = ["model", "res_id", "crm_customer_id", "date"]
# of what is shown of it
TEXT_FIELDS = [
    "author_id",
    "email_from",
    "subject",
    "body",
    "crm_kind",
    "crm_source",
    "crm_source_ref",
    "crm_merge_id",
]
SMALL_BATCH = 10
FILTERS = {"user_id", "kind", "customer_id", "date_from", "date_to"}


class ResPartner(models.Model):
    """The activities of customers, read page by page."""

    _inherit = "res.partner"

    @api.readonly
    def get_customer_feed(self, limit=30, before=None, filters=None):
        """Return a page of the activities of these customers, newest first.

        Without customers: of all that the user may see. Nothing is counted, and a
        page costs the same whatever the number of messages.

        :param limit: how many entries
        :param before: the ``next`` of the page before
        :param filters: ``user_id``, ``kind``, ``customer_id``, ``date_from`` and
            ``date_to`` (both inclusive, in the user's time zone)
        """
        self.check_access("read")
        filters = self._check_feed_filters(filters)
        reader = self.env["crm.feed.reader"]
        messages, names, next_id = reader._read_page(
            self._get_feed_domain(filters),
            limit=min(max(int(limit or 1), 1), MAX_LIMIT),
            before=int(before or 0),
            by_date=bool(filters.get("date_from") or filters.get("date_to")),
            is_wide=not (self or filters.get("customer_id")),
        )
        return {"entries": reader._get_entries(messages, names), "next": next_id}

    def _get_latest_activities(self, limit: int) -> list[dict]:
        """Return the latest entries of this customer, which the user may read."""
        reader = self.env["crm.feed.reader"]
        messages, names, _next_id = reader._read_page(
            Domain("crm_customer_id", "=", self.id),
            limit=limit,
            before=0,
            by_date=False,
            is_wide=False,
        )
        return reader._get_entries(messages, names, with_files=False)

    @api.model
    def _check_feed_filters(self, filters) -> dict:
        filters = {key: value for key, value in dict(filters or {}).items() if value}
        if unknown := filters.keys() - FILTERS:
            raise UserError(
                self.env._(
                    "Activities cannot be filtered by %(names)s.",
                    names=", ".join(sorted(map(str, unknown))),
                )
            )
        return filters

    def _get_feed_domain(self, filters: dict) -> Domain:
        domain = Domain("crm_customer_id", "!=", False)
        customers = self
        if customer_id := filters.get("customer_id"):
            chosen = self.browse(int(customer_id))
            chosen.check_access("read")
            customers = (self & chosen) if self else chosen
            if not customers:
                return Domain.FALSE
        if customers:
            domain = Domain("crm_customer_id", "in", customers.ids)
        if user_id := filters.get("user_id"):
            # sudo: res.users - only who the author is
            author = self.env["res.users"].sudo().browse(int(user_id)).partner_id
            domain &= Domain("author_id", "=", author.id)
        if kinds := filters.get("kind"):
            kinds = [kinds] if isinstance(kinds, str) else list(kinds)
            domain &= Domain("crm_kind", "in", [str(kind) for kind in kinds])
        return domain & self._get_feed_date_domain(filters)

    @api.model
    def _get_feed_date_domain(self, filters: dict) -> Domain:
        domain = Domain.TRUE
        if start := filters.get("date_from"):
            domain &= Domain("date", ">=", self._get_day_start(start))
        if end := filters.get("date_to"):
            domain &= Domain("date", "<", self._get_day_start(end, days=1))
        return domain

    @api.model
    def _get_day_start(self, day, days=0):
        """Return when a day begins in the user's time zone, as kept in UTC."""
        try:
            date = fields.Date.to_date(day) + timedelta(days=days)
        except (TypeError, ValueError, OverflowError) as error:
            raise UserError(
                self.env._("“%(day)s” is no date. Write it as 2025-12-31.", day=day)
            ) from error
        start = self.env.tz.localize(datetime.combine(date, time.min))
        return start.astimezone(UTC).replace(tzinfo=None)

    @api.model
    def get_customer_feed_kinds(self):
        """Return the kinds that activities can be filtered by, with their labels."""
        kinds = self.env["mail.message"]._fields["crm_kind"]
        return kinds._description_selection(self.env)
