import re

from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Domain


class CrmCustomField(models.Model):
    """What else names a field of one's own, and breaks when it is deleted.

    Views are watched by core.
    """

    _inherit = "crm.custom.field"

    def unlink(self):
        self.check_access("unlink")
        self._check_no_automation()
        self._archive_favorites()
        return super().unlink()

    def _check_no_automation(self) -> None:
        """Refuse while a rule looks at a field: every save would fail after it."""
        # sudo: base.automation - a rule hidden from the user breaks as well
        Rule = self.env["base.automation"].sudo()
        columns = self.sudo().field_id.ids
        # a rule that loses its only field would run on every change
        watching = Domain("trigger_field_ids", "in", columns)
        watching |= Domain("trg_date_id", "in", columns)
        for custom in self:
            rules = Rule.with_context(active_test=False).search(watching)
            rules |= custom._search_naming(Rule, ["filter_domain", "filter_pre_domain"])
            if rules:
                raise UserError(
                    self.env._(
                        "“%(field)s” is used by the automation rules %(rules)s. Change "
                        "or delete them first.",
                        field=custom.name,
                        rules=", ".join(rules.mapped("name")),
                    )
                )

    def _archive_favorites(self) -> None:
        """Put away favorites that name a field: a default one blocks its list."""
        # sudo: ir.filters - favorites of other users break as well
        Favorite = self.env["ir.filters"].sudo()
        for custom in self:
            found = custom._search_naming(Favorite, ["domain", "context", "sort"])
            found.active = False

    def _search_naming(self, Model, names: list[str]):
        """Return the records of a model that name this field in a text."""
        self.ensure_one()
        found = Model.with_context(active_test=False).search(
            Domain.OR(Domain(name, "like", self.technical_name) for name in names)
        )
        word = re.compile(rf"\b{re.escape(self.technical_name)}\b")
        return found.filtered(
            lambda record: any(word.search(record[name] or "") for name in names)
        )
