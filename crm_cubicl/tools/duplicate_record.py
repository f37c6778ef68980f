"""One record as the database compares it: the columns of the table of records.

The same function serves the customers of the product and the lines of a CSV file.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from .duplicate_address import country_of, postcode_of, split_city, split_street
from .duplicate_contact import (
    domain_of_mail,
    domain_of_site,
    emails_of,
    phones_of,
    vat_of,
)
from .duplicate_name import initials_of, split_name, words_of
from .duplicate_own import fold_own

# the fields that a record may have; any of them may be missing or empty
FIELDS = (
    "name", "contact_name", "phone", "email", "website", "vat",
    "street", "city", "zip", "country",
)  # fmt: skip
# the columns of the table of records, in order, and their types
COLUMNS = {
    "name": "text", "compact": "text", "sorted": "text", "initials": "text",
    "legal": "text", "branch": "text", "numbers": "text", "contact": "text",
    "vat": "text", "phones": "text[]", "emails": "text[]", "domains": "text[]",
    "street": "text", "road": "text", "house": "text", "unit": "text",
    "city": "text", "province": "text", "zip": "text", "country": "text",
    "own": "jsonb",
}  # fmt: skip


def normalise(record: Mapping[str, Any], region: str = "") -> tuple:
    """Return the values of COLUMNS for a record: a text for each of FIELDS.

    `region` is the country of phone numbers of records that name none; under "own"
    a record may have values of fields of one's own, by their names.
    """
    given = {name: (record.get(name) or "").strip() for name in FIELDS}
    name = split_name(given["name"])
    country = country_of(given["country"])
    postcode = postcode_of(given["zip"])
    emails = emails_of(given["email"])
    street = split_street(given["street"], country)
    return (
        name.core,
        name.core.replace(" ", ""),
        " ".join(sorted(name.core.split())),
        initials_of(name.core),
        name.legal,
        name.branch,
        name.numbers,
        " ".join(sorted(words_of(given["contact_name"]))),
        vat_of(given["vat"]),
        phones_of(given["phone"], country or region),
        emails,
        _domains(given["website"], emails),
        *street,
        *split_city(given["city"], postcode, country),
        postcode,
        country,
        fold_own(record.get("own") or {}),
    )


def _domains(website: str, emails: Iterable[str]) -> list[str]:
    """Return the domains of the page and of the mail, without those of everyone."""
    domains = [domain_of_site(website), *map(domain_of_mail, emails)]
    return list(dict.fromkeys(domain for domain in domains if domain))


def region_of(countries: Iterable[str], default: str = "TR") -> str:
    """Return the country that most records are of, for those that name none.

    >>> region_of(["Türkiye", "", "TR", "AU"])
    'TR'
    """
    counted = Counter(country_of(country or "") for country in countries)
    counted.pop("", None)
    return counted.most_common(1)[0][0] if counted else default
