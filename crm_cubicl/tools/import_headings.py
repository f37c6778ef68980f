"""Guess from a heading which field of a customer it means, in English and Turkish."""

from collections.abc import Mapping

from .folding import fold

SYNONYMS: dict[str, tuple[str, ...]] = {
    "name": (
        "name", "full name", "company", "company name", "customer", "customer name",
        "title", "trade name", "legal name",
        "ad", "adı", "adı soyadı", "ad soyad", "isim", "unvan", "ünvan", "tam ad",
        "tam adı", "tam unvan", "ticari unvan", "ticaret unvanı", "firma", "firma adı",
        "firma unvanı", "şirket", "şirket adı", "müşteri", "müşteri adı", "cari adı",
        "cari unvan", "kurum", "kurum adı",
    ),
    "crm_short_name": (
        "short name", "short", "alias", "kısa ad", "kısa adı", "kısa isim",
        "kısa unvan", "marka",
    ),
    "company_type": (
        "type", "company type", "person or company", "customer type", "tür", "türü",
        "tip", "tipi", "müşteri türü", "müşteri tipi", "kişi şirket", "hesap türü",
    ),
    "phone": (
        "phone", "telephone", "tel", "phone number", "mobile", "telefon", "tel no",
        "telefon no", "telefon numarası", "cep", "cep telefonu", "gsm",
    ),
    "email": (
        "email", "e mail", "mail", "email address", "e posta", "eposta",
        "e posta adresi", "mail adresi",
    ),
    "fax": ("fax", "fax number", "faks", "faks no", "belgegeçer"),
    "website": (
        "website", "web site", "web", "url", "homepage", "web sitesi", "web adresi",
        "internet sitesi", "internet adresi",
    ),
    "vat": (
        "vat", "vat no", "vat number", "tax id", "tax no", "tax number", "vkn", "tckn",
        "vkn tckn", "vergi no", "vergi numarası", "vergi kimlik no",
        "vergi kimlik numarası", "tc kimlik no", "vergi tc kimlik no",
    ),
    "crm_tax_office": ("tax office", "vergi dairesi", "vd", "vergi d"),
    "ref": (
        "ref", "reference", "code", "customer code", "account code",
        "internal reference", "kod", "müşteri kodu", "cari kod", "cari kodu",
        "hesap kodu", "referans",
    ),
    "street": ("street", "address", "address line 1", "adres", "açık adres", "cadde"),
    "street2": ("street2", "street 2", "address line 2", "adres 2", "adres devamı"),
    "city": ("city", "town", "district", "ilçe", "semt"),
    "zip": ("zip", "zip code", "postcode", "postal code", "posta kodu", "pk"),
    "state_id": ("state", "province", "il", "şehir", "eyalet", "vilayet"),
    "country_id": ("country", "ülke"),
    "crm_relation_ids": ("relation", "relation kind", "ilişki", "ilişki türü"),
    "crm_class_id": ("class", "customer class", "sınıf", "müşteri sınıfı", "segment"),
    "crm_stage_id": ("stage", "aşama", "müşteri aşaması"),
    "crm_region_id": ("region", "sales region", "bölge", "satış bölgesi"),
    "user_id": (
        "account manager", "account managers", "representative", "salesperson",
        "temsilci", "müşteri temsilcisi", "müşteri sorumlusu", "sorumlu",
        "satış temsilcisi",
    ),
    "category_id": ("tags", "tag", "category", "categories", "etiket", "etiketler"),
    "lang": ("language", "lang", "dil"),
    "comment": ("notes", "note", "comment", "comments", "not", "notlar", "açıklama"),
}  # fmt: skip
_BY_HEADING = {fold(text): name for name, texts in SYNONYMS.items() for text in texts}
# what a column that names each customer once is called
_KEY_WORDS = {"isin", "code", "kod", "kodu", "key", "anahtar", "id", "vkn", "tckn"}


def guess_targets(headings: list[str], labels: Mapping[str, str]) -> list[str]:
    """Return the field that each heading means, or ``""``; no field twice.

    :param labels: the fields that can be filled in, with what the user calls them
    """
    by_label = {fold(label): name for name, label in reversed(labels.items())}
    taken: set[str] = set()
    targets = []
    for heading in headings:
        folded = fold(heading)
        name = by_label.get(folded) or _BY_HEADING.get(folded, "")
        if name not in labels or name in taken:
            name = ""
        taken.add(name)
        targets.append(name)
    return targets


def looks_like_key(heading: str) -> bool:
    """Return whether the heading promises a value of its own for each customer.

    >>> looks_like_key("Bank code"), looks_like_key("City")
    (True, False)
    """
    words = fold(heading).split()
    return bool(words) and words[-1] in _KEY_WORDS
