from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL, ormcache

from ..tools.document_at_work import NAMING

# whoever may read a document may read these of its partner
OPEN_FIELDS = {
    "active",
    "commercial_partner_id",
    "company_id",
    "complete_name",
    "display_name",
    "id",
    "name",
}
# these show a partner, or are shown to whoever may read the partner
OWN_RULES = {"res.company", "res.partner", "res.partner.bank", "res.users"}
# columns that reports take from their partner
REPORTED = {"country_id", "industry_id", "partner_zip", "state_id"}
ADDRESS = {"street", "street2", "city", "zip", "state_id", "country_id"}
# columns that documents of other apps fill in from their partner
FILLED_IN = {
    "crm.lead": ADDRESS
    | {"email_from", "email_normalized", "function", "phone", "phone_sanitized"}
    | {"website"},
    "event.registration": {"email", "phone"},
    "hr.applicant": {
        "email_from",
        "email_normalized",
        "partner_phone",
        "partner_phone_sanitized",
    },
}
# what tells single values of a column
TELLING = {"array_agg", "array_agg_distinct", "max", "min", "recordset"}
SEES_ALL = ""


class Base(models.AbstractModel):
    """Documents copy what is known of their partner; who may not see it gets nothing.

    Core fills such fields past all rights, finds by them past all rights, and of some
    it keeps a copy in the document's own table. Rights are asked for where values leave
    the server and where records are found by them; the system's own work is not in it.

    Not in it: what a user typed into a field of the document's own, templates and code
    that read such fields on the server, and searches over a delegated record.
    """

    _inherit = "base"

    @ormcache("self._name")
    def _get_partner_copies(self) -> dict[str, str]:
        """Return the fields that tell of a partner, with the path to that partner."""
        return self._find_partner_copies()

    @api.model
    def _find_partner_copies(self) -> dict[str, str]:
        """Return what ``_get_partner_copies`` does. Override to add fields.

        An empty path: of many partners, so only for whoever sees all of them.
        """
        if self._name in OWN_RULES or hasattr(self, "_crm_customer_rule_field"):
            return {}
        copies = {
            field.name: path
            for field in self._fields.values()
            if field.related and field.compute_sudo
            if (path := self._get_copied_partner(field.related))
        }
        if not self._auto and "partner_id" in self._fields:
            copies |= dict.fromkeys(REPORTED & self._fields.keys(), "partner_id")
        filled_in = FILLED_IN.get(self._name, set()) & self._fields.keys()
        return copies | dict.fromkeys(filled_in, "partner_id")

    @api.model
    def _get_copied_partner(self, related: str) -> str | None:
        """Return the path to the partner that a related field takes a detail of."""
        names, model = related.split("."), self
        for number, name in enumerate(names[:-1], 1):
            model = self.env[model._fields[name].comodel_name]
            if model._name == "res.partner" and names[number] not in OPEN_FIELDS:
                return ".".join(names[:number])
        return None

    @api.model
    def _may_see_all_partners(self) -> bool:
        return self.env.su or self.env.user._sees_all_customers()

    def _get_copies_to_hide(self, names) -> dict[str, str]:
        """Return which of these fields are to be looked at, with their paths."""
        copies = self._get_partner_copies()
        # nearly all models copy nothing: this is asked at every search and read
        told = copies.keys() & names if copies else ()
        # to portal users core says itself what they may read
        if not told or self._may_see_all_partners() or self.env.user.share:
            return {}
        return {name: copies[name] for name in told}

    def _find_hidden_copies(self, names) -> dict[str, set]:
        """Return, by field, the ids of the records whose value the user may not see."""
        hidden = {}
        for name, path in self._get_copies_to_hide(names).items():
            if path == SEES_ALL:
                hidden[name] = set(self._ids)
                continue
            # sudo: any model - which partner a record names; no more is told of it
            by_record = {r.id: r.sudo().mapped(path)._origin for r in self}
            partners = self.env["res.partner"].union(*by_record.values()).sudo(False)
            secret = set((partners - partners._filtered_access("read")).ids)
            hidden[name] = {
                id_ for id_, partner in by_record.items() if secret & set(partner.ids)
            }
        return hidden

    # -- where values leave ------------------------------------------------------

    def _read_format(self, fnames, load="_classic_read"):
        rows = super()._read_format(fnames, load)
        for name, ids in self._find_hidden_copies(fnames).items():
            for row in rows:
                if row["id"] in ids:
                    row[name] = False
        return rows

    def _export_rows(self, fields, *, _is_toplevel_call=True):
        names = {path[0] for path in fields if path}
        for name, ids in self._find_hidden_copies(names).items():
            if ids:
                raise AccessError(
                    self.env._(
                        "Some of these records belong to customers whom you may not "
                        "see. Leave the column “%(name)s” out of the download.",
                        name=self._fields[name]._description_string(self.env),
                    )
                )
        is_of_others = _is_toplevel_call and self._name not in OWN_RULES
        records = self.with_context(**NAMING) if is_of_others else self
        return super(Base, records)._export_rows(
            fields, _is_toplevel_call=_is_toplevel_call
        )

    # -- where records are found -------------------------------------------------

    @api.model
    def _search(self, domain, *args, **kwargs):
        """Let a record be found by what it copies only where that may be seen.

        Also where core asks past all rights: so it does for paths over some fields.
        """
        if copies := self._get_copies_to_hide(self._get_partner_copies()):
            domain = Domain(domain).map_conditions(
                lambda condition: self._guard_partner_copy(condition, copies)
            )
        return super()._search(domain, *args, **kwargs)

    @api.model
    def _guard_partner_copy(self, condition, copies: dict) -> Domain:
        name = condition.field_expr.partition(".")[0]
        if name not in copies:
            return condition
        return condition & self._get_seen_domain(copies[name])

    def _order_field_to_sql(self, alias, field_name, direction, nulls, query):
        if self._get_copies_to_hide([field_name.partition(".")[0]]):
            # the order would tell what the values are
            return SQL()
        return super()._order_field_to_sql(alias, field_name, direction, nulls, query)

    @api.model
    def _get_seen_domain(self, path: str) -> Domain:
        """Return the records whose partner, if they have one, the user may see."""
        if path == SEES_ALL:
            return Domain.FALSE
        partners = self.env["res.partner"].with_context(active_test=False)
        seen = partners._search(Domain.TRUE)
        return Domain(path, "=", False) | Domain(path, "in", seen)

    def _read_group_groupby(self, alias, groupby_spec, query):
        value = super()._read_group_groupby(alias, groupby_spec, query)
        return self._hide_copied_column(alias, groupby_spec, query, value)

    def _read_group_select(self, aggregate_spec, query):
        value = super()._read_group_select(aggregate_spec, query)
        name, _colon, function = aggregate_spec.partition(":")
        if function in TELLING and self._get_copies_to_hide([name]):
            return SQL("NULL")
        return value

    def _hide_copied_column(self, alias, spec, query, value: SQL) -> SQL:
        name = spec.partition(":")[0].partition(".")[0]
        copies = self._get_copies_to_hide([name])
        if not copies:
            return value
        seen = self._get_seen_domain(copies[name]).optimize_full(self)
        return SQL("CASE WHEN %s THEN %s END", seen._to_sql(self, alias, query), value)

    # -- names -------------------------------------------------------------------

    def _compute_display_name(self):
        """Call a record that is called as its partner so, whoever may see that one."""
        field = self._fields.get(self._rec_name)
        if self.env.su or not field or field.comodel_name != "res.partner":
            return super()._compute_display_name()
        for record in self:
            # sudo: res.partner - as core: who reads a record reads the names in it
            record.display_name = record[field.name].sudo().display_name
        return None
