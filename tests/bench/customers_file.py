"""The rows that the measurements use: made up, the same in every run."""

import random

CITIES = ("İstanbul", "Ankara", "İzmir", "Bursa", "Antalya", "Adana", "Konya")
TRADES = ("Gıda", "İnşaat", "Tekstil", "Lojistik", "Kimya", "Yazılım", "Turizm")
RELATIONS = ("Customer", "Prospect", "Partner", "Supplier")
STAGES = ("New", "Contacted", "Qualified", "Proposal")
HEADINGS = (
    "Name",
    "Short name",
    "Phone",
    "Email",
    "Customer code",
    "Street",
    "City",
    "Country",
    "Relation",
    "Stage",
)
# the same columns as core's import knows them
CORE_FIELDS = (
    "name",
    "crm_short_name",
    "phone",
    "email",
    "ref",
    "street",
    "city",
    "country_id",
    "crm_relation_ids",
    "crm_stage_id",
)


def make_rows(count: int, prefix: str) -> list[list[str]]:
    """Return rows of customers; ``prefix`` keeps the codes of several runs apart."""
    numbers = random.Random(count)
    return [_make_row(numbers, prefix, index) for index in range(count)]


def _make_row(numbers: random.Random, prefix: str, index: int) -> list[str]:
    trade = numbers.choice(TRADES)
    city = numbers.choice(CITIES)
    return [
        f"{prefix} {trade} {index} Sanayi ve Ticaret A.Ş.",
        f"{prefix} {trade} {index}",
        f"0212 {numbers.randrange(200, 999)} {numbers.randrange(10, 99)} 1{index % 10}",
        f"bilgi{index}@{prefix.lower()}.example.com",
        f"{prefix}{index:06}",
        f"Atatürk Caddesi No: {numbers.randrange(1, 400)}",
        city,
        "Türkiye",
        numbers.choice(RELATIONS),
        numbers.choice(STAGES),
    ]
