from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools import tax_number


class CrmTaxNumberMixin(models.AbstractModel):
    """Check tax numbers: a wrong Turkish one is refused, a foreign one is told.

    Core checks none without ``base_vat``; with it, it refuses foreign numbers whose
    rules it knows, which for customers becomes a warning here.
    """

    _name = "crm.tax.number.mixin"
    _description = "Record with a tax number"

    crm_vat_warning = fields.Char(
        compute="_compute_crm_vat_warning",
        exportable=False,
        export_string_translation=False,
    )

    @api.depends("vat", "country_id", "commercial_partner_id.country_id")
    @api.depends_context("company", "lang")
    def _compute_crm_vat_warning(self):
        for partner in self:
            partner.crm_vat_warning = partner._get_vat_warning()

    @api.constrains("vat", "country_id")
    def _check_turkish_vat(self):
        customers = self.filtered(lambda partner: partner.crm_customer_id)
        for partner in customers:
            if error := partner._get_turkish_vat_error():
                raise ValidationError(error)

    def _check_vat(self, validation="error"):
        foreign = self.filtered(
            lambda partner: partner.crm_customer_id and not partner._has_turkish_vat()
        )
        super(CrmTaxNumberMixin, foreign)._check_vat(validation=False)
        others = self - foreign
        return super(CrmTaxNumberMixin, others)._check_vat(validation=validation)

    def _get_vat_country(self):
        """Return the country whose rules the tax number follows, if known."""
        return self.country_id or self.commercial_partner_id.country_id

    def _has_turkish_vat(self) -> bool:
        """Return whether the tax number is one of Türkiye, by country or by look."""
        if country := self._get_vat_country():
            return country.code == "TR"
        return self.env.company.country_id.code == "TR" and tax_number.looks_turkish(
            self.vat or ""
        )

    def _get_turkish_vat_error(self) -> str:
        """Return a sentence that says what is wrong with a Turkish number, or ''."""
        self.ensure_one()
        number = (self.vat or "").strip()
        if number in ("", tax_number.NOT_TAXED) or not self._has_turkish_vat():
            return ""
        code = tax_number.find_turkish_error(number)
        return code and self._get_turkish_vat_message(code, number)

    def _get_turkish_vat_message(self, code: str, number: str) -> str:
        reasons = {
            "digits": self.env._("it may have digits only"),
            "length": self.env._(
                "a tax number (VKN) has 10 digits and an identity number (TCKN) 11, "
                "this one has %(count)s",
                count=len(tax_number.compact_turkish(number)),
            ),
            "check_digit": self.env._(
                "its check digit does not fit, so a digit is mistyped"
            ),
        }
        return self.env._(
            "%(name)s: “%(number)s” is no Turkish tax number: %(reason)s.",
            name=self.display_name or self.env._("New customer"),
            number=number,
            reason=reasons[code],
        )

    def _get_vat_warning(self) -> str | bool:
        """Return what to tell about the number while it is typed, or False."""
        if not self.vat:
            return False
        if self._has_turkish_vat():
            return self._get_turkish_vat_error() or False
        country = self._get_vat_country()
        number = self.vat.strip()
        if not country or number == tax_number.NOT_TAXED:
            return False
        if not tax_number.is_wrong_abroad(number, country.code):
            return False
        return self.env._(
            "“%(number)s” does not look like a tax number of %(country)s. "
            "It is kept as you typed it.",
            number=number,
            country=country.name,
        )

    @api.model
    def _prepare_vat(self, vals: dict) -> dict:
        """Return the values with a Turkish tax number as its digits alone."""
        number = vals.get("vat")
        if isinstance(number, str) and tax_number.looks_turkish(number):
            return vals | {"vat": tax_number.compact_turkish(number)}
        return vals
