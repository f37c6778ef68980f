from odoo import api, fields, models
from odoo.fields import NO_ACCESS
from odoo.tools import SQL

# what lists of customers name them by; fields of one's own come to it
KEYS = ("name", "crm_short_name", "ref", "vat", "company_registry")


class CrmMerge(models.Model):
    """The codes of customers who became one still lead to the one that is left."""

    _inherit = "crm.merge"

    # field → the values that one of the two had
    source_keys = fields.Json(
        readonly=True,
        groups=NO_ACCESS,
        exportable=False,
        export_string_translation=False,
    )

    def _prepare_merge(self, source, target, plan) -> dict:
        values = super()._prepare_merge(source, target, plan)
        return values | {"source_keys": self._prepare_source_keys(source + target)}

    @api.model
    def _prepare_source_keys(self, partners) -> dict[str, list[str]]:
        own = [
            name
            for name, field in partners._fields.items()
            if field.manual and field.store and field.type == "char"
        ]
        keys = {name: partners.mapped(name) for name in [*KEYS, *own]}
        return {
            name: sorted({value for value in values if value})
            for name, values in keys.items()
            if any(values)
        }

    @api.model
    def _find_by_key(self, name: str, values) -> dict[str, int]:
        """Return the numbers of the customers that have, or had, a value in a field."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT key.value, m.target_id
                  FROM crm_merge m,
                       jsonb_array_elements_text(m.source_keys -> %s) AS key (value)
                 WHERE m.state = 'done' AND m.target_id IS NOT NULL
                   AND key.value = ANY(%s)
                 ORDER BY m.id""",
                name,
                list(values),
                to_flush=self._fields["source_keys"],
            )
        )
        return dict(rows)
