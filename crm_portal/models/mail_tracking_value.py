from odoo import models
from odoo.tools import format_datetime


class MailTrackingValue(models.Model):
    """Changes of a ticket, in the words of who reads them."""

    _inherit = "mail.tracking.value"

    def _get_text_for_customer(self, lang: str, side: str) -> str:
        """Return one side of a change in the language of who reads it."""
        self.ensure_one()
        name, kind = self.field_id.name, self.field_id.ttype
        text = self[f"{side}_value_char"]
        if kind == "many2one":
            model = self.env[self.field_id.relation].with_context(lang=lang)
            record = model.browse(self[f"{side}_value_integer"]).exists()
            return record.display_name if record else text
        if kind == "datetime":
            date = self[f"{side}_value_datetime"]
            return format_datetime(self.env, date, lang_code=lang) if date else ""
        if kind == "selection":
            return self._translate_label(name, text, lang)
        return text

    def _translate_label(self, name: str, text: str, lang: str) -> str:
        """Return a label of a selection, kept as whoever changed it read it."""
        tasks = self.env["project.task"]
        for code, _name in self.env["res.lang"].get_installed():
            known = tasks.with_context(lang=code).fields_get([name], ["selection"])
            for key, label in known[name]["selection"]:
                if label == text:
                    wanted = tasks.with_context(lang=lang).fields_get(
                        [name], ["selection"]
                    )
                    return dict(wanted[name]["selection"])[key]
        return text
