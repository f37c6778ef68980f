"""Fill a database with customers as a firm in Turkey has them, the same in every run.

The rows go into the tables without the ORM, a hundred thousand customers in less than
a minute; what the ORM would compute (search keys, the customer of a contact) is
computed here by the same functions.
"""

import argparse
import io
import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from names import CITIES, FIRST_NAMES, LAST_NAMES, LEGAL_FORMS, TRADES, WORDS

PARTNER_COLUMNS = (
    "id",
    "name",
    "complete_name",
    "commercial_company_name",
    "crm_short_name",
    "phone",
    "email",
    "ref",
    "vat",
    "city",
    "parent_id",
    "commercial_partner_id",
    "crm_customer_id",
    "is_company",
    "is_crm_customer",
    "crm_stage_id",
    "crm_class_id",
    "user_id",
    "crm_is_closed",
    "crm_customer_is_closed",
    "crm_search_key",
    "country_id",
    "type",
    "active",
    "partner_share",
    "autopost_bills",
    "lang",
)
# so many of the latest messages are not filed at their customer
UNFILED = 20_000
# one customer in so many is closed to all but its account managers
CLOSED = 200
# who works with the customers: the level by the login
LEVELS = {
    "bench_none": "none",
    "bench_view": "view",
    "bench_edit": "edit",
    "bench_delete": "delete",
    "bench_manage": "manage",
    "bench_accountant": "view",
}
ASSIGNED = "bench_assigned"
MANAGER = "bench_manager_%02d"
MANAGERS = 20


@dataclass
class Size:
    """How much of what; messages, tasks and quotes are per customer."""

    customers: int = 20_000
    contacts: int = 30_000
    messages: int = 5
    tasks: float = 0.5
    quotes: float = 0.3


def fill(env, size: Size) -> None:
    """Put customers, contacts and their history into the tables, and commit."""
    _make_users(env)
    first = _next_id(env)
    choices = _read_choices(env)
    _copy(env, "res_partner", PARTNER_COLUMNS, _make_partners(first, size, choices))
    env.cr.execute(
        "SELECT setval('res_partner_id_seq', (SELECT max(id) FROM res_partner))"
    )
    last = first + size.customers - 1
    _fill_relations(env, first, last)
    _fill_messages(env, first, last, size.messages)
    _fill_tasks(env, first, last, round(size.customers * size.tasks))
    _fill_quotes(env, first, last, round(size.customers * size.quotes))
    env.cr.commit()
    env.invalidate_all()
    # as a database is that has been in use for a while
    env.cr._cnx.autocommit = True
    env.cr.execute("VACUUM ANALYZE")
    env.cr._cnx.autocommit = False


def _make_users(env) -> None:
    """Make a user for each level, and account managers; one sees only the own."""
    levels = LEVELS | {MANAGER % number: "view" for number in range(MANAGERS)}
    levels[ASSIGNED] = "view"
    users = env["res.users"].create(
        [
            {"name": login, "login": login, "crm_level": level}
            for login, level in levels.items()
        ]
    )
    by_login = users.grouped("login")
    by_login[ASSIGNED].crm_assigned_only = True
    accounting = env.ref("account.group_account_invoice")
    by_login["bench_accountant"].group_ids += accounting
    env.flush_all()


def _next_id(env) -> int:
    env.cr.execute("SELECT max(id) + 1 FROM res_partner")
    return env.cr.fetchone()[0]


def _read_choices(env) -> dict:
    return {
        "crm_stage_id": env["crm.customer.stage"].search([]).ids,
        "crm_class_id": env["crm.customer.class"].search([]).ids,
        "user_id": _find_managers(env).ids,
        "country": env.ref("base.tr").id,
    }


def _find_managers(env):
    found = env["res.users"].search([("login", "=like", "bench_manager_%")])
    return found + env["res.users"].search([("login", "=", ASSIGNED)])


