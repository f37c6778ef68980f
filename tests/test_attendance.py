"""With core's attendance app: when the technician was there, for who closes a form."""

from odoo_shell import database, run_shell

__all__ = ["database"]

INSTALL = """
env["ir.module.module"].search(
    [("name", "=", "hr_attendance")]).button_immediate_install()
"""
PREPARE = """
from datetime import datetime

from odoo.exceptions import AccessError
from odoo.tests import new_test_user

groups = "crm_service_track.crm_service_track_group_%s,crm_cubicl.crm_cubicl_group_view"
technician, colleague, manager = (
    new_test_user(env, login, groups % kind, tz="Europe/Istanbul")
    for login, kind in (("worker", "user"), ("other", "user"), ("boss", "manager")))
# a manager of services has no rights on attendance
assert not manager.has_group("hr_attendance.group_hr_attendance_officer")
people = env["hr.employee"].create([
    {"name": user.name, "user_id": user.id} for user in (technician, colleague)])
customer = env["res.partner"].create({
    "name": "Yıldız", "is_company": True, "is_crm_customer": True,
    "email": "a@example.com"})
service = env["crm.service.type"].create({"name": "Bakım"})

def make_visit(day, start="07:00", end="09:30", user=technician):
    # 10:00 to 12:30 in Istanbul
    return env["crm.service.visit"].create({
        "customer_id": customer.id, "type_id": service.id, "user_id": user.id,
        "date_start": f"2026-03-{day:02} {start}:00",
        "date_end": f"2026-03-{day:02} {end}:00"})

def attend(day, start, end, employee=people[0]):
    values = {"employee_id": employee.id, "check_in": f"2026-03-{day:02} {start}:00"}
    if end:
        values["check_out"] = f"2026-03-{day:02} {end}:00"
    return env["hr.attendance"].create(values)

def log(day, *events):
    for kind, moment in events:
        moment = datetime.fromisoformat(f"2026-03-{day:02} {moment}:00")
        env["crm.session.log"]._log(technician.id, kind, moment)

def look(visit, user=manager):
    env.flush_all()
    env.invalidate_all()
    mine = env(user=user.id, su=False)["crm.service.visit"].browse(visit.id)
    [row] = mine.read(["presence", "attendance", "gap_minutes"])
    return row["presence"] or "", row["attendance"] or "", row["gap_minutes"]
"""
GAPS = """
# signed in all day, but only a part of it there: what the app of hours says counts
visit = make_visit(2)
log(2, ("sign_in", "06:00"), ("sign_out", "15:00"))
assert look(visit) == ("in 09:00, out 18:00", "", 0), look(visit)
attend(2, "06:30", "08:00")
attend(2, "08:20", "09:10")
assert look(visit) == (
    "in 09:00, out 18:00", "09:30–11:00, 11:20–12:10", 20 + 20), look(visit)

# all of the time is covered; whoever else was there does not matter
visit = make_visit(3)
attend(3, "05:00", "06:59", people[1])
assert look(visit) == ("", "", 150), look(visit)
attend(3, "06:00", "15:00")
assert look(visit) == ("", "09:00–18:00", 0), look(visit)

# another day's attendance covers nothing, a night's covers both days
visit = make_visit(5)
attend(4, "15:00", "20:00")
assert look(visit)[1:] == ("", 150), look(visit)
night = env["hr.attendance"].create({
    "employee_id": people[0].id, "check_in": "2026-03-06 19:00:00",
    "check_out": "2026-03-07 00:30:00"})
late = make_visit(6, "20:30", "22:00")
early = make_visit(7, "00:00", "01:00")
assert look(late)[1:] == ("22:00–03:30", 0), look(late)
assert look(early)[1:] == ("22:00–03:30", 30), look(early)

# who has not checked out is still there
visit = make_visit(8)
attend(8, "08:00", None)
_presence, attendance, gap = look(visit)
assert attendance.startswith("11:00–") and gap == 60, look(visit)

# one who has no employee is measured by signing in alone
env["hr.employee"].browse(people[0].id).user_id = False
assert look(visit)[1:] == ("", 150), look(visit)
people[0].user_id = technician
"""
RIGHTS = """
visit = make_visit(2)
attend(2, "06:30", "08:00")
try:
    look(visit, technician)
    raise AssertionError("presence is for managers")
except AccessError:
    pass
"""
MANY = """
visits = env["crm.service.visit"]
for day in range(2, 28):
    attend(day, "06:30", "08:00")
    visits |= make_visit(day)
env.flush_all()
env.invalidate_all()
mine = env(user=manager.id, su=False)["crm.service.visit"].browse(visits.ids)
mine.mapped("date_start")
before = env.cr.sql_log_count
assert mine.mapped("gap_minutes") == [90] * 26, mine.mapped("gap_minutes")
# as many as for one: users, log, attendance, employees, and the rights
assert env.cr.sql_log_count - before <= 12, env.cr.sql_log_count - before
"""


def test_attendance(database):
    run_shell(database, INSTALL)
    run_shell(database, PREPARE + GAPS)
    run_shell(database, PREPARE + RIGHTS)
    run_shell(database, PREPARE + MANY)
