from psycopg2.errors import UniqueViolation

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .billing_common import BillingCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-20 12:00:00")
class TestVisitBilling(BillingCommon):
    """A fee is billed once; what is undone is to be billed again."""

    def test_a_closed_visit_becomes_a_draft(self):
        visit = self._create_closed()
        self.assertEqual(visit.billing_state, "to_bill")
        move = self._bill(visit)
        self.assertEqual(visit.billing_state, "draft")
        self.assertEqual((move.move_type, move.state), ("out_invoice", "draft"))
        self.assertEqual(move.partner_id, self.customer)
        self.assertEqual(move.invoice_origin, visit.name)
        line = move.invoice_line_ids
        self.assertEqual(line.crm_service_visit_id, visit)
        product = self.env.ref("crm_service_track.product_service")
        self.assertEqual((line.product_id, line.tax_ids), (product, self.tax))
        self.assertEqual((move.amount_untaxed, move.amount_total), (1000, 1200))
        move.action_post()
        self.assertEqual(visit.billing_state, "billed")
        self.assertEqual(move.amount_total, visit.fee_total)

    def test_what_is_billed_twice_stays_once(self):
        visits = self._create_closed() | self._create_closed()
        moves = self._bill(visits)
        self.assertEqual(len(moves), 2)
        self.assertEqual(self._bill(visits), moves)
        self.assertEqual(self._bill(visits[0]), visits[0].invoice_id)
        self.assertEqual(len(visits.invoice_line_ids), 2)

    def test_only_what_both_have_approved_is_billed(self):
        draft = self._create_visit()
        waiting = self._create_visit()
        waiting.action_send()
        objected = self._create_visit()
        objected.action_send()
        objected._answer(
            objected.link_ids, {"answer": "object", "customer_comment": "Hayır"}, {}
        )
        cancelled = self._create_visit()
        cancelled.action_cancel()
        approved = self._approve(self._create_visit())
        free = self._create_closed(fee_kind="none")
        closed = self._create_closed()
        for visit, words in (
            (draft, "not closed"),
            (waiting, "not closed"),
            (objected, "not closed"),
            (cancelled, "not closed"),
            (approved, "not closed"),
            (free, "no fee"),
        ):
            with self.subTest(state=visit.state):
                self.assertEqual(visit.billing_state, "none")
                with self._refused(UserError, words):
                    self._as(self.user_office, visit | closed).action_bill()
                self.assertFalse(closed.invoice_line_ids)

    # -- both ways ---------------------------------------------------------------

    def test_deleting_the_draft(self):
        visit = self._create_closed()
        self._as(self.user_office, self._bill(visit)).unlink()
        self.assertEqual(visit.billing_state, "to_bill")
        self.assertTrue(self._bill(visit))

    def test_deleting_the_line(self):
        visit = self._create_closed()
        move = self._bill(visit).with_user(self.user_office)
        move.write({"invoice_line_ids": [Command.delete(move.invoice_line_ids.id)]})
        self.assertEqual(visit.billing_state, "to_bill")

    def test_cancelling_and_coming_back(self):
        visit = self._create_closed()
        move = self._bill(visit).with_user(self.user_office)
        move.action_post()
        move.button_draft()
        self.assertEqual(visit.billing_state, "draft")
        move.button_cancel()
        self.assertEqual(visit.billing_state, "to_bill")
        move.button_draft()
        self.assertEqual(visit.billing_state, "draft")
        move.button_cancel()
        second = self._bill(visit)
        self.assertNotEqual(second, move)
        self.assertEqual(visit.billing_state, "draft")
        with self._refused(UserError, visit.name):
            move.button_draft()
        second.unlink()
        move.button_draft()
        self.assertEqual(visit.invoice_id, move)

    def _reverse(self, move, modify=False):
        wizard = (
            self.env["account.move.reversal"]
            .with_user(self.user_office)
            .with_context(active_model="account.move", active_ids=move.ids)
            .create({"journal_id": move.journal_id.id, "date": "2026-03-20"})
        )
        wizard.reverse_moves(is_modify=modify)
        return wizard.new_move_ids

    def test_a_credit_note_of_the_whole(self):
        visit = self._create_closed()
        move = self._bill(visit)
        move.action_post()
        credit = self._reverse(move)
        self.assertFalse(credit.invoice_line_ids.crm_service_visit_id)
        self.assertEqual(credit.amount_total, 1200)
        self.assertEqual(visit.billing_state, "billed")
        credit.action_post()
        self.assertEqual(visit.billing_state, "to_bill")
        credit.button_draft()
        self.assertEqual(visit.billing_state, "billed")
        credit.action_post()
        self._bill(visit)
        with self._refused(UserError, visit.name):
            credit.button_draft()

    def test_a_credit_note_of_a_part(self):
        visit = self._create_closed()
        move = self._bill(visit)
        move.action_post()
        credit = self._reverse(move)
        credit.invoice_line_ids.price_unit = 100
        credit.action_post()
        self.assertEqual(visit.billing_state, "billed")

    def test_an_invoice_replaced_by_another(self):
        visit = self._create_closed()
        move = self._bill(visit)
        move.action_post()
        new = self._reverse(move, modify=True)
        self.assertEqual((new.move_type, new.state), ("out_invoice", "draft"))
        self.assertEqual((visit.billing_state, visit.invoice_id), ("draft", new))
        self.assertEqual(new.amount_total, 1200)
        new.action_post()
        self.assertEqual(visit.billing_state, "billed")

    def test_another_amount_is_kept_with_the_visit(self):
        visit = self._create_closed()
        move = self._bill(visit)
        move.action_post()
        self.assertNotIn("approved", visit.message_ids[0].body)
        move.button_draft()
        move.invoice_line_ids.price_unit = 900
        self._as(self.user_accounts, move).action_post()
        self.assertRegex(visit.message_ids[0].body, r"1.080.00.*approved.*1.200.00")
        self.assertEqual(move.amount_tax, 180)

    def test_a_draft_made_into_a_credit_note(self):
        visit = self._create_closed()
        move = self._bill(visit)
        move.action_switch_move_type()
        self.assertEqual(visit.billing_state, "to_bill")
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(UniqueViolation),
            self.env.cr.savepoint(),
        ):
            self._bill(visit)
        move.action_switch_move_type()
        self.assertEqual(visit.billing_state, "draft")
        move.action_switch_move_type()
        move.action_post()
        self.assertEqual(self._bill(visit).move_type, "out_invoice")
        with self._refused(UserError, visit.name):
            move.button_draft()

    def test_a_duplicate_bills_nothing(self):
        visit = self._create_closed()
        move = self._bill(visit)
        copied = move.with_user(self.user_office).copy()
        self.assertFalse(copied.invoice_line_ids.crm_service_visit_id)
        self.assertEqual(visit.invoice_id, move)

    def test_removing_from_the_draft(self):
        visit = self._create_closed()
        move = self._bill(visit)
        self._as(self.user_office, visit).action_unbill()
        self.assertFalse(move.exists())
        self.assertEqual(visit.billing_state, "to_bill")
        self._bill(visit).action_post()
        with self._refused(UserError, "credit note"):
            self._as(self.user_office, visit).action_unbill()

    def test_a_corrected_form(self):
        visit = self._create_closed()
        corrected = visit.browse(visit.action_correct()["res_id"])
        self.assertEqual(visit.billing_state, "none")
        with self._refused(UserError, "being corrected"):
            self._as(self.user_office, visit).action_bill()
        corrected.unlink()
        self.assertEqual(visit.billing_state, "to_bill")
        move = self._bill(visit)
        corrected = visit.browse(visit.action_correct()["res_id"])
        self._approve(corrected)
        corrected.with_user(self.user_manager).action_close()
        self.assertEqual(corrected.billing_state, "to_bill")
        with self._refused(UserError, visit.name):
            self._as(self.user_office, corrected).action_bill()
        move.unlink()
        self.assertEqual(visit.billing_state, "none")
        self.assertEqual(self._bill(corrected).amount_total, 1200)

    # -- the month ---------------------------------------------------------------

    def test_one_draft_per_customer_currency_and_month(self):
        self.customer.crm_service_billing = "month"
        other = self.customer.copy({"name": "Öteki", "crm_service_billing": "month"})
        usd = self.env.ref("base.USD")
        usd.active = True
        march = self._create_closed() | self._create_closed()
        dollars = self._create_closed(currency_id=usd.id)
        theirs = self._create_closed(customer_id=other.id)
        april = self._create_closed(
            # the first of March at 00:30 in Istanbul
            date_start="2026-02-28 21:30:00",
            date_end="2026-02-28 22:00:00",
        )
        february = self._create_closed(
            date_start="2026-02-28 19:30:00", date_end="2026-02-28 20:30:00"
        )
        self.env.company.resource_calendar_id.tz = "Europe/Istanbul"
        moves = self._bill(march | dollars | theirs | april | february)
        self.assertEqual(len(moves), 4)
        self.assertEqual((march | april).invoice_id, march[0].invoice_id)
        self.assertEqual(march[0].invoice_id.amount_total, 3600)
        self.assertEqual(str(february.invoice_id.crm_service_month), "2026-02-01")
        later = self._create_closed()
        self.assertEqual(self._bill(later), march[0].invoice_id)
        self.assertIn(later.name, later.invoice_id.invoice_origin)
        self._as(self.user_office, later).action_unbill()
        self.assertNotIn(later.name, march[0].invoice_id.invoice_origin)
        march[0].invoice_id.action_post()
        self.assertNotEqual(self._bill(later), march[0].invoice_id)

    def test_a_draft_of_the_month_that_became_another_one(self):
        self.customer.crm_service_billing = "month"
        first = self._bill(self._create_closed())
        first.partner_id = self.customer.copy({"name": "Öteki"})
        second = self._bill(self._create_closed())
        self.assertNotEqual(first, second)
        self.assertEqual(self._bill(self._create_closed()), second)

    def test_a_merged_customer_has_one_draft_of_the_month(self):
        self.customer.crm_service_billing = "month"
        visit = self._create_closed()
        move = self._bill(visit)
        target = self.customer.copy({"name": "Hedef", "crm_service_billing": "month"})
        self.env["crm.merge"]._merge(self.customer, target, accept_losses=True)
        self.env.invalidate_all()
        self.assertEqual((visit.customer_id, visit.invoice_id), (target, move))
        self.assertEqual(visit.billing_state, "draft")
        later = self._create_closed(customer_id=target.id)
        self.assertEqual(self._bill(later), move)

    def test_the_contract_says_before_the_customer_before_the_company(self):
        visit = self._create_closed()
        self.assertEqual(visit._get_billing_way(), "visit")
        self.env.company.crm_service_billing = "month"
        self.assertEqual(visit._get_billing_way(), "month")
        self.customer.crm_service_billing = "visit"
        self.assertEqual(visit._get_billing_way(), "visit")
        self._create_contract(service_billing="month", is_limited=True)
        visit = self._create_closed()
        self.assertEqual(visit._get_billing_way(), "month")

    def test_the_wizard_bills_a_period(self):
        with freeze_time("2026-04-03 09:00:00"):
            monthly = self.customer.copy({"crm_service_billing": "month"})
            visits = self._create_closed(customer_id=monthly.id)
            visits |= self._create_closed(customer_id=monthly.id)
            single = self._create_closed()
            april = self._create_closed(
                date_start="2026-04-01 07:00:00", date_end="2026-04-01 08:00:00"
            )
            wizard = self.env["crm.service.billing"].with_user(self.user_office)
            wizard = wizard.create({"customer_ids": (monthly | self.customer).ids})
            self.assertEqual(str(wizard.date_until), "2026-03-31")
            self.assertEqual(wizard.visit_ids, visits | single)
            self.assertEqual((wizard.visit_count, wizard.draft_count), (3, 2))
            wizard.way = "month"
            self.assertEqual(wizard.visit_ids, visits)
            wizard.action_bill()
            self.assertEqual(set(visits.mapped("billing_state")), {"draft"})
            self.assertEqual(single.billing_state, "to_bill")
            with self._refused(UserError, "later day"):
                wizard.action_bill()
        self.assertEqual(april.billing_state, "to_bill")
