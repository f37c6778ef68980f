import json
from collections import defaultdict

from odoo import api, models
from odoo.models import MAGIC_COLUMNS
from odoo.tools import SQL

from ..tools.merge_reference import Reference

# what is not taken over: it says where a record stands, not what is known of it
OWN_FIELDS = {
    "active",
    "color",
    "company_id",
    "company_type",
    "crm_import_id",
    "crm_parent_id",
    "is_company",
    "is_crm_customer",
    "message_bounce",
    "name",
    "parent_id",
    "type",
}
# how many documents there are: of both together
SUMMED = ("customer_rank", "supplier_rank")


class CrmMergeValues(models.AbstractModel):
    """What the target takes over from the source's own row."""

    _name = "crm.merge.values"
    _description = "Values of a merge"

    @api.model
    def _get_value_fields(self, partners) -> list:
        """Return the fields with a value of their own in the row of a partner."""
        return [
            field
            for field in partners._fields.values()
            if field.store
            and field.column_type
            and (not field.compute or not field.readonly)
            and not field.company_dependent
            and field.type != "properties"
            and field.name not in MAGIC_COLUMNS
        ]

    @api.model
    def _get_taken_fields(self, source, target) -> list:
        """Return the fields in which the source has something to give."""
        both = source + target
        return [
            field
            for field in self._get_value_fields(source)
            if source[field.name]
            # naming one of the two is the business of the merge itself
            and (field.comodel_name != both._name or source[field.name] not in both)
        ]

    @api.model
    def _get_clashing_values(self, source, target) -> list:
        """Return the fields in which both have a value and not the same one."""
        return [
            field
            for field in self._get_taken_fields(source, target)
            if field.name not in (OWN_FIELDS - {"name"}).union(SUMMED)
            and target[field.name]
            and source[field.name] != target[field.name]
        ]

    @api.model
    def _get_filled_values(self, source, target) -> list:
        """Return the fields that the target lacks and the source has."""
        return [
            field
            for field in self._get_taken_fields(source, target)
            if field.name not in OWN_FIELDS
            and not target[field.name]
            and field.type != "boolean"
        ]

    @api.model
    def _prepare_values(self, source, target, names: set[str]) -> dict:
        """Return what is to be written on the target, once the source is gone."""
        taken = self._get_filled_values(source, target)
        taken += [
            field
            for field in self._get_clashing_values(source, target)
            if field.name in names
        ]
        values = {
            field.name: field.convert_to_write(source[field.name], source)
            for field in taken
        }
        for name in SUMMED:
            if source[name]:
                values[name] = source[name] + target[name]
        for name in ("is_crm_customer", "crm_is_closed"):
            # a customer stays one, and what was closed is not opened by the way
            if source[name] and not target[name]:
                values[name] = True
        return values

    @api.model
    def _get_following_fields(self) -> list:
        """Return the fields of partners whose column follows from other values.

        No pictures of other sizes: they are files, which stay as they are.
        """
        return [
            field
            for field in self.env["res.partner"]._fields.values()
            if field.column_type and field.store and field.compute and field.readonly
        ]

    def _take_over(self, target, moved, values: dict, before: dict) -> None:
        """Write the values on the target and let what follows from them follow.

        :param moved: the partners that name the target now
        :param before: rows of all whom this can touch, to tell what changed by it
        """
        # what follows from a parent or a name; documents keep what they say
        for field in self._get_following_fields():
            self.env.add_to_compute(field, moved)
        quiet = target.with_context(
            tracking_disable=True, mail_notrack=True, no_vat_validation=True
        )
        quiet.write(values)
        self.env.flush_all()
        self._keep_changes(before)

    def _take_over_by_company(self, source, target) -> None:
        """Give the target what it has in no company, and the properties it lacks."""
        names = [
            field.name
            for field in target._fields.values()
            if field.store and (field.company_dependent or field.type == "properties")
        ]
        self.env.cr.execute(
            SQL(
                "UPDATE res_partner AS t SET %s FROM res_partner AS s"
                " WHERE t.id = %s AND s.id = %s",
                SQL(", ").join(
                    SQL(
                        "%(name)s = COALESCE(s.%(name)s || t.%(name)s,"
                        " t.%(name)s, s.%(name)s)",
                        name=SQL.identifier(name),
                    )
                    for name in names
                ),
                target.id,
                source.id,
            )
        )
        self.env.invalidate_all(flush=False)

    def _keep_changes(self, before: dict[int, dict], table="res_partner") -> None:
        """Write to the journal which columns of rows changed: those of partners."""
        changes = defaultdict(list)
        for id_, row in self._read_rows(table, before).items():
            for name, became in row.items():
                was = before[id_].get(name)
                if was != became and name not in MAGIC_COLUMNS:
                    changes[name].append({"id": id_, "was": was, "became": became})
        for name, content in changes.items():
            told = SQL("told AS (SELECT %s::jsonb AS content)", json.dumps(content))
            self._do("value", Reference(table, name), told)

    @api.model
    def _read_rows(self, table: str, ids) -> dict[int, dict]:
        """Return whole rows by their ids, as PostgreSQL writes them."""
        if not ids:
            return {}
        name = SQL.identifier(table)
        return dict(
            self.env.execute_query(
                SQL(
                    "SELECT id, to_jsonb(%s) FROM %s WHERE id IN %s",
                    name,
                    name,
                    tuple(ids),
                )
            )
        )
