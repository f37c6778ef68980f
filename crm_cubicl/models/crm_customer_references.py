from collections import defaultdict
from typing import NamedTuple

from odoo import api, models, tools
from odoo.tools import SQL

# kept for the system's own work: of no interest to who deletes a customer
TECHNICAL = ("base.", "bus.", "discuss.", "ir.", "mail.", "res.", "sms.", "website.")
# what the database does with a record whose partner goes
OUTCOMES = {"cascade": "goes", "set null": "stays", "restrict": "blocks"}


class ReferenceKind(NamedTuple):
    """Records of one model that name a partner, and what becomes of them.

    :param columns: columns that hold the partner's id
    :param outcome: ``goes`` with the partner, ``stays`` without it, or ``blocks``
    :param condition: which of the records, as SQL about the table ``t``
    """

    model: str
    columns: tuple[str, ...]
    outcome: str
    condition: SQL = SQL("TRUE")


class CrmCustomerReferences(models.AbstractModel):
    """Know everything in the database that names a partner, and count it."""

    _name = "crm.customer.references"
    _description = "What names a customer"

    @api.model
    def _get_kinds(self) -> list[ReferenceKind]:
        """Return what is told of before partners are deleted, the main kinds first.

        Any many2one to a partner is found by itself, in models of other addons too.
        """
        of_partner = SQL("t.res_model = 'res.partner'")
        first = [
            ReferenceKind("mail.activity", ("res_id",), "goes", of_partner),
            ReferenceKind(
                "mail.message",
                ("res_id",),
                "goes",
                SQL(
                    "t.model = 'res.partner' AND t.message_type != 'user_notification'"
                ),
            ),
            ReferenceKind(
                "ir.attachment",
                ("res_id",),
                "goes",
                SQL(
                    "%s AND (t.res_field IS NULL OR t.res_field LIKE 'x\\_%%')",
                    of_partner,
                ),
            ),
            # a document without its delivery address would be another document
            ReferenceKind(
                "account.move",
                ("partner_id", "commercial_partner_id", "partner_shipping_id"),
                "blocks",
            ),
        ]
        known = {(kind.model, column) for kind in first for column in kind.columns}
        found = [
            ReferenceKind(model, columns, outcome)
            for model, outcome, columns in self._get_foreign_keys()
            if not known & {(model, column) for column in columns}
        ]
        return first + found

    @api.model
    @tools.ormcache()
    def _get_foreign_keys(self) -> tuple:
        """Return ``(model, outcome, columns)`` of every field that names a partner."""
        columns = defaultdict(list)
        for name, model in sorted(self.env.registry.items()):
            if model._abstract or model._transient or not model._auto:
                continue
            for field in self._get_partner_fields(name):
                columns[name, OUTCOMES[field.ondelete]].append(field.name)
        return tuple(
            (name, outcome, tuple(names))
            for (name, outcome), names in columns.items()
            if outcome == "blocks" or self._is_told(name, outcome)
        )

    @api.model
    def _get_partner_fields(self, model: str) -> list:
        return [
            field
            for field in self.env[model]._fields.values()
            if field.type == "many2one"
            and field.comodel_name == "res.partner"
            and field.store
            and field.column_type
            and not field.company_dependent
            # a quote's lines go where the quote goes
            and not field.related
        ]

    @api.model
    def _is_told(self, model: str, outcome: str) -> bool:
        """Return whether someone who deletes customers wants to know of a kind."""
        if model in ("res.partner", "res.partner.bank"):
            return True
        return not model.startswith(TECHNICAL)

    @api.model
    def _count(
        self, kinds: list[ReferenceKind], members: dict[int, int]
    ) -> dict[ReferenceKind, dict[int, int]]:
        """Return how many records of each kind name each customer, in one query.

        Counted past all rights: what a user may not see would be lost all the same.

        :param members: id of each partner that goes → id of the one it goes with
        """
        counts = {kind: {} for kind in kinds}
        if not (kinds and members):
            return counts
        self.env.flush_all()
        parts = (
            SQL(
                "SELECT %s, root, count(*) FROM (%s) AS used GROUP BY root",
                number,
                self._get_reference_sql(kind),
            )
            for number, kind in enumerate(kinds)
        )
        query = SQL(
            "WITH member AS MATERIALIZED"
            " (SELECT * FROM unnest(%s::int[], %s::int[]) AS m(id, root)) %s",
            list(members),
            list(members.values()),
            SQL(" UNION ALL ").join(parts),
        )
        for number, root, count in self.env.execute_query(query):
            counts[kinds[number]][root] = count
        return counts

    @api.model
    def _get_reference_sql(self, kind: ReferenceKind) -> SQL:
        """Return the query for records and the customers they name, each pair once."""
        table = self.env[kind.model]._table
        outside = SQL("TRUE")
        if kind.model == "res.partner":
            outside = SQL("t.id NOT IN (SELECT id FROM member)")
        return SQL(" UNION ").join(
            SQL(
                "SELECT t.id, m.root FROM %s t JOIN member m ON m.id = t.%s"
                " WHERE (%s) AND %s",
                SQL.identifier(table),
                SQL.identifier(column),
                kind.condition,
                outside,
            )
            for column in kind.columns
        )
