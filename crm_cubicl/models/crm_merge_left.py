from markupsafe import Markup

from odoo import api, fields, models


class CrmMerge(models.Model):
    """What the source of a merge said and the target does not take over is kept."""

    _inherit = "crm.merge"

    left_values = fields.Text(string="Not taken over", readonly=True)

    def _carry_out(self, source, target, plan, names: set[str]) -> None:
        self.left_values = "\n".join(self._describe_left(source, target, names))
        return super()._carry_out(source, target, plan, names)

    @api.model
    def _describe_left(self, source, target, names: set[str]) -> list[str]:
        """Return "field: value" of what the target has another value for.

        Not of fields that only some may read, nor names of partners, who may be hidden:
        the entry in the activities is for all.
        """
        shows = self.env["crm.merge.show"]
        clashing = self._get_clashing_values(source, target)
        return [
            f"{field._description_string(self.env)}: {shows._show(field, source)}"
            for field in clashing
            if field.name not in names
            and not field.groups
            and field.comodel_name != "res.partner"
            and field.export_string_translation
            and shows._show(field, source)
        ]

    def _get_told(self) -> Markup:
        """Return what is told of the merge, with what was not taken over."""
        told = super()._get_told()
        if self.left_values:
            told += Markup("<p>%s</p><ul>%s</ul>") % (
                self.env._("Not taken over:"),
                Markup().join(
                    Markup("<li>%s</li>") % line
                    for line in self.left_values.split("\n")
                ),
            )
        return told
