from collections.abc import Iterator

from odoo import api, fields, models
from odoo.fields import NO_ACCESS, Domain
from odoo.tools import SQL

from ..tools.search_key import Term, build_search_key, parse_query

# the id up to which a rebuild of all keys has come; no such parameter: none runs
REBUILD_PARAMETER = "crm_cubicl.search_key_rebuilt_up_to"
REBUILD_BATCH = 2000
# groups of fields of one's own that every reader of customers is in
OPEN_GROUPS = {"", "base.group_user"}


class CrmSearchKeyMixin(models.AbstractModel):
    """Find customers by anything that is known of them and of their contacts."""

    _name = "crm.search.key.mixin"
    _inherit = ["crm.phone.mixin"]
    _description = "Record found by its search key"

    crm_search_key = fields.Text(
        compute="_compute_crm_search_key",
        store=True,
        copy=False,
        prefetch=False,
        groups=NO_ACCESS,
        export_string_translation=False,
    )
    crm_search = fields.Char(
        string="Name, phone, e-mail, number",
        store=False,
        search="_search_crm_search",
        exportable=False,
    )

    @api.depends(lambda self: self._get_search_key_dependencies())
    def _compute_crm_search_key(self):
        for record, key in self._build_search_keys():
            record.crm_search_key = key

    @api.model
    def _search_crm_search(self, operator, value):
        if operator == "in":
            return Domain.OR(
                self._get_search_domain(text) for text in value if isinstance(text, str)
            )
        if operator in Domain.NEGATIVE_OPERATORS or not isinstance(value, str):
            return NotImplemented
        return self._get_search_domain(value)

    @api.model
    def _get_search_domain(self, text: str) -> Domain:
        """Return the customers that have every word of the text."""
        if not text.strip():
            return Domain.TRUE
        if not (terms := parse_query(text)):
            return Domain.FALSE
        rare = [term for term in terms if self._is_rare(term)]
        common = [self._get_search_query(term) for term in terms if term not in rare]
        queries = [SQL("(%s)", query) for query in common]
        if rare:
            # as one set: of two, the database would look up one for each of the other
            sets = SQL(" INTERSECT ").join(map(self._get_search_query, rare))
            queries.append(SQL("(%s)", sets))
        return Domain.AND(Domain("id", "in", query) for query in queries)

    @api.model
    def _is_rare(self, term: Term) -> bool:
        """Return whether an index finds few rows: no pattern is one or two letters."""
        shortest = min(len(p.strip("% ")) for patterns in term for p in patterns)
        return shortest > 2

    @api.model
    def _get_search_query(self, term: Term) -> SQL:
        """Return the customers that, or one of whose contacts, have the term."""
        key = SQL.identifier("crm_search_key", to_flush=self._fields["crm_search_key"])
        customer = SQL.identifier(
            "crm_customer_id", to_flush=self._fields["crm_customer_id"]
        )
        match = SQL(" OR ").join(
            SQL("(%s)", SQL(" AND ").join(SQL("%s LIKE %s", key, p) for p in patterns))
            for patterns in term
        )
        return SQL(
            "(SELECT %(customer)s FROM %(table)s"
            " WHERE (%(match)s) AND %(customer)s IS NOT NULL)",
            customer=customer,
            table=SQL.identifier(self._table),
            match=match,
        )

    # -- what is in the key ----------------------------------------------------

    @api.model
    def _get_search_key_fields(self) -> list[str]:
        """Return the fields whose text a record is found by. Override to add.

        Fields that only some groups may see stay out: finding would tell.
        """
        own = (
            name
            for name, field in self._fields.items()
            if getattr(field, "crm_in_search", False)
            and (field.groups or "") in OPEN_GROUPS
        )
        return ["name", "crm_short_name", "email", "vat", "ref", *sorted(own)]

    @api.model
    def _get_search_key_dependencies(self) -> list[str]:
        names = [*self._get_search_key_fields(), *self._get_phone_fields()]
        # the mixin itself, which the registry asks too, has none of them
        known = {name: self._fields[name] for name in names if name in self._fields}
        return [
            f"{name}.{self.env[field.comodel_name]._rec_name}"
            if field.relational
            else name
            for name, field in known.items()
        ]

    def _build_search_keys(self) -> Iterator[tuple]:
        """Yield each record with the key it should have."""
        names = self._get_search_key_fields()
        phones = self._get_phone_fields()
        for record in self:
            texts = (text for name in names for text in record._get_search_texts(name))
            yield record, build_search_key(texts, [record[name] for name in phones])

    def _get_search_texts(self, name: str) -> list[str]:
        value = self[name]
        if isinstance(value, models.BaseModel):
            return [record.display_name for record in value]
        return [str(value)] if value else []

    # -- bringing the keys up to date ------------------------------------------

    @api.model
    def _crm_search_fields_changed(self) -> None:
        """Rebuild all keys in the background; until then the old ones answer."""
        # sudo: ir.config_parameter, ir.cron - a manager of fields is no administrator
        self.env["ir.config_parameter"].sudo().set_param(REBUILD_PARAMETER, "0")
        self.env.ref("crm_cubicl.crm_search_key_cron").sudo()._trigger()

    @api.model
    def _cron_rebuild_search_keys(self) -> None:
        parameters = self.env["ir.config_parameter"]
        everyone = self.with_context(active_test=False)
        remaining = None
        # read again after each commit: a new change starts from the beginning
        while done := parameters.get_param(REBUILD_PARAMETER):
            rest = Domain("id", ">", int(done))
            if remaining is None:
                remaining = everyone.search_count(rest)
            batch = everyone.search(rest, order="id", limit=REBUILD_BATCH)
            batch._rebuild_search_keys()
            remaining = max(remaining - len(batch), 0)
            parameters.set_param(REBUILD_PARAMETER, batch[-1:].id or False)
            if not self.env["ir.cron"]._commit_progress(
                len(batch), remaining=remaining
            ):
                break

    def _rebuild_search_keys(self) -> None:
        """Write the keys of these records where they are not what they should be."""
        # protected: a key is no change that anyone should be told of
        with self.env.protecting([self._fields["crm_search_key"]], self):
            for record, key in self._build_search_keys():
                if record.crm_search_key != key:
                    record.crm_search_key = key
        self.flush_model(["crm_search_key"])
        self.invalidate_model()