def _make_partners(first: int, size: Size, choices: dict) -> Iterator[tuple]:
    """Yield the customers, then their contacts."""
    numbers = random.Random(size.customers)
    names = []
    for index in range(size.customers):
        name = _make_company_name(numbers)
        names.append(name)
        yield _make_customer(numbers, first + index, name, choices)
    for index in range(size.contacts):
        owner = numbers.randrange(size.customers)
        yield _make_contact(
            numbers,
            first + size.customers + index,
            (first + owner, names[owner]),
            choices,
        )


def _make_company_name(numbers: random.Random) -> str:
    words = numbers.sample(WORDS, numbers.choice((1, 1, 2)))
    if numbers.random() < 0.4:
        words.append(numbers.choice(LAST_NAMES))
    words.append(numbers.choice(TRADES))
    return " ".join([*words, numbers.choice(LEGAL_FORMS)])


def _make_customer(numbers, number: int, name: str, choices: dict) -> tuple:
    from odoo.addons.crm_cubicl.tools.folding import fold  # noqa: PLC0415

    short = name.split()[0].upper()
    domain = fold(name).split()[0]
    phone = _make_phone(numbers, "2")
    email = f"bilgi@{domain}{number}.com.tr"
    vat = str(numbers.randrange(10**9, 10**10))
    ref = f"M{number:07}"
    key = _make_key([name, short, email, vat, ref], phone)
    return (
        number,
        name,
        name,
        name,
        short,
        phone,
        email,
        ref,
        vat,
        numbers.choice(CITIES),
        None,
        number,
        number,
        True,
        True,
        numbers.choice(choices["crm_stage_id"]),
        numbers.choice(choices["crm_class_id"]),
        numbers.choice(choices["user_id"]),
        number % CLOSED == 0,
        number % CLOSED == 0,
        key,
        *_shared(choices),
    )


def _make_contact(numbers, number: int, owner: tuple, choices: dict) -> tuple:
    from odoo.addons.crm_cubicl.tools.folding import fold  # noqa: PLC0415

    customer, customer_name = owner
    name = f"{numbers.choice(FIRST_NAMES)} {numbers.choice(LAST_NAMES)}"
    phone = _make_phone(numbers, "5")
    email = f"{fold(name).replace(' ', '.')}{number}@posta.com"
    return (
        number,
        name,
        f"{customer_name}, {name}",
        customer_name,
        None,
        phone,
        email,
        None,
        None,
        numbers.choice(CITIES),
        customer,
        customer,
        customer,
        False,
        False,
        None,
        None,
        None,
        False,
        customer % CLOSED == 0,
        _make_key([name, email], phone),
        *_shared(choices),
    )


def _shared(choices: dict) -> tuple:
    return (choices["country"], "contact", True, True, "ask", "tr_TR")


def _make_phone(numbers, start: str) -> str:
    digits = f"{start}{numbers.randrange(10**8, 9 * 10**8)}"
    return f"+90 {digits[:3]} {digits[3:6]} {digits[6:8]} {digits[8:]}"


def _make_key(texts: list[str], phone: str) -> str:
    from odoo.addons.crm_cubicl.tools.search_key import (  # noqa: PLC0415
        build_search_key,
    )

    return build_search_key(texts, [phone])


def _copy(env, table: str, columns: tuple, rows: Iterator[tuple]) -> None:
    """Load rows by COPY, a few thousand at a time."""
    target = f"COPY {table} ({', '.join(columns)}) FROM STDIN"
    for chunk in _chunks(rows, 5000):
        text = "".join("\t".join(map(_escape, row)) + "\n" for row in chunk)
        env.cr._obj.copy_expert(target, io.StringIO(text))


def _chunks(rows: Iterator[tuple], size: int) -> Iterator[list]:
    chunk = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _escape(value) -> str:
    if value is None:
        return "\\N"
    if isinstance(value, bool):
        return "t" if value else "f"
    return str(value).replace("\\", "\\\\").replace("\t", " ").replace("\n", " ")


def _fill_relations(env, first: int, last: int) -> None:
    """Give each customer a relation, and each tenth a second account manager."""
    relations = env["crm.customer.relation"].search([]).ids
    env.cr.execute(
        "INSERT INTO crm_customer_relation_rel (partner_id, relation_id)"
        " SELECT c, (%s)[1 + c %% %s] FROM generate_series(%s, %s) AS c",
        (relations, len(relations), first, last),
    )
    env.cr.execute(
        "INSERT INTO crm_customer_manager_rel (partner_id, user_id)"
        " SELECT c, (%s)[1 + c %% %s] FROM generate_series(%s, %s, 10) AS c",
        (_find_managers(env).ids, MANAGERS, first, last),
    )


