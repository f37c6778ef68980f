from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common import MANAGER, ServiceTrackCommon

OPERATIONS = {"read", "write", "create", "unlink"}
ALLOWED = {
    "crm.service.type": {
        "user_plain": {"read"},
        "user_technician": {"read"},
        "user_manager": OPERATIONS,
    },
    "crm.service.customer.status": {
        "user_plain": set(),
        "user_technician": {"read"},
        "user_manager": OPERATIONS,
    },
    "crm.service.template": {
        "user_plain": set(),
        "user_technician": {"read"},
        "user_manager": OPERATIONS,
    },
    # what was begun by mistake: see test_record_remove
    "crm.service.record": {
        "user_plain": set(),
        "user_technician": OPERATIONS,
        "user_manager": OPERATIONS,
    },
    "crm.service.interval": {
        "user_plain": set(),
        "user_technician": OPERATIONS,
        "user_manager": OPERATIONS,
    },
    "crm.service.contract": {
        "user_plain": set(),
        "user_technician": {"read"},
        "user_manager": OPERATIONS,
    },
}


@tagged("post_install", "-at_install")
class TestAccess(ServiceTrackCommon):
    def test_each_role_does_exactly_what_it_may(self):
        for model, by_user in ALLOWED.items():
            for user, allowed in by_user.items():
                records = self.env[model].with_user(getattr(self, user))
                for operation in OPERATIONS:
                    with self.subTest(model=model, user=user, operation=operation):
                        self.assertEqual(
                            records.has_access(operation), operation in allowed
                        )

    def test_the_administrator_manages_contracts(self):
        admin = new_test_user(self.env, "service_admin", "base.group_system")
        self.assertTrue(admin.has_group(MANAGER))

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_a_technician_cannot_change_a_contract(self):
        contract = self._create_contract()
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            contract.with_user(self.user_technician).date_end = "2027-01-01"

    def test_a_user_without_role_does_not_see_the_contracts_of_a_customer(self):
        fields = self.customer.with_user(self.user_plain).fields_get()
        self.assertNotIn("crm_contract_ids", fields)
        self.assertNotIn("crm_contract_count", fields)

    def test_a_contract_is_seen_in_its_own_company_only(self):
        other_company = self.env["res.company"].create({"name": "Other company"})
        ours = self._create_contract()
        theirs = self._create_contract(company_id=other_company.id)
        self.env.flush_all()
        self.env.invalidate_all()
        contracts = self.env["crm.service.contract"].with_user(self.user_manager)
        self.assertEqual(
            contracts.search([("customer_id", "=", self.customer.id)]), ours
        )
        with (
            mute_logger("odoo.addons.base.models.ir_rule"),
            self.assertRaises(AccessError),
        ):
            contracts.browse(theirs.id).read(["code"])
