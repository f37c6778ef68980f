"""Measure merges beside core's: empty pairs and loaded ones."""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from command import parse
from meter import measure, print_table

from odoo import SUPERUSER_ID, api
from odoo.fields import Command
from odoo.modules.registry import Registry
from odoo.tools import config

CONTACTS, TASKS, MESSAGES, ENTRIES, FILES = 50, 200, 200, 100, 50
ROUNDS = 4


def main() -> int:
    """Measure each way on pairs of its own, undone at the end."""
    parse(argparse.ArgumentParser())
    registry = Registry(config["db_name"][0])
    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        env = env(user=env.ref("base.user_admin"))
        groups = [
            _measure_both(env, "empty pairs", make_empty),
            _measure_both(env, "loaded pairs", make_loaded),
        ]
        cr.rollback()
    print_table(groups)
    return 0


def _measure_both(env, name: str, make) -> list:
    return [
        _measure(env, make, f"core: {name}", _merge_by_core),
        _measure(env, make, f"ours: {name}", _merge_by_us),
    ]


def _measure(env, make, name: str, merge):
    """Merge pair after pair, each with empty caches of records, as a request does."""
    merge(env, make(env), make(env))
    pairs = [(make(env), make(env)) for _round in range(ROUNDS)]
    env.flush_all()
    env.cr.execute("ANALYZE")
    with measure(env, name, ROUNDS) as figures:
        for pair in pairs:
            env.invalidate_all()
            merge(env, *pair)
            env.flush_all()
    return figures


def _merge_by_core(env, source, target) -> None:
    wizard = env["base.partner.merge.automatic.wizard"].create({})
    wizard._merge((source + target).ids, target)


def _merge_by_us(env, source, target) -> None:
    env["crm.merge"]._merge(source, target, accept_losses=True)


def make_empty(env):
    """Return a customer that nothing names."""
    return env["res.partner"].create(
        {"name": "Kristal Lojistik", "is_company": True, "is_crm_customer": True}
    )


def make_loaded(env):
    """Return a customer with everything that one has after some years."""
    customer = make_empty(env)
    customer.child_ids = [
        Command.create({"name": f"Kişi {number}"}) for number in range(CONTACTS)
    ]
    project = env["project.project"].create({"name": "Bakım"})
    env["project.task"].create(
        [
            {
                "name": f"Görev {number}",
                "project_id": project.id,
                "partner_id": customer.id,
            }
            for number in range(TASKS)
        ]
    )
    for number in range(MESSAGES):
        customer._message_log(body=f"Not {number}")
    env["ir.attachment"].create(
        [
            {
                "name": f"dosya-{number}.txt",
                "raw": b"x",
                "res_model": "res.partner",
                "res_id": customer.id,
            }
            for number in range(FILES)
        ]
    )
    _make_entries(env, customer)
    return customer


def _make_entries(env, customer) -> None:
    receivable = customer.property_account_receivable_id
    income = env["account.account"].search([("account_type", "=", "income")], limit=1)
    moves = env["account.move"].create(
        [
            {
                "move_type": "entry",
                "line_ids": [
                    Command.create(
                        {
                            "account_id": account.id,
                            "partner_id": customer.id,
                            "debit": debit,
                            "credit": 10 - debit,
                        }
                    )
                    for account, debit in ((receivable, 10), (income, 0))
                ],
            }
            for _number in range(ENTRIES // 2)
        ]
    )
    moves.action_post()


if __name__ == "__main__":
    sys.exit(main())
