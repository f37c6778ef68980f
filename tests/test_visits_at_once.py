"""Service forms answered, closed and sent at the same moment: real connections."""

from odoo_shell import database, run_shell
from test_merge_at_once import HEAD

__all__ = ["database"]

PREPARE = """
from datetime import timedelta
from odoo import fields

env["res.users"].browse(SUPERUSER_ID).write({})
type_id = env["crm.service.type"].create({"name": "At once"}).id
customer = env["res.partner"].create(
    {"name": "A", "is_company": True, "is_crm_customer": True,
     "email": "a@example.com"})
technician = env["res.users"].create({
    "name": "T", "login": "at_once_technician",
    "group_ids": [(4, env.ref("crm_service_track.crm_service_track_group_user").id),
                  (4, env.ref("crm_cubicl.crm_cubicl_group_view").id)]})
manager = env["res.users"].create({
    "name": "M", "login": "at_once_manager",
    "group_ids": [(4, env.ref("crm_service_track.crm_service_track_group_manager").id),
                  (4, env.ref("crm_cubicl.crm_cubicl_group_manage").id)]})
env.cr.commit()
began = fields.Datetime.now() - timedelta(days=20)
INFO = {"method": "POST", "address": "192.0.2.7", "agent": "Mozilla/5.0"}

def make_visit(number, **values):
    visit = env["crm.service.visit"].create({
        "customer_id": customer.id, "type_id": type_id, "user_id": technician.id,
        "date_start": began + timedelta(hours=number),
        "date_end": began + timedelta(hours=number, minutes=30), **values})
    visit.action_send()
    env.cr.commit()
    return visit

def answer(visit, score):
    def do(own):
        mine = own["crm.service.visit"].browse(visit.id)
        values = {"answer": "approve", "score": score}
        return mine._answer(mine.link_ids, values, INFO)
    return do
"""
ANSWERS = """
for number in range(3):
    visit = make_visit(number)
    results = at_once(*(answer(visit, score) for score in (1, 5, 10)))
    assert results.count(True) == 1 and results.count(False) == 2, results
    env.cr.rollback()
    env.invalidate_all()
    first = (1, 5, 10)[results.index(True)]
    assert (visit.state, visit.score) == ("approved", first), (visit.state, results)
    assert len(env["ir.attachment"].search(
        [("res_model", "=", visit._name), ("res_id", "=", visit.id),
         ("res_field", "=", "evidence_id")])) == 1
    assert visit.hit_ids.mapped("kind") == ["answered"]
"""
# the customer opens the mail while the technician lets them sign, or takes it back
CROSSINGS = """
def sign(visit):
    def do(own):
        mine = own["crm.service.visit"].with_user(technician.id).browse(visit.id)
        mine._sign(b"\\x89PNG", "Ayşe", INFO)
        return "signed"
    return do

def take_back(visit):
    def do(own):
        own["crm.service.visit"].with_user(technician.id).browse(
            visit.id).action_take_back()
        return "taken back"
    return do

for number in range(30, 33):
    visit = make_visit(number)
    by_link, signed = at_once(answer(visit, 9), sign(visit))
    env.cr.rollback()
    env.invalidate_all()
    assert (by_link is True) != (signed == "signed"), (by_link, signed)
    assert visit.state == "approved"
    assert visit.answered_by == ("link" if by_link is True else "signature")
    assert len(env["ir.attachment"].search([
        ("res_model", "=", visit._name), ("res_id", "=", visit.id),
        ("res_field", "=", False)])) == 1
    assert visit._hash(visit.evidence_id.raw) == visit.evidence_pdf_hash

    visit = make_visit(number + 10)
    by_link, taken = at_once(answer(visit, 9), take_back(visit))
    env.cr.rollback()
    env.invalidate_all()
    assert (by_link is True) != (taken == "taken back"), (by_link, taken)
    assert visit.state == ("approved" if by_link is True else "draft"), visit.state
    assert bool(visit.evidence_id) == (by_link is True)
"""
CLOSINGS = """
def close(visits):
    def do(own):
        mine = own["crm.service.visit"].with_user(manager.id).browse(visits.ids)
        mine.action_close()
        return "closed"
    return do

for number in range(10, 13):
    visits = make_visit(number) + make_visit(number + 10)
    for visit in visits:
        assert work(answer(visit, 9))
    results = at_once(close(visits), close(visits[0]), close(visits), close(visits[1]))
    assert all(result == "closed" for result in results), results
    # who came at the same moment has left it to the other: once more, all are closed
    work(close(visits))
    env.cr.rollback()
    env.invalidate_all()
    assert set(visits.mapped("state")) == {"closed"}
    records = env["crm.service.record"].search([("visit_id", "in", visits.ids)])
    assert sorted(records.visit_id.ids) == sorted(visits.ids) and len(records) == 2
    assert records.mapped("seconds") == [1800, 1800], records.mapped("seconds")
"""
PHONES = """
form = {
    "uid": "0123456789abcdef0123456789abcdef", "customer_id": str(customer.id),
    "type_id": str(type_id), "email": "a@example.com",
    "date_start": fields.Datetime.to_string(began - timedelta(hours=5)),
    "date_end": fields.Datetime.to_string(began - timedelta(hours=4)),
}

def save(own):
    visits = own["crm.service.visit"].with_user(technician.id)
    return visits._save_form(dict(form), INFO)["id"]

results = at_once(save, save, save, save)
env.cr.rollback()
assert len(set(results)) == 1 and isinstance(results[0], int), results
visit = env["crm.service.visit"].search([("client_uid", "=", form["uid"])])
assert visit.ids == results[:1] and visit.state == "waiting"
assert len(visit.link_ids) == 1 and len(visit.link_ids.mail_ids) == 1
assert work(save) == visit.id
"""
BILLINGS = """
from psycopg2 import IntegrityError

office = env["res.users"].create({
    "name": "O", "login": "at_once_office", "group_ids": [
        (4, env.ref(group).id) for group in (
            "crm_service_track.crm_service_track_group_manager",
            "crm_cubicl.crm_cubicl_group_manage", "account.group_account_invoice")]})
env.cr.commit()

def bill(visits):
    def do(own):
        mine = own["crm.service.visit"].with_user(office.id).browse(visits.ids)
        mine.action_bill()
        return "billed"
    return do

def make_closed(number):
    visit = make_visit(number, fee_kind="amount", fee_amount=100)
    assert work(answer(visit, 9))
    env.invalidate_all()
    visit.with_user(manager.id).action_close()
    env.cr.commit()
    return visit

def count(visits):
    env.cr.rollback()
    env.invalidate_all()
    lines = env["account.move.line"].search(
        [("crm_service_visit_id", "in", visits.ids)])
    assert sorted(lines.crm_service_visit_id.ids) == sorted(visits.ids), lines
    assert len(lines) == len(visits), lines
    assert set(visits.mapped("billing_state")) == {"draft"}
    return lines.move_id

for number in range(30, 33):
    visits = make_closed(number) + make_closed(number + 10)
    results = at_once(bill(visits), bill(visits[0]), bill(visits), bill(visits[1]))
    assert all(result == "billed" for result in results), results
    # who came at the same moment has left it to the other: once more, all are billed
    work(bill(visits))
    assert len(count(visits)) == 2

# the first two of a month, by two at the same moment: one draft
customer.crm_service_billing = "month"
env.cr.commit()
for number in range(50, 53):
    visits = make_closed(number) + make_closed(number + 10)
    results = at_once(bill(visits[0]), bill(visits[1]))
    assert results == ["billed", "billed"], results
    months = {visit._get_month_key() for visit in visits}
    moves = count(visits)
    assert len(moves) == len(months), (moves, months)
    moves.unlink()
    env.cr.commit()

# the database itself refuses a visit on a second draft
visit = make_closed(70)
work(bill(visit))
count(visit)
copied = visit.invoice_id.copy()
try:
    copied.invoice_line_ids.crm_service_visit_id = visit
    env.flush_all()
except IntegrityError:
    env.cr.rollback()
else:
    raise AssertionError("on two drafts")
"""

