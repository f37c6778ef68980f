import itertools

from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .billing_common import BillingCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-20 12:00:00")
class TestVisitBillingAmounts(BillingCommon):
    """What is billed is what was approved, to the cent."""

    def _create_tax(self, amount, included=False, **values):
        return self.env["account.tax"].create(
            {
                "name": f"Tax {amount} {included}",
                "amount": amount,
                "type_tax_use": "sale",
                "price_include_override": "tax_included" if included else False,
            }
            | values
        )

    def _check(self, visits):
        """Bill the visits and compare; return the invoices."""
        moves = self._bill(visits)
        for approved, billed in (
            ("fee_untaxed", "amount_untaxed"),
            ("fee_tax", "amount_tax"),
            ("fee_total", "amount_total"),
        ):
            wanted = sum(visits.mapped(approved))
            self.assertAlmostEqual(sum(moves.mapped(billed)), wanted, 2)
        moves.action_post()
        self.assertEqual(set(visits.mapped("billing_state")), {"billed"})
        return moves

    def test_taxes_in_the_price_and_on_top(self):
        choices = (
            self.env["account.tax"],
            self._create_tax(20),
            self._create_tax(18, True),
            self._create_tax(10) | self._create_tax(1),
            self._create_tax(0.55) | self._create_tax(0.5501),
            self._create_tax(3.75, amount_type="fixed"),
        )
        for method in ("round_globally", "round_per_line"):
            self.env.company.tax_calculation_rounding_method = method
            for taxes, amount in itertools.product(choices, (0.03, 33.33, 1250.55)):
                with self.subTest(method=method, taxes=taxes, amount=amount):
                    visit = self._create_closed(
                        fee_amount=amount, tax_ids=[Command.set(taxes.ids)]
                    )
                    self._check(visit)

    def test_hours_at_a_rate(self):
        for minutes, rate in ((20, 400), (7, 333.33), (50, 1234.57)):
            with self.subTest(minutes=minutes):
                visit = self._create_closed(
                    fee_kind="hours", fee_hours=minutes / 60, hourly_rate=rate
                )
                line = self._check(visit).invoice_line_ids
                self.assertEqual(line.price_subtotal, visit.fee_untaxed)

    def test_a_month_is_the_sum_of_what_was_approved(self):
        self.customer.crm_service_billing = "month"
        self.env.company.tax_calculation_rounding_method = "round_globally"
        for included in (False, True):
            tax = self._create_tax(18, included)
            visits = self.env["crm.service.visit"]
            for _number in range(7):
                visits |= self._create_closed(
                    fee_amount=10.04, tax_ids=[Command.set(tax.ids)]
                )
            # together it would be rounded otherwise
            self.assertNotAlmostEqual(
                sum(visits.mapped("fee_tax")),
                round(7 * (10.04 - 10.04 / 1.18 if included else 10.04 * 0.18), 2),
                2,
            )
            self.assertEqual(len(self._check(visits)), 1)

    def test_a_tax_changed_since_then(self):
        visit = self._create_closed(fee_amount=100)
        self.tax.amount = 25
        move = self._check(visit)
        self.assertEqual(move.amount_tax, 20)

    def test_the_fiscal_position_of_the_customer(self):
        export = self._create_tax(0)
        position = self.env["account.fiscal.position"].create({"name": "Export"})
        export.write(
            {
                "fiscal_position_ids": [Command.link(position.id)],
                "original_tax_ids": [Command.link(self.tax.id)],
            }
        )
        self.customer.property_account_position_id = position
        visit = self._create_closed()
        self.assertEqual(visit.tax_ids, export)
        self.assertEqual(visit.fee_total, 1000)
        move = self._check(visit)
        self.assertEqual(move.fiscal_position_id, position)
        self.assertEqual(move.invoice_line_ids.tax_ids, export)
        # of another customer, the form follows while it is a draft
        draft = self._create_visit()
        draft.customer_id = self.customer.copy({"property_account_position_id": False})
        self.assertEqual(draft.tax_ids, self.tax)
        approved = self._approve(self._create_visit())
        self.customer.property_account_position_id = False
        self.assertEqual(approved.tax_ids, export)

    def test_the_taxes_of_the_product_of_the_service(self):
        reduced = self._create_tax(10)
        product = self.env["product.product"].create(
            {"name": "Eğitim", "type": "service", "taxes_id": reduced.ids}
        )
        self.service_type.product_id = product
        account = self.env["account.analytic.account"].create(
            {
                "name": "Servis",
                "plan_id": self.env["account.analytic.plan"].create({"name": "S"}).id,
            }
        )
        self.service_type.analytic_distribution = {str(account.id): 100}
        visit = self._create_closed()
        self.assertEqual(visit.tax_ids, reduced)
        line = self._check(visit).invoice_line_ids
        self.assertEqual(line.product_id, product)
        self.assertEqual(line.analytic_distribution, {str(account.id): 100})
        other = account.copy({"name": "Sözleşme"})
        self._create_contract(
            analytic_distribution={str(other.id): 100}, is_limited=True
        )
        line = self._bill(self._create_closed()).invoice_line_ids
        self.assertEqual(line.analytic_distribution, {str(other.id): 100})

    def test_another_currency(self):
        usd = self.env.ref("base.USD")
        usd.active = True
        self.env["res.currency.rate"].create(
            {"currency_id": usd.id, "name": "2026-03-01", "inverse_company_rate": 43.21}
        )
        self.env.user.group_ids |= self.env.ref("product.group_product_pricelist")
        self.env.ref("base.group_user").implied_ids |= self.env.ref(
            "product.group_product_pricelist"
        )
        self.customer.property_product_pricelist = self.env["product.pricelist"].create(
            {"name": "Dolar", "currency_id": usd.id}
        )
        visit = self._create_closed(fee_amount=33.33)
        self.assertEqual(visit.currency_id, usd)
        move = self._check(visit)
        self.assertEqual((move.currency_id, move.amount_total), (usd, 40))
        receivable = move.line_ids.filtered(
            lambda line: line.display_type == "payment_term"
        )
        self.assertAlmostEqual(receivable.balance, 40 * 43.21, 1)
        self.assertAlmostEqual(sum(move.line_ids.mapped("balance")), 0, 2)

    def test_the_text_in_the_language_of_the_customer(self):
        self.env["res.lang"]._activate_lang("tr_TR")
        self.customer.lang = "tr_TR"
        self.service_type.with_context(lang="tr_TR").name = "Bakım"
        visit = self._create_closed(fee_kind="hours", fee_hours=1.5, hourly_rate=400)
        text = self._bill(visit).invoice_line_ids.name
        for words in (visit.name, "2026", visit.user_id.name, "Bakım", "1:30"):
            self.assertIn(words, text)
        self.assertIn("400,00", text)
