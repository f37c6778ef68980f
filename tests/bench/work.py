"""Measure work on very many records: filing old messages, making customers."""

from fill import UNFILED
from meter import Figures, measure

PROPOSED = 4000


def measure_work(env) -> None:
    """Print how many records a second the background jobs do; undone at the end."""
    print(f"\n{'in the background':32}{'rows':>10}{'CPU s':>8}{'rows/s':>9}")
    with env.cr.savepoint(flush=False) as savepoint:
        _print(_measure_backfill(env))
        _print(_measure_proposal(env))
        env.cr.precommit.clear()
        env.invalidate_all(flush=False)
        savepoint.rollback()


def _measure_backfill(env) -> Figures:
    """File the messages that the filling has left, as after an installation."""
    Message = env["mail.message"]
    domain = [("crm_customer_id", "=", False), ("model", "=", "res.partner")]
    messages = Message.search(domain, order="id DESC", limit=UNFILED)
    ids = messages.ids
    env.invalidate_all()
    with measure(env, "filing old messages", len(ids)) as figures:
        for start in range(0, len(ids), 5000):
            batch = Message.browse(ids[start : start + 5000])
            batch._file_messages(batch)
            env.invalidate_all()
    return figures


def _measure_proposal(env) -> Figures:
    """Make customers of contacts that are none yet."""
    env.cr.execute(
        """
        INSERT INTO res_partner (name, complete_name, phone, email, is_company, active,
            type, partner_share, autopost_bills, customer_rank)
        SELECT 'Aday ' || n, 'Aday ' || n, '0212 555 ' || n, 'a' || n || '@example.com',
            TRUE, TRUE, 'contact', TRUE, 'ask', 1
        FROM generate_series(1, %s) AS n
        """,
        (PROPOSED,),
    )
    env.cr.execute(
        "UPDATE res_partner SET commercial_partner_id = id"
        " WHERE commercial_partner_id IS NULL"
    )
    env.invalidate_all()
    proposal = env["crm.customer.proposal"].create({})
    proposal._find_candidates()
    proposal.line_ids.filtered(
        lambda line: not line.partner_id.name.startswith("Aday")
    ).is_chosen = False
    # sudo: crm.customer.proposal - the state of the work is no input, as for the cron
    proposal = proposal.sudo()
    proposal.write({"state": "running", "done_count": 0, "work_count": PROPOSED})
    env.flush_all()
    env.invalidate_all()
    with measure(env, "making customers", PROPOSED) as figures:
        while proposal._work_batch():
            env.flush_all()
            env.invalidate_all()
        assert proposal.done_count == PROPOSED, proposal.done_count
    return figures


def _print(figures: Figures) -> None:
    print(
        f"{figures.name:32}{figures.rows:>10}{figures.cpu:>8.2f}"
        f"{figures.rows / figures.cpu:>9.0f}",
        flush=True,
    )
