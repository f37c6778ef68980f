import json

from odoo import api, models
from odoo.tools import SQL

from ..tools.merge_named import Naming
from ..tools.merge_plan import Rewriting
from ..tools.merge_reference import Reference

PARTNER = "res.partner"
OF_MODEL = "(SELECT model FROM ir_model WHERE ir_model.id = t.{})"
OF_VIEW = "(SELECT model FROM ir_ui_view WHERE ir_ui_view.id = t.view_id)"
# model: columns with their syntax, and which model the text is about, in SQL
NAMED = {
    "base.automation": [
        ("filter_domain", "domain", OF_MODEL.format("model_id")),
        ("filter_pre_domain", "domain", OF_MODEL.format("model_id")),
        ("trg_field_ref", "number", ""),
    ],
    "crm.customer.export": [
        ("domain", "domain", "'res.partner'"),
        ("record_ids", "value", "'res.partner'"),
    ],
    "crm.team": [("assignment_domain", "domain", "'crm.lead'")],
    "crm.team.member": [
        ("assignment_domain", "domain", "'crm.lead'"),
        ("assignment_domain_preferred", "domain", "'crm.lead'"),
    ],
    "data_recycle.model": [("domain", "domain", OF_MODEL.format("res_model_id"))],
    "gamification.challenge": [("user_domain", "domain", "'res.users'")],
    "gamification.goal.definition": [
        ("domain", "domain", OF_MODEL.format("model_id")),
    ],
    "ir.actions.act_window": [
        ("domain", "domain", "t.res_model"),
        ("context", "context", "t.res_model"),
    ],
    "ir.actions.client": [("context", "context", "t.res_model")],
    "ir.actions.report": [("domain", "domain", "t.model")],
    "ir.actions.server": [("value", "value", "")],
    "ir.default": [
        ("json_value", "value", ""),
        (
            "condition",
            "condition",
            "(SELECT model FROM ir_model_fields AS f WHERE f.id = t.field_id)",
        ),
    ],
    "ir.embedded.actions": [
        ("domain", "domain", "t.parent_res_model"),
        ("context", "context", "t.parent_res_model"),
    ],
    "ir.filters": [
        ("domain", "domain", "t.model_id"),
        ("context", "context", "t.model_id"),
        ("embedded_parent_res_id", "number", ""),
    ],
    "ir.rule": [("domain_force", "domain", OF_MODEL.format("model_id"))],
    "loyalty.reward": [("discount_product_domain", "domain", "'product.product'")],
    "loyalty.rule": [("product_domain", "domain", "'product.product'")],
    "mail.alias": [
        ("alias_defaults", "values", OF_MODEL.format("alias_model_id")),
        ("alias_force_thread_id", "number", ""),
        ("alias_parent_thread_id", "number", ""),
    ],
    "mail.template": [("partner_to", "list", "''")],
    "mailing.filter": [
        ("mailing_domain", "domain", OF_MODEL.format("mailing_model_id"))
    ],
    "mailing.mailing": [
        ("mailing_domain", "domain", OF_MODEL.format("mailing_model_id")),
    ],
    "website.controller.page": [
        ("record_domain", "domain", OF_VIEW),
    ],
}
# numbers and values that say in another row whose they are: the rows that count
IS_PARTNER = "(SELECT id FROM ir_model WHERE model = 'res.partner')"
PARTNER_FIELDS = "(SELECT id FROM ir_model_fields WHERE relation = 'res.partner')"
ONLY = {
    ("base.automation", "trg_field_ref"): (
        "EXISTS (SELECT FROM base_automation_ir_model_fields_rel AS rel"
        f" WHERE rel.base_automation_id = t.id AND rel.ir_model_fields_id IN"
        f" {PARTNER_FIELDS})"
    ),
    ("ir.actions.server", "value"): (
        f"t.evaluation_type = 'value' AND t.update_field_id IN {PARTNER_FIELDS}"
    ),
    ("ir.default", "json_value"): f"t.field_id IN {PARTNER_FIELDS}",
    ("ir.filters", "embedded_parent_res_id"): (
        "t.embedded_action_id IN (SELECT id FROM ir_embedded_actions"
        " WHERE parent_res_model = 'res.partner')"
    ),
    ("mail.alias", "alias_force_thread_id"): f"t.alias_model_id = {IS_PARTNER}",
    ("mail.alias", "alias_parent_thread_id"): f"t.alias_parent_model_id = {IS_PARTNER}",
}


