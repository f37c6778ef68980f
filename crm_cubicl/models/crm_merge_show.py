from odoo import api, models
from odoo.tools import format_date, format_datetime, formatLang, html2plaintext

MASK = "•••"


class CrmMergeShow(models.AbstractModel):
    """Show values as the user reads them: in the own language, with the currency."""

    _name = "crm.merge.show"
    _description = "Values as they are shown"

    @api.model
    def _show(self, field, record_sudo, value=None) -> str:
        """Return what a field says, masked for whoever may not read it.

        :param value: shown instead of the record's own
        """
        value = record_sudo[field.name] if value is None else value
        is_set = value or field.type == "boolean"
        if not is_set:
            return ""
        if not record_sudo.sudo(False)._has_field_access(field, "read"):
            return MASK
        if show := getattr(self, f"_show_{field.type}", None):
            return show(field, record_sudo, value)
        return str(value)

    @api.model
    def _show_boolean(self, _field, _record, value) -> str:
        return self.env._("Yes") if value else self.env._("No")

    @api.model
    def _show_date(self, _field, _record, value) -> str:
        return format_date(self.env, value)

    @api.model
    def _show_datetime(self, _field, _record, value) -> str:
        return format_datetime(self.env, value)

    @api.model
    def _show_integer(self, _field, _record, value) -> str:
        return formatLang(self.env, value, digits=0)

    @api.model
    def _show_float(self, field, _record, value) -> str:
        digits = field.get_digits(self.env)
        return formatLang(self.env, value, digits=digits[1] if digits else 2)

    @api.model
    def _show_monetary(self, field, record, value) -> str:
        currency = record[field.get_currency_field(record)]
        return formatLang(
            self.env, value, currency_obj=currency or self.env.company.currency_id
        )

    @api.model
    def _show_selection(self, field, _record, value) -> str:
        return dict(field._description_selection(self.env)).get(value, str(value))

    @api.model
    def _show_html(self, _field, _record, value) -> str:
        return html2plaintext(value)

    @api.model
    def _show_many2one(self, _field, _record, value) -> str:
        return value.display_name

    @api.model
    def _show_many2many(self, _field, _record, value) -> str:
        return ", ".join(value.mapped("display_name"))

    @api.model
    def _show_binary(self, _field, _record, _value) -> str:
        return self.env._("A file or picture")

    @api.model
    def _show_image(self, field, record, value) -> str:
        return self._show_binary(field, record, value)
