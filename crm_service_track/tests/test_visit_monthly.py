from freezegun import freeze_time

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .billing_common import BillingCommon


@tagged("post_install", "-at_install")
class TestVisitMonthly(BillingCommon):
    """What is billed once a month is, by itself, when the month has ended."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.crm_service_biller_id = cls.user_office
        cls.customer.crm_service_billing = "month"
        cls.other_customer = cls.env["res.partner"].create(
            {
                "name": "Other Optik",
                "is_company": True,
                "is_crm_customer": True,
                "email": "other@optik.example",
                "crm_service_billing": "month",
            }
        )

    def _run(self, day):
        with freeze_time(day), self.enter_registry_test_mode():
            cron = self.env.ref("crm_service_track.crm_service_visit_cron_bill")
            cron.method_direct_trigger()
        self.env.invalidate_all()

    def test_a_month_is_billed_when_it_has_ended(self):
        first, second = self._create_closed(), self._create_closed()
        self._run("2026-03-31 12:00:00")
        self.assertFalse((first + second).invoice_id)
        self._run("2026-04-01 06:00:00")
        invoice = (first + second).invoice_id
        self.assertEqual(len(invoice), 1)
        self.assertEqual(len(invoice.invoice_line_ids), 2)
        self.assertEqual(invoice.invoice_user_id, self.user_office)
        self.assertEqual(invoice.state, "draft")
        self._run("2026-04-02 06:00:00")
        self.assertEqual((first + second).invoice_id, invoice)
        self.assertEqual(len(invoice.invoice_line_ids), 2)

    def test_what_is_billed_by_the_visit_is_left(self):
        self.customer.crm_service_billing = "visit"
        visit = self._create_closed()
        self._run("2026-04-01 06:00:00")
        self.assertEqual(visit.billing_state, "to_bill")

    def test_without_a_name_nothing_happens(self):
        self.env.company.crm_service_biller_id = False
        visit = self._create_closed()
        self._run("2026-04-01 06:00:00")
        self.assertEqual(visit.billing_state, "to_bill")

    def test_what_was_taken_off_a_draft_is_left_to_the_office(self):
        unbilled, deleted = self._create_closed(), self._create_closed()
        other = self._create_closed(customer_id=self.other_customer.id)
        self._run("2026-04-01 06:00:00")
        self._as(self.user_office, unbilled).action_unbill()
        deleted.invoice_id.with_user(self.user_office).unlink()
        self.assertEqual(set((unbilled + deleted).mapped("billing_state")), {"to_bill"})
        self._run("2026-04-02 06:00:00")
        self.assertFalse((unbilled + deleted).invoice_id)
        self.assertFalse((unbilled + deleted).activity_ids)
        self.assertEqual(other.billing_state, "draft")
        invoice = self._bill(unbilled + deleted)
        self.assertEqual(len(invoice.invoice_line_ids), 2)

    def test_what_was_credited_is_left_to_the_office(self):
        visit = self._create_closed()
        self._run("2026-04-01 06:00:00")
        invoice = visit.invoice_id
        invoice.invoice_date = "2026-04-01"
        invoice.action_post()
        invoice._reverse_moves(cancel=True)
        self.assertEqual(visit.billing_state, "to_bill")
        self._run("2026-04-02 06:00:00")
        self.assertEqual(visit.billing_state, "to_bill")
        self.assertTrue(self._bill(visit))

    def test_whether_it_was_billed_is_not_entered(self):
        visit = self._create_closed()
        with self._refused(UserError, "Billed Before"):
            self._as(self.user_manager, visit).write({"was_billed": True})
        self.assertFalse(visit.was_billed)
        self._bill(visit)
        self.assertTrue(visit.was_billed)
        self.assertFalse(visit.copy({"user_id": self.user_colleague.id}).was_billed)

    def test_an_update_counts_what_has_lines_as_billed(self):
        visit = self._create_closed()
        self._bill(visit)
        self.env.flush_all()
        self.env.cr.execute("UPDATE crm_service_visit SET was_billed = NULL")
        self.env.invalidate_all()
        # as when the column is made
        self.env.add_to_compute(visit._fields["was_billed"], visit)
        self.assertTrue(visit.was_billed)

    def test_one_that_cannot_be_billed_is_told_once(self):
        service = self.service_type.copy()
        bad = self._create_closed(type_id=service.id)
        other = self._create_closed(customer_id=self.other_customer.id)
        product = self.env["product.product"].create(
            {
                "name": "Of another company",
                "type": "service",
                "company_id": self.env["res.company"].create({"name": "Other"}).id,
            }
        )
        service.product_id = product
        for day in ("2026-04-01 06:00:00", "2026-04-02 06:00:00"):
            self._run(day)
        self.assertEqual(bad.billing_state, "to_bill")
        self.assertEqual(other.billing_state, "draft")
        told = bad.activity_ids
        self.assertEqual(len(told), 1)
        self.assertEqual(told.user_id, self.user_office)
        self.assertIn("no product", told.note)

    def test_who_lost_the_rights_is_told(self):
        visit = self._create_closed()
        self.user_office.group_ids -= self.env.ref("account.group_account_invoice")
        self._run("2026-04-01 06:00:00")
        self.assertEqual(visit.billing_state, "to_bill")
        self.assertIn("Invoicing", visit.activity_ids.note)

    def test_who_has_left_bills_nothing(self):
        visit = self._create_closed()
        self.user_office.active = False
        self._run("2026-04-01 06:00:00")
        self.assertEqual(visit.billing_state, "to_bill")
        self.assertIn("archived", visit.activity_ids.note)
        self.assertTrue(visit.activity_ids.user_id.active)

    def test_whoever_is_told_reads_their_own_language(self):
        self.env["res.lang"]._activate_lang("tr_TR")
        self.env.company.crm_service_manager_id = self.user_manager
        self.user_manager.lang = "tr_TR"
        visit = self._create_closed()
        self.user_office.active = False
        self._run("2026-04-01 06:00:00")
        self.assertIn("arşivlenmiş", visit.activity_ids.note)

    def test_who_makes_no_invoices_is_not_chosen(self):
        with self.assertRaises(ValidationError):
            self.env.company.crm_service_biller_id = self.user_manager
