from collections.abc import Iterable

from odoo import api, models

from ..tools.duplicate_reasons import Reason
from ..tools.phone import format_phone


class CrmDuplicateEngine(models.AbstractModel):
    """Why two customers may be one, in the user's words."""

    _inherit = "crm.duplicate.engine"

    @api.model
    def _describe_reasons(
        self, reasons: Iterable[Reason], words: dict[str, str] | None = None
    ) -> list[str]:
        """Return reasons as short sentences in the user's language.

        Of a field that the user may not read neither value nor name is told, also where
        whoever calls has more rights.

        :param words: what ``_get_reason_words`` returns, where many are described
        """
        words = words or self._get_reason_words()
        return [self._describe_reason(reason, words) for reason in reasons]

    @api.model
    def _describe_reason(self, reason: Reason, words: dict[str, str]) -> str:
        filled = {
            "value": format_phone(reason.value),
            "percent": reason.percent,
            "field": "",
        }
        if not reason.field:
            return words[reason.code] % filled
        if not self._may_read_own(reason.field):
            return words[f"{reason.code}_hidden"]
        return words[reason.code] % (
            filled | {"field": self._get_own_label(reason.field)}
        )

    @api.model
    def _get_reason_words(self) -> dict[str, str]:
        return self._get_reasons_for() | self._get_reasons_against()

    @api.model
    def _get_reasons_for(self) -> dict[str, str]:
        return {
            "name_same": self.env._("same name without legal form"),
            "name_alike": self.env._("name %(percent)s %% alike without legal form"),
            "name_within": self.env._("one name is part of the other"),
            "branch_same": self.env._("same branch"),
            "contact_same": self.env._("same contact"),
            "contact_alike": self.env._("similar contact"),
            "vat_same": self.env._("same tax number"),
            "vat_alike": self.env._("tax numbers one digit apart"),
            "phone_same": self.env._("same phone %(value)s"),
            "phone_alike": self.env._("phones one digit apart"),
            "email_same": self.env._("same e-mail %(value)s"),
            "email_alike": self.env._("e-mails one letter apart"),
            "domain_same": self.env._("same domain %(value)s"),
            "address_same": self.env._("same address"),
            "address_alike": self.env._("similar address"),
            "city_same": self.env._("same city"),
            "zip_same": self.env._("same postcode"),
            "own_same": self.env._("same %(field)s"),
            "own_same_hidden": self.env._("the same in another field"),
        }

    @api.model
    def _get_reasons_against(self) -> dict[str, str]:
        return {
            "name_differs": self.env._("different names"),
            "numbers_differ": self.env._("different numbers in the names"),
            "legal_differs": self.env._("different legal forms"),
            "branch_differs": self.env._("different branches"),
            "vat_differs": self.env._("different tax numbers"),
            "domain_differs": self.env._("different domains"),
            "address_differs": self.env._("different addresses"),
            "city_differs": self.env._("different cities"),
            "country_differs": self.env._("different countries"),
            "own_differs": self.env._("different %(field)s"),
            "own_differs_hidden": self.env._("different in another field"),
        }

    # -- of the weights --------------------------------------------------------

    @api.model
    def _get_weight_words(self) -> dict[str, tuple[str, list[str]]]:
        """Return of each field that is weighed its name and what its levels mean."""
        return self._get_words_of_names() | self._get_words_of_means()

    @api.model
    def _get_words_of_names(self) -> dict[str, tuple[str, list[str]]]:
        same, different = self.env._("the same"), self.env._("different")
        alike, nearly = self.env._("alike"), self.env._("nearly the same")
        slightly = self.env._("slightly alike")
        somewhat = self.env._("somewhat alike")
        within = self.env._("one is part of the other")
        return {
            "name": (
                self.env._("Name"),
                [different, slightly, somewhat, alike, within, nearly, same],
            ),
            "numbers": (
                self.env._("Numbers in the name"),
                [different, self.env._("only one has any"), same],
            ),
            "legal": (self.env._("Legal form"), [different, same]),
            "branch": (
                self.env._("Branch"),
                [different, self.env._("only one is a branch"), same],
            ),
            "contact": (self.env._("Contact"), [different, alike, same]),
        }

    @api.model
    def _get_words_of_means(self) -> dict[str, tuple[str, list[str]]]:
        same, different = self.env._("the same"), self.env._("different")
        alike, slip = self.env._("alike"), self.env._("one digit apart")
        letter = self.env._("one letter apart")
        domain = self.env._("only the domain is the same")
        province = self.env._("same province")
        return {
            "vat": (self.env._("Tax number"), [different, slip, same]),
            "phone": (self.env._("Phone"), [different, slip, same]),
            "email": (self.env._("E-mail"), [different, domain, letter, same]),
            "domain": (self.env._("Web and mail domain"), [different, alike, same]),
            "address": (self.env._("Address"), self._get_words_of_addresses()),
            "city": (self.env._("City"), [different, province, alike, same]),
            "zip": (self.env._("Postcode"), [different, slip, same]),
            "country": (self.env._("Country"), [different, same]),
        }

    @api.model
    def _get_words_of_addresses(self) -> list[str]:
        return [
            self.env._("elsewhere"),
            self.env._("other street, same number"),
            self.env._("unclear"),
            self.env._("same street, other number"),
            self.env._("perhaps the same"),
            self.env._("nearly the same"),
            self.env._("the same"),
        ]