def _fill_messages(env, first: int, last: int, per_customer: int) -> None:
    """Give each customer messages over three years, every fifth one a comment.

    Filed at their customer, but for the latest: these wait for the product to do so.
    """
    author = env.ref("base.partner_admin").id
    note = env.ref("mail.mt_note").id
    # as they come in the life of a firm: customer after customer, again and again
    env.cr.execute(
        """
        INSERT INTO mail_message (
            model, res_id, message_type, subtype_id, author_id, body, date,
            create_uid, create_date, write_uid, write_date, crm_customer_id, crm_kind
        )
        SELECT 'res.partner', c,
            CASE WHEN is_note THEN 'comment' ELSE 'notification' END,
            %(note)s, %(author)s, '<p>Görüşme notu ' || n || '</p>',
            moment, 1, moment, 1, moment, CASE WHEN is_filed THEN c END,
            CASE WHEN NOT is_filed THEN NULL WHEN is_note THEN 'note' ELSE 'updated' END
        FROM generate_series(1, %(count)s) AS n,
            generate_series(%(first)s, %(last)s) AS c,
            LATERAL (
                SELECT now() AT TIME ZONE 'UTC'
                    - make_interval(hours => (%(count)s - n) * 1200 + c %% 1200)
                        AS moment,
                    (c + n) %% 5 = 0 AS is_note,
                    n < %(count)s OR c <= %(last)s - %(unfiled)s AS is_filed
            ) AS row
        """,
        {
            "note": note,
            "author": author,
            "count": per_customer,
            "first": first,
            "last": last,
            "unfiled": UNFILED,
        },
    )


def _fill_tasks(env, first: int, last: int, count: int) -> None:
    """Spread tasks over the customers, each fourth closed, each third late."""
    project = env["project.project"].create(
        {"name": "Ölçüm", "privacy_visibility": "employees"}
    )
    env.flush_all()
    env.cr.execute(
        """
        INSERT INTO project_task (
            name, project_id, partner_id, state, active, priority, sequence,
            date_deadline, create_uid, create_date, company_id, display_in_project
        )
        SELECT 'Görev ' || n, %s, %s + (n * 7919) %% %s,
            CASE WHEN n %% 4 = 0 THEN '1_done' ELSE '01_in_progress' END,
            TRUE, '0', 10, now() AT TIME ZONE 'UTC' + make_interval(days => n %% 3 - 1),
            1, now() AT TIME ZONE 'UTC', %s, TRUE
        FROM generate_series(1, %s) AS n
        """,
        (project.id, first, last - first + 1, env.company.id, count),
    )


def _fill_quotes(env, first: int, last: int, count: int) -> None:
    """Spread quotes over the customers."""
    env.cr.execute(
        """
        INSERT INTO sale_order (
            name, partner_id, partner_invoice_id, partner_shipping_id, company_id,
            currency_id, state, amount_total, date_order, user_id,
            create_uid, create_date
        )
        SELECT 'T' || n, p, p, p, %(company)s, %(currency)s,
            CASE WHEN n %% 3 = 0 THEN 'sale' ELSE 'sent' END, n * 17.5,
            now() AT TIME ZONE 'UTC' - make_interval(hours => n), %(uid)s,
            1, now() AT TIME ZONE 'UTC'
        FROM (
            SELECT n, %(first)s + (n * 104729::bigint) %% %(span)s AS p
            FROM generate_series(1, %(count)s) AS n
        ) AS numbered
        """,
        {
            "company": env.company.id,
            "currency": env.company.currency_id.id,
            "uid": env.uid,
            "first": first,
            "span": last - first + 1,
            "count": count,
        },
    )


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Let the command line choose the size."""
    default = Size()
    for name, value in vars(default).items():
        parser.add_argument(f"--{name}", type=type(value), default=value)
