"""Why two records are taken for one: what the levels say, most telling first.

A reason is a code with what fills its sentence; the product has the sentences in the
user's language (`crm.duplicate.engine`), so that nothing here is to be translated.
"""

from collections.abc import Mapping
from typing import NamedTuple

from .duplicate_own import DIFFERENT, PREFIX, SAME, own_of

# of a field and level: the code of the reason
CODES = {
    ("name", 7): "name_same",
    ("name", 6): "name_alike",
    ("name", 5): "name_within",
    ("name", 4): "name_alike",
    ("name", 3): "name_differs",
    ("name", 2): "name_differs",
    ("name", 1): "name_differs",
    ("numbers", 1): "numbers_differ",
    ("legal", 1): "legal_differs",
    ("branch", 1): "branch_differs",
    ("branch", 2): "branch_differs",
    ("branch", 3): "branch_same",
    ("contact", 3): "contact_same",
    ("contact", 2): "contact_alike",
    ("vat", 3): "vat_same",
    ("vat", 2): "vat_alike",
    ("vat", 1): "vat_differs",
    ("phone", 3): "phone_same",
    ("phone", 2): "phone_alike",
    ("email", 4): "email_same",
    ("email", 3): "email_alike",
    ("domain", 3): "domain_same",
    ("domain", 1): "domain_differs",
    ("address", 7): "address_same",
    ("address", 6): "address_alike",
    ("address", 1): "address_differs",
    ("city", 4): "city_same",
    ("city", 3): "city_same",
    ("city", 1): "city_differs",
    ("zip", 3): "zip_same",
    ("country", 1): "country_differs",
}
# of fields of one's own, whatever their names
OWN_CODES = {SAME: "own_same", DIFFERENT: "own_differs"}
_VALUES = {"phone_same": "same_phone", "email_same": "same_email",
           "domain_same": "same_domain"}  # fmt: skip


class Reason(NamedTuple):
    """What speaks for (weight above 0) or against two records being one customer."""

    code: str
    weight: float  # bits
    value: str = ""  # what both have, where a sentence names it
    percent: int = 0  # how alike names are
    field: str = ""  # of one's own


def reasons_of(scored: Mapping) -> list[Reason]:
    """Return the reasons of a scored pair (a row of `DuplicateEngine.explain`).

    >>> reasons_of({"phone": 3, "w_phone": 6.5, "same_phone": "+902125551234"})
    [Reason(code='phone_same', weight=6.5, value='+902125551234', percent=0, field='')]
    """
    found = []
    for (field, level), code in CODES.items():
        if scored.get(field) == level:
            value = scored.get(_VALUES.get(code, ""), "")
            percent = round(100 * scored["likeness"]) if code == "name_alike" else 0
            found.append(Reason(code, round(scored[f"w_{field}"], 1), value, percent))
    for name in own_of(scored):
        if code := OWN_CODES.get(scored[PREFIX + name]):
            weight = round(scored[f"w_{PREFIX}{name}"], 1)
            found.append(Reason(code, weight, field=name))
    return sorted(found, key=lambda reason: -abs(reason.weight))