class CrmMergeNamed(models.AbstractModel):
    """Filters, rules and default values that name a customer by its number."""

    _name = "crm.merge.named"
    _description = "Texts that name a customer"

    @api.model
    def _get_named_columns(self) -> list[tuple[str, str, str, str]]:
        """Return where such texts are: model, column, syntax, SQL of their model.

        Override to add those of another addon.
        """
        return [
            (name, *column)
            for name, columns in NAMED.items()
            if name in self.env
            for column in columns
            if column[0] in self.env[name]._fields
            and self.env[name]._fields[column[0]].store
        ]

    @api.model
    def _get_rewritings(self, source, target) -> list[Rewriting]:
        """Return the texts that name the source, with what they are to become."""
        columns = self._get_named_columns()
        naming = Naming(PARTNER, source.id, target.id, self._resolve)
        found = []
        for number, id_, model, was in self._find_texts(columns, source.id):
            name, column, syntax, _of = columns[number]
            if syntax == "number":
                became = str(target.id)
            else:
                became = naming.rename(syntax, was, model or "")
            if became != was:
                field = self.env[name]._fields[column]
                if field.type == "json":
                    became = json.loads(became)
                reference = Reference(self.env[name]._table, column, owner=name)
                found.append(Rewriting(reference, id_, became))
        return found

    @api.model
    def _find_texts(self, columns, number: int) -> list[tuple]:
        """Return all texts with the number in them, in one query."""
        parts = [
            self._text_query(place, *column, number)
            for place, column in enumerate(columns)
        ]
        return self.env.execute_query(SQL(" UNION ALL ").join(parts)) if parts else []

    @api.model
    def _text_query(self, place: int, name, column, syntax, of, number: int) -> SQL:
        """Return the query of the texts in one column: place, id, model, text."""
        text = SQL("t.%s", SQL.identifier(column))
        if syntax == "number":
            matches = SQL("%s = %s", text, number)
        else:
            matches = SQL("%s::text ~ %s", text, rf"(^|\D){number}(\D|$)")
        return SQL(
            "SELECT %s, t.id, %s, %s::text FROM %s AS t WHERE %s AND %s",
            place,
            SQL(of or "''"),
            text,
            SQL.identifier(self.env[name]._table),
            matches,
            SQL(ONLY.get((name, column), "TRUE")),
        )

    @api.model
    def _resolve(self, model: str, path: str) -> str:
        """Return what a path of fields leads to, as ``Naming`` wants it."""
        for name in path.split("."):
            if model not in self.env:
                return ""
            field = self.env[model]._fields.get(name)
            if field is None:
                return ""
            if field.type == "many2one_reference":
                return f"@{field.model_field}"
            if field.type == "reference":
                return "*"
            if name != "id":
                model = field.comodel_name or ""
        return model

    def _rename(self, rewritings: list[Rewriting]) -> None:
        """Let the texts name the target."""
        by_column = {}
        for rewriting in rewritings:
            reference = rewriting.reference
            values = by_column.setdefault((reference.table, reference.column), {})
            values[rewriting.row_id] = rewriting.became
        for (table, column), values in by_column.items():
            self._set(table, column, values)

    @api.model
    def _count_rewritings(self, rewritings: list[Rewriting]) -> dict[str, int]:
        """Return how many rows of each kind have such texts."""
        rows = {(r.reference.owner, r.row_id) for r in rewritings}
        counts = {}
        for owner, _id in sorted(rows):
            label = self.env["ir.model"]._get(owner).name
            counts[label] = counts.get(label, 0) + 1
        return counts
