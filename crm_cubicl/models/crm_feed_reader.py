from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from .res_partner_feed import (
    LIGHT_FIELDS,
    MAX_BATCH,
    MAX_BATCHES,
    SMALL_BATCH,
    TEXT_FIELDS,
)


class CrmFeedReader(models.AbstractModel):
    """Reads pages of activities: what the user may see, and nothing is counted.

    ``mail.message._search`` filters in Python after the limit and loads everything
    for counts. Here the rows of a page are read as superuser by an index, and those
    whose customer or document the user may not read are dropped; the page is filled
    up from the next rows.
    """

    _name = "crm.feed.reader"
    _description = "Reader of customers' activities"

    @api.model
    def _read_page(self, domain, limit, before, by_date, is_wide):
        """Return the messages of a page, as superuser, and where the next begins.

        The names of their customers and documents come with them.
        """
        domain &= self._get_user_domain()
        names = {}
        # sudo: mail.message - see `_fetch_batch`
        visible = self.env["mail.message"].sudo()
        size = 2 * limit
        for _batch in range(MAX_BATCHES):
            batch = self._fetch_batch(domain, size, before, by_date)
            readable = self._filter_readable(batch, names)
            visible += readable
            if len(visible) > limit:
                return visible[:limit], names, visible[limit - 1].id
            if len(batch) < size:
                return visible, names, False
            before = batch[-1].id
            if is_wide and 4 * len(readable) < len(batch):
                # of all customers the user sees few: ask for those
                domain &= self._get_own_customers_domain()
                is_wide = False
            size = min(2 * size, MAX_BATCH)
        return visible, names, before

    @api.model
    def _fetch_batch(self, domain, size, before, by_date):
        # sudo: mail.message - read by the index; rights follow, row by row
        Message = self.env["mail.message"].sudo()
        if before:
            domain &= self._get_before_domain(Message.browse(before), by_date)
        order = "date DESC, id DESC" if by_date else "id DESC"
        # few messages are read whole at once
        names = LIGHT_FIELDS + TEXT_FIELDS if size <= SMALL_BATCH else LIGHT_FIELDS
        return Message.search_fetch(domain, names, limit=size, order=order)

    @api.model
    def _get_before_domain(self, message, by_date: bool) -> Domain:
        earlier_id = Domain("id", "<", message.id)
        if not by_date:
            return earlier_id
        date = message.exists().date
        return Domain("date", "<=", date) & (Domain("date", "<", date) | earlier_id)

    @api.model
    def _get_user_domain(self) -> Domain:
        """Return what is left out for this user whatever the document is."""
        models_ = self.env["mail.message"]._get_activity_models()
        closed = [name for name in models_ if not self.env[name].has_access("read")]
        domain = Domain("model", "not in", closed) if closed else Domain.TRUE
        if not self.env.user._is_internal():
            domain &= self.env["mail.message"]._get_search_domain_share()
        return domain

    @api.model
    def _get_own_customers_domain(self) -> Domain:
        customers = self.env["res.partner"].with_context(active_test=False)
        ids = customers._search([("is_crm_customer", "=", True)])
        return Domain("crm_customer_id", "in", ids)

    @api.model
    def _filter_readable(self, messages, names: dict):
        """Return the messages whose customer and document the user may read.

        :param names: is filled with the names of these, by model and id
        """
        documents = {"res.partner": set(messages.crm_customer_id.ids)}
        for message in messages:
            documents.setdefault(message.model, set()).add(message.res_id)
        unknown = {
            model: [id_ for id_ in ids if (model, id_) not in names]
            for model, ids in documents.items()
        }
        names.update(self._find_readable(unknown))
        return messages.filtered(
            lambda message: (
                ("res.partner", message.crm_customer_id.id) in names
                and (message.model, message.res_id) in names
            )
        )

    @api.model
    def _find_readable(self, documents: dict[str, list[int]]) -> dict[tuple, str]:
        """Return the names of the documents that the user may read, in one query.

        :param documents: their ids, by model
        :return: their names, by model and id
        """
        queries = [
            self._make_names_query(model, ids)
            for model, ids in documents.items()
            if ids and model in self.env and self.env[model].has_access("read")
        ]
        if not queries:
            return {}
        rows = self.env.execute_query(SQL(" UNION ALL ").join(queries))
        names = {(model, id_): name for model, id_, name in rows}
        return names | self._find_missing_names(key for key in names if not names[key])

    @api.model
    def _make_names_query(self, model: str, ids: list[int]) -> SQL:
        Model = self.env[model].with_context(active_test=False)
        query = Model._search([("id", "in", ids)])
        name = SQL("NULL")
        if Model._rec_name and Model._fields[Model._rec_name].store:
            name = Model._field_to_sql(query.table, Model._rec_name, query)
        query.order = None
        return SQL(
            "(%s)",
            query.select(SQL("%s", model), SQL.identifier(query.table, "id"), name),
        )

    @api.model
    def _find_missing_names(self, keys) -> dict[tuple, str]:
        """Return what nameless documents, such as drafts, are called."""
        nameless: dict[str, list[int]] = {}
        for model, id_ in keys:
            nameless.setdefault(model, []).append(id_)
        return {
            (model, record.id): record.display_name
            for model, ids in nameless.items()
            # sudo: what the user has just been found to be allowed to read
            for record in self.env[model].sudo().browse(ids)
        }