ASKED = """
person = env["res.partner"].create({"name": "P", "parent_id": customer.id})
env.cr.commit()

def ask(own):
    mine = own["crm.service.visit"].browse(visit.id)
    return mine._get_portal_link(own["res.partner"].browse(person.id)).id

for number in range(30, 33):
    visit = make_visit(number)
    visit.link_ids.expiry_date = began
    env.cr.commit()
    results = at_once(ask, ask, ask, ask)
    env.cr.rollback()
    env.invalidate_all()
    active = visit.link_ids.filtered(lambda link: link.state == "active")
    assert len(active) == 1 and set(results) == set(active.ids), results
    assert len(visit.link_ids) == 2
"""


def test_the_first_of_several_answers_counts(database):
    run_shell(database, HEAD + PREPARE + ANSWERS)


def test_one_of_two_ways_to_answer_counts(database):
    run_shell(database, HEAD + PREPARE + CROSSINGS)


def test_each_record_is_made_once(database):
    run_shell(database, HEAD + PREPARE + CLOSINGS)


def test_a_form_of_the_phone_is_made_once(database):
    run_shell(database, HEAD + PREPARE + PHONES)


def test_colleagues_who_ask_for_a_new_link_get_the_same(database):
    run_shell(database, HEAD + PREPARE + ASKED)


def test_each_fee_is_billed_once(database):
    run_shell(database, HEAD + PREPARE + BILLINGS)
