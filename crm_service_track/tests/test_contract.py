from datetime import date

from psycopg2 import IntegrityError

from odoo.exceptions import UserError, ValidationError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .common import ServiceTrackCommon

# name of the state: (start, end, suspended), on 2026-06-15 with 30 days of notice
CASES = {
    "not_started": [("2026-06-16", False, False), ("2027-01-01", "2027-12-31", False)],
    "active": [
        ("2026-06-15", False, False),
        ("2026-01-01", "2026-07-16", False),
    ],
    "ending": [
        ("2026-01-01", "2026-07-15", False),
        ("2026-01-01", "2026-06-15", False),
    ],
    "suspended": [("2026-01-01", "2026-12-31", True), ("2027-01-01", False, True)],
    "ended": [("2026-01-01", "2026-06-14", False), ("2026-01-01", "2026-06-14", True)],
}


@tagged("post_install", "-at_install")
@freeze_time("2026-06-15 10:00:00")
class TestContract(ServiceTrackCommon):
    def test_the_state_follows_from_the_dates(self):
        for state, cases in CASES.items():
            for start, end, suspended in cases:
                with self.subTest(state=state, start=start, end=end):
                    contract = self._create_contract(
                        date_start=start, date_end=end, is_suspended=suspended
                    )
                    self.assertEqual(contract.state, state)

    def test_each_contract_is_found_by_its_state_and_by_no_other(self):
        by_state = {
            state: self.env["crm.service.contract"].union(
                *(
                    self._create_contract(
                        date_start=start, date_end=end, is_suspended=suspended
                    )
                    for start, end, suspended in cases
                )
            )
            for state, cases in CASES.items()
        }
        everything = self.env["crm.service.contract"].union(*by_state.values())
        own = [("id", "in", everything.ids)]
        for state, contracts in by_state.items():
            with self.subTest(state=state):
                found = everything.search([*own, ("state", "=", state)])
                self.assertEqual(found, contracts.sorted())
                others = everything.search([*own, ("state", "!=", state)])
                self.assertEqual(others, (everything - contracts).sorted())
        several = everything.search([*own, ("state", "in", ["active", "ending"])])
        self.assertEqual(several, (by_state["active"] | by_state["ending"]).sorted())

    def test_the_state_is_that_of_the_users_own_day(self):
        contract = self._create_contract(date_end="2026-06-14")
        # 10:00 UTC on the 15th is still the 14th, 23:00, in Pago Pago
        self.assertEqual(contract.with_context(tz="Pacific/Pago_Pago").state, "ending")
        self.assertEqual(contract.with_context(tz="Europe/Istanbul").state, "ended")

    def test_the_notice_moves_with_the_end(self):
        contract = self._create_contract(date_end="2026-12-31", notice_days=10)
        self.assertEqual(contract.date_notice, date(2026, 12, 21))
        contract.date_end = "2027-01-31"
        self.assertEqual(contract.date_notice, date(2027, 1, 21))
        contract.date_end = False
        self.assertFalse(contract.date_notice)

    def test_a_contract_without_code_takes_the_next_number(self):
        first, second = self._create_contract(), self._create_contract(code="")
        self.assertTrue(first.code)
        self.assertTrue(second.code)
        self.assertNotEqual(first.code, second.code)
        self.assertEqual(self._create_contract(code="BK-7").code, "BK-7")

    def test_a_code_is_unique_within_a_company(self):
        self._create_contract(code="BK-7")
        other = self.env["res.company"].create({"name": "Other company"})
        self._create_contract(code="BK-7", company_id=other.id)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self._create_contract(code="BK-7")

    @mute_logger("odoo.sql_db")
    def test_the_database_refuses_impossible_values(self):
        contract = self._create_contract(date_end="2026-12-31")
        for values in (
            {"notice_days": -1},
            {"code": False},
            {"code": ""},
        ):
            with (
                self.subTest(values=values),
                self.assertRaises(IntegrityError),
                self.cr.savepoint(),
            ):
                contract.write(values)
                contract.flush_recordset()

    def test_an_end_before_the_start_is_refused_in_words(self):
        contract = self._create_contract(date_end="2026-12-31")
        contracts = contract.browse()
        # without a start it is that of today, 2026-06-15
        short = {"customer_id": self.customer.id, "date_end": "2026-06-14"}
        for door in (
            lambda: contract.write({"date_end": "2025-12-31"}),
            lambda: contract.write({"date_start": "2027-01-01"}),
            lambda: self._create_contract(date_end="2025-12-31"),
            lambda: contracts.create(short),
            lambda: contracts.with_context(default_date_end="2025-12-31").create(
                {"customer_id": self.customer.id, "date_start": "2026-01-01"}
            ),
        ):
            with (
                self._refused(ValidationError, "ends before it starts"),
                self.cr.savepoint(),
            ):
                door()
        contract.write({"date_start": "2027-01-01", "date_end": "2027-01-01"})
        self.assertTrue(contracts.create(short | {"date_end": "2026-06-15"}))

    @mute_logger("odoo.sql_db")
    def test_the_database_keeps_the_order_of_the_dates(self):
        contract = self._create_contract(date_end="2026-12-31")
        with self.assertRaises(IntegrityError), self.cr.savepoint():
            self.env.cr.execute(
                "UPDATE crm_service_contract SET date_end = '2025-12-31' WHERE id = %s",
                [contract.id],
            )

    def test_only_a_customer_has_a_contract(self):
        partner = self.env["res.partner"].create({"name": "Nobody's customer"})
        with self.assertRaisesRegex(ValidationError, "Nobody's customer"):
            self._create_contract(customer_id=partner.id)

    def test_a_customer_of_another_company_is_refused(self):
        other = self.env["res.company"].create({"name": "Other company"})
        self.customer.company_id = self.env.company
        with self.assertRaises(UserError):
            self._create_contract(company_id=other.id)

    def test_a_contract_holds_its_customer(self):
        contract = self._create_contract(code="BK-7")
        contract.action_archive()
        with self.assertRaisesRegex(UserError, r"Service Contract \(BK-7"):
            self.customer.unlink()
        contract.unlink()
        self.customer.unlink()
        self.assertFalse(self.customer.exists())

    def test_a_copy_has_a_code_of_its_own(self):
        contract = self._create_contract(code="BK-7", is_suspended=True)
        copy = contract.copy()
        self.assertTrue(copy.code)
        self.assertNotEqual(copy.code, "BK-7")
        self.assertFalse(copy.is_suspended)

    def test_a_contract_is_found_by_code_and_by_customer(self):
        contract = self._create_contract(code="BK-7")
        self.assertEqual(contract.display_name, "BK-7 · Yıldız Makine A.Ş.")
        for text in ("BK-7", "Yıldız Mak"):
            with self.subTest(text=text):
                found = self.env["crm.service.contract"].name_search(text)
                self.assertIn(contract.id, [row[0] for row in found])

    def test_the_customer_counts_its_contracts(self):
        customers = self.customer | self.customer.copy({"is_crm_customer": True})
        self._create_contract()
        self._create_contract()
        with self.assertQueryCount(1):
            counts = customers.mapped("crm_contract_count")
        self.assertEqual(counts, [2, 0])
        action = self.customer.action_view_crm_contracts()
        found = self.env["crm.service.contract"].search(action["domain"])
        self.assertEqual(found, self.customer.crm_contract_ids)
