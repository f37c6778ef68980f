"""Apps of core that may be installed beside ours keep its secrets too."""

from odoo_shell import database, run_shell

__all__ = ["database"]

INSTALL = """
env["ir.module.module"].search([("name", "=", "crm")]).button_immediate_install()
"""
# opportunities copy address, e-mail and phone of their customer
LEAD = """
from odoo.tests import new_test_user
customer = env["res.partner"].create({
    "name": "Saklı A.Ş.", "is_company": True, "is_crm_customer": True,
    "email": "sakli@example.com", "phone": "+90 212 555 99 99", "street": "Saklı 1"})
lead = env["crm.lead"].create({"name": "Fırsat", "partner_id": customer.id})
assert lead.email_from == "sakli@example.com", lead.email_from
names = ("email_from", "phone", "street")
for login, level, is_told in (("hidden", "none", False), ("shown", "view", True)):
    user = new_test_user(env, login, "sales_team.group_sale_manager", crm_level=level)
    env.flush_all()
    env.invalidate_all()
    leads = env(user=user, su=False)["crm.lead"]
    spec = dict.fromkeys(names, {})
    [row] = leads.browse(lead.id).web_read(spec)
    assert any(row[name] for name in names) == is_told, (login, row)
    asked = {**spec, "partner_id": {"fields": {"display_name": {}}}}
    new = leads.with_context(default_partner_id=customer.id).onchange({}, [], asked)
    assert any(new["value"].get(name) for name in names) == is_told, (login, new)
    found = leads.search([("id", "=", lead.id), ("email_from", "like", "sakli")])
    assert bool(found) == is_told, login
"""


def test_opportunities(database):
    run_shell(database, INSTALL)
    run_shell(database, LEAD)
