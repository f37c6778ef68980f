"""A merge whose process, or whose connection, dies in the middle: all or nothing."""

from odoo_shell import database, run_shell

__all__ = ["database"]

# a child process of its own connection merges, and dies at a given statement, after a
# given time, or loses its connection
HEAD = """
import os, random, signal, time
from odoo import SUPERUSER_ID, api, sql_db
from odoo.fields import Command
from odoo.tools import SQL

from odoo.addons.crm_cubicl.tools.merge_reference import count_query

registry = env.registry
execute = sql_db.Cursor.execute
catalogue = env["crm.merge.catalogue"]
references = catalogue._get_references("res.partner")
tables = sorted({r.table for r in references} | {"crm_merge_journal", "crm_merge_move"})

def make(number):
    pairs = []
    for _pair in range(number):
        pair = env["res.partner"].create([
            {"name": name, "is_company": True, "is_crm_customer": True,
             "child_ids": [Command.create({"name": str(n)}) for n in range(5)]}
            for name in ("Kaynak", "Hedef")])
        for partner in pair:
            partner._message_log_batch(bodies={partner.id: "Not"})
            env["project.task"].create({"name": "G", "partner_id": partner.id})
        pairs.append(pair.ids)
    env.cr.commit()
    return pairs

def count(pair):
    return {number: counts for number, counts in
            env.execute_query(count_query(references, "res.partner", tuple(pair)))}

def digest():
    env.cr.rollback()
    query = "SELECT %s, md5(string_agg(t::text, '' ORDER BY t::text)) FROM %s AS t"
    parts = [SQL(query, table, SQL.identifier(table)) for table in tables]
    return dict(env.execute_query(SQL(" UNION ALL ").join(parts)))

def merge(pair, at=None, strike=None):
    # a connection is no good in two processes: the child opens its own
    sql_db._Pool = sql_db._Pool_readonly = None
    with registry.cursor() as cr:
        os.write(tell, b"%d " % cr._cnx.info.backend_pid)
        done = 0

        def counting(cursor, *args, **kwargs):
            nonlocal done
            done += 1
            if done == at:
                strike(cr)
            return execute(cursor, *args, **kwargs)

        sql_db.Cursor.execute = counting
        own = api.Environment(cr, SUPERUSER_ID, {})
        partners = own["res.partner"]
        own["crm.merge"]._merge(*map(partners.browse, pair))
        own.flush_all()
        os.write(tell, b"%d" % done)
        if at == "commit":
            strike(cr)

def kill_myself(cr):
    os.kill(os.getpid(), signal.SIGKILL)

def lose_connection(cr):
    with registry.cursor() as other:
        execute(other, "SELECT pg_terminate_backend(%s)", [cr._cnx.info.backend_pid])
        time.sleep(0.1)

def run(pair, at=None, strike=None, after=None):
    # returns the statements that were done, or nothing when it was not finished
    global tell
    heard, tell = os.pipe()
    child = os.fork()
    if not child:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        try:
            merge(pair, at, strike)
        except BaseException:
            os._exit(1)
        os._exit(0)
    os.close(tell)
    backend = b""
    while not backend.endswith(b" "):
        backend += os.read(heard, 1)
    if after is not None:
        time.sleep(after)
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    while env.execute_query(SQL(
        "SELECT FROM pg_stat_activity WHERE pid = %s", int(backend)
    )):
        env.cr.rollback()
        time.sleep(0.02)
    said = os.read(heard, 20)
    os.close(heard)
    return said and int(said)

def check(pair, before, counts):
    # the state before to the last row, or the one after with nothing missing
    global states
    now = digest()
    if now == before:
        states.add("before")
        return
    states.add("after")
    source, target = pair
    partners = env["res.partner"].browse(pair)
    env.invalidate_all()
    assert partners.exists().ids == [target], pair
    for number, (_source, _target) in counts.items():
        if references[number].table == "res_partner":
            continue
        [left, found] = count(pair).get(number, [0, 0])
        assert not left and found >= _source + _target, references[number]
    [merged] = env["crm.merge"].search([("source_id", "=", source)])
    assert merged.state == "done" and merged.can_undo

states = set()
warm, *pairs = make(15)
start = time.monotonic()
statements = run(warm)
seconds = time.monotonic() - start
assert statements > 20, statements
assert not env["res.partner"].browse(warm[0]).exists()
rng = random.Random(4)
"""
AT_STATEMENTS = """
for strike in (kill_myself, lose_connection):
    places = rng.sample(range(1, statements), 2) + [statements, "commit"]
    for at in places:
        pair = pairs.pop()
        before, counts = digest(), count(pair)
        run(pair, at, strike)
        check(pair, before, counts)
assert states == {"before"}, states
"""
AT_ANY_TIME = """
for number in range(5):
    pair = pairs.pop()
    before, counts = digest(), count(pair)
    run(pair, after=seconds * 1.2 * (number + rng.random()) / 5)
    check(pair, before, counts)
# and the one that nobody disturbs
pair = pairs.pop()
before, counts = digest(), count(pair)
run(pair)
check(pair, before, counts)
assert states == {"before", "after"}, states
"""


def test_all_or_nothing(database):
    run_shell(database, HEAD + AT_STATEMENTS + AT_ANY_TIME)
