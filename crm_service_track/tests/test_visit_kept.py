import base64

from psycopg2 import IntegrityError

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .billing_common import INFO, BillingCommon

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAA"
    "AABJRU5ErkJggg=="
)
OTHER = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAA"
    "AABJRU5ErkJggg=="
)


@tagged("post_install", "-at_install")
class TestVisitKept(BillingCommon):
    """What belongs to an answered form is kept where it is kept, too."""

    def test_the_signature(self):
        visit = self._create_visit()
        visit._sign(PNG, "Ali Kaya", INFO)
        found = self.env["ir.attachment"].search(
            [
                ("res_model", "=", visit._name),
                ("res_id", "=", visit.id),
                ("res_field", "=", "signature"),
            ]
        )
        self.assertEqual(len(found), 1)
        signature = visit.signature
        for user in (self.user_technician, self.user_manager, self.env.user):
            with self.subTest(user=user.login):
                with self._refused(UserError, "kept"):
                    self._as(user, found).write({"raw": OTHER})
                with self._refused(UserError, "kept"):
                    self._as(user, found).unlink()
        self.env.invalidate_all()
        self.assertEqual(visit.signature, signature)

    def test_nobody_marks_a_file_as_evidence(self):
        files = self.env["ir.attachment"].with_user(self.user_technician)
        for context, values in (
            ({"default_crm_is_evidence": True}, {}),
            ({}, {"crm_is_evidence": True}),
        ):
            mine = files.with_context(**context).create({"name": "x"} | values)
            self.assertFalse(mine.sudo().crm_is_evidence)
            self.assertTrue(mine.unlink())

    def test_the_contract(self):
        contract = self._create_contract(is_limited=True, hours_included=10)
        visit = self._create_visit()
        self.assertEqual(visit.contract_id, contract)
        self._approve(visit)
        with self._refused(UserError, contract.code):
            self._as(self.user_manager, contract).unlink()
        self.assertEqual(visit.contract_id, contract)
        other = self._create_contract(customer_id=self.customer.copy().id)
        draft = self._create_visit(customer_id=other.customer_id.id)
        self.assertEqual(draft.contract_id, other)
        self._as(self.user_manager, other).unlink()
        self.assertFalse(draft.contract_id)

    def test_the_contract_of_the_record(self):
        """The customer has approved what it pays."""
        contract = self._create_contract(is_limited=True, hours_included=10)
        record = self._create_closed().record_ids
        self.assertEqual(record.contract_id, contract)
        for user in (self.user_technician, self.user_manager):
            with self._refused(UserError, "approved"):
                self._as(user, record).contract_id = False
        # what was done can still be written
        self._as(self.user_technician, record).intervention = "<p>Yeni</p>"
        self.assertEqual(record.contract_id, contract)

    @mute_logger("odoo.sql_db")
    def test_the_tax(self):
        visit = self._create_closed()
        self.assertEqual(visit.tax_ids, self.tax)
        self.env.company.account_sale_tax_id = False
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.tax.unlink()
            self.env.flush_all()
        self.assertEqual(self._bill(visit).amount_total, 1200)

    def test_a_tax_of_purchases_is_refused(self):
        bought = self.env["account.tax"].create(
            {"name": "Alış 10", "amount": 10, "type_tax_use": "purchase"}
        )
        with self._refused(ValidationError, bought.name):
            self._create_visit(tax_ids=bought.ids)
        visit = self._create_visit()
        with self._refused(ValidationError, bought.name):
            self._as(self.user_technician, visit).tax_ids = bought

    def test_what_is_no_number_is_none(self):
        visits = self.env["crm.service.visit"]
        for text, number in (("12", 12), ("²", False), ("-1", False), (None, False)):
            self.assertEqual(visits._read_number(text), number)
