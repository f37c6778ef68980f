import json
import random

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from . import test_merge_graph
from .common import CustomerCase
from .graph import Rows


class AttachCase(CustomerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.person = cls._create_customer(
            "Ayşe Yılmaz", is_company=False, email="ayse@example.com"
        )
        cls.branch = cls._create_customer("Akbank Kadıköy", street="Moda Cad. 1")
        cls.target = cls._create_customer(
            "Akbank T.A.Ş.", vat="4540019679", street="Sabancı Center", city="İstanbul"
        )

    def _attach(self, source, user=None):
        merges = self.env["crm.merge"].with_user(user or self.user_manage)
        return merges._attach(source, self.target)

    def _create_entry(self, partner, **values):
        move = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": partner.id,
                "invoice_date": "2026-01-15",
                "invoice_line_ids": [Command.create({"name": "İş", "price_unit": 10})],
                **values,
            }
        )
        move.action_post()
        return move


@tagged("post_install", "-at_install")
class TestAttach(AttachCase):
    def test_person_becomes_a_contact(self):
        below = self._create_contact(self.person, "Asistan")
        merge = self._attach(self.person)
        self.assertEqual(merge.kind, "attach")
        self.assertEqual(self.person.parent_id, self.target)
        self.assertEqual(self.person.type, "contact")
        self.assertFalse(self.person.is_crm_customer)
        self.assertEqual((self.person | below).crm_customer_id, self.target)
        self.assertEqual(self.person.vat, "4540019679")
        self.assertEqual(self.person.street, "Sabancı Center")
        self.assertEqual(below.parent_id, self.person)
        self.assertEqual(self.person.complete_name, "Akbank T.A.Ş., Ayşe Yılmaz")

    def test_company_becomes_a_branch_with_its_address(self):
        self._attach(self.branch)
        self.assertEqual(self.branch.parent_id, self.target)
        self.assertEqual(self.branch.commercial_partner_id, self.target)
        self.assertEqual(self.branch.type, "other")
        self.assertEqual(self.branch.street, "Moda Cad. 1")
        self.assertEqual(self.branch.vat, "4540019679")

    def test_right_is_its_own(self):
        with self.assertRaises(AccessError):
            self._attach(self.person, self.user_delete)
        self.user_delete.group_ids |= self.env.ref("crm_cubicl.crm_cubicl_group_merge")
        self._attach(self.person, self.user_delete)
        self.assertEqual(self.person.parent_id, self.target)

    def test_hidden_target_is_refused(self):
        self.user_edit.group_ids |= self.env.ref("crm_cubicl.crm_cubicl_group_merge")
        self.target.crm_is_closed = True
        with self.assertRaises(AccessError):
            self._attach(self.person, self.user_edit)

    def test_plan_says_what_is_written_over(self):
        """No column of the customer changes that the plan did not tell."""
        term = self.env.ref("account.account_payment_term_30days")
        other = self.env["res.company"].create({"name": "İkinci Ltd."})
        self.target.property_payment_term_id = term
        self.target.with_company(other).credit_limit = 500
        for source in (self.person, self.branch):
            source.vat = "1111111114"
            source.industry_id = self.env.ref("base.res_partner_industry_A")
            plan = self.env["crm.attach.plan"]._get_plan(source, self.target)
            told = {
                change.field.name
                for change in plan.overwrites
                if change.record == source
            }
            self.assertIn("vat", told)
            self.assertIn("property_payment_term_id", told)
            self.assertNotIn("industry_id", told)
            self.assertEqual("street" in told, source == self.person)
            vats = [c for c in plan.overwrites if c.field.name == "vat"]
            self.assertEqual(
                (vats[0].was, vats[0].becomes), ("1111111114", "4540019679")
            )
            merge = self._attach(source)
            changed = {
                line.column
                for line in merge.sudo().journal_ids
                if line.table == "res_partner" and line.kind == "value"
                for row in line.content
                if row["id"] == source.id
            }
            fields_ = source._fields
            derived = {n for n in changed if fields_[n].compute and fields_[n].readonly}
            self.assertLessEqual(
                changed - derived - {"parent_id", "is_crm_customer"}, told
            )
            self.assertEqual(
                {c.company for c in plan.overwrites if c.field.name == "credit_limit"},
                {other},
            )

    def test_what_belongs_to_the_customer_follows(self):
        folders = self.env["crm.customer.folder"].create(
            [
                {"name": "Sözleşmeler", "customer_id": partner.id}
                for partner in (self.person, self.target)
            ]
        )
        file = self.env["ir.attachment"].create(
            {
                "name": "a.txt",
                "raw": b"a",
                "res_model": "res.partner",
                "res_id": self.person.id,
                "crm_folder_id": folders[0].id,
            }
        )
        note = self.person.message_post(body="Aradı", subtype_xmlid="mail.mt_note")
        below = self._create_customer("Çocuk", crm_parent_id=self.person.id)
        stage = self.env["crm.customer.stage"].search([], limit=1)
        self.person.write({"crm_stage_id": stage.id, "user_id": self.user_edit.id})
        self.person.crm_manager_ids = self.user_view
        merge = self._attach(self.person)
        self.env.invalidate_all()
        self.assertEqual(folders.customer_id, self.target)
        self.assertEqual(folders[0].name, "Sözleşmeler (2)")
        self.assertEqual(file.res_id, self.target.id)
        self.assertEqual(note.res_id, self.person.id)
        self.assertEqual(note.crm_customer_id, self.target)
        self.assertEqual(below.crm_parent_id, self.target)
        self.assertEqual(self.target.crm_manager_ids, self.user_edit | self.user_view)
        self.assertTrue(self.person.crm_stage_log_ids.left_date)
        merge._undo()
        self.assertEqual(folders[0].customer_id, self.person)
        self.assertEqual(folders[0].name, "Sözleşmeler")
        self.assertEqual(file.res_id, self.person.id)
        self.assertEqual(note.crm_customer_id, self.person)
        self.assertEqual(below.crm_parent_id, self.person)
        self.assertFalse(self.target.crm_manager_ids)
        self.assertEqual(self.person.crm_manager_ids, self.user_view)
        self.assertFalse(self.person.crm_stage_log_ids.left_date)
        self.assertTrue(self.person.is_crm_customer)
        self.assertFalse(self.person.parent_id)

    def test_closed_stays_closed(self):
        self.person.write({"user_id": self.user_edit.id, "crm_is_closed": True})
        self._attach(self.person)
        self.assertTrue(self.target.crm_is_closed)
        self.assertTrue(self._as(self.user_edit, self.person).has_access("read"))
        self.assertFalse(self._as(self.user_view, self.person).has_access("read"))

    def test_ledger_names_who_pays_taxes(self):
        self.person.vat = self.target.vat
        move = self._create_entry(self.person, narration="<p>Elle yazıldı</p>")
        name = move.invoice_partner_display_name
        merge = self._attach(self.person)
        self.assertEqual(move.partner_id, self.person)
        self.assertEqual(move.commercial_partner_id, self.target)
        self.assertEqual(move.line_ids.partner_id, self.target)
        self.assertEqual(move.invoice_partner_display_name, name)
        self.assertIn("Elle", move.narration)
        kinds = dict(merge.move_ids.mapped(lambda m: (m.name, m.count)))
        self.assertEqual(kinds["Ledger entries"], len(move.line_ids))
        merge._undo()
        self.assertEqual(move.commercial_partner_id, self.person)
        self.assertEqual(move.line_ids.partner_id, self.person)

    def test_other_taxpayer_is_refused(self):
        self._create_entry(self.person)
        with self.assertRaisesRegex(UserError, "another tax number"):
            self._attach(self.person)

    def test_sealed_entries_refuse(self):
        self.person.vat = self.target.vat
        move = self._create_entry(self.person)
        self.env.company.fiscalyear_lock_date = "2026-01-31"
        with self.assertRaisesRegex(UserError, move.name):
            self._attach(self.person)

    def test_places_that_are_refused(self):
        contact = self._create_contact(self.target)
        for source, target in (
            (contact, self.branch),
            (self.person, contact),
            (self.person, self.person),
            (self.person, self.env["res.partner"].create({"name": "Kimse"})),
            (self.user_view.partner_id, self.target),
        ):
            with (
                self.subTest(source=source, target=target),
                self.assertRaises(UserError),
            ):
                self.env["crm.merge"]._attach(source, target)

    def test_old_address_is_its_own(self):
        self._attach(self.person)
        merges = self.env["crm.merge"]
        self.assertFalse(merges._find_by_email(["ayse@example.com"]))
        self.assertFalse(merges._find_by_number(self.person.ids))

    def test_brought_elsewhere_since(self):
        merge = self._attach(self.person)
        self.person.parent_id = self._create_customer("Üçüncü")
        with self.assertRaisesRegex(UserError, "any more"):
            merge._undo()

    def test_activities_tell_it(self):
        self._attach(self.person)
        for partner, text in ((self.target, "Ayşe"), (self.person, "Akbank")):
            [told] = partner.message_ids.filtered(lambda m: m.crm_kind == "merge")
            self.assertIn(text, told.body)


@tagged("post_install", "-at_install")
class TestAttachDialog(AttachCase):
    def _open(self, source, target, user=None):
        dialogs = self.env["crm.merge.dialog"].with_user(user or self.user_manage)
        return Form(
            dialogs.with_context(
                default_source_id=source.id,
                default_target_id=target.id,
                default_kind="attach",
            )
        )

    def test_opened_with_both(self):
        self.person.vat = "1111111114"
        self.person.crm_stage_id = self.env["crm.customer.stage"].search([], limit=1)
        with self._open(self.person, self.target) as form:
            self.assertFalse(form.refusal)
            self.assertIn("Messages", form.moves)
        dialog = form.record
        told = {line.field_name: line for line in dialog.value_ids}
        self.assertEqual(told["vat"].source_value, "1111111114")
        self.assertEqual(told["vat"].becomes, "4540019679")
        self.assertEqual(told["crm_stage_id"].outcome, "rests")
        dialog.action_merge()
        self.assertEqual(self.person.parent_id, self.target)

    def test_what_may_not_be_seen_is_masked(self):
        other = self.env["res.company"].create({"name": "Gizli Ltd."})
        self.target.with_company(other).credit_limit = 500
        with self._open(self.person, self.target) as form:
            pass
        [line] = form.record.value_ids.filtered(
            lambda line: line.field_name == "credit_limit"
        )
        self.assertNotIn("Gizli", line.name)
        self.assertEqual(line.becomes, "•••")

    def test_contact_leads_to_its_company(self):
        contact = self._create_contact(self.target)
        dialog = self.env["crm.merge.dialog"].create(
            {"source_id": self.person.id, "target_id": contact.id}
        )
        self.assertTrue(dialog.refusal)
        self.assertTrue(dialog.can_attach)
        context = dialog.action_attach_instead()["context"]
        self.assertEqual(context["default_source_id"], self.person.id)
        self.assertEqual(context["default_target_id"], self.target.id)
        self.assertEqual(context["default_kind"], "attach")

    def test_portal_users_are_told(self):
        self.env["res.users"].create(
            {
                "name": "Ayşe",
                "login": "ayse@example.com",
                "partner_id": self._create_contact(self.person).id,
                "group_ids": [Command.set(self.env.ref("base.group_portal").ids)],
            }
        )
        with self._open(self.person, self.target) as form:
            self.assertEqual(form.portal_count, 1)

    def test_values_are_shown_as_users_write_them(self):
        self.env["res.lang"]._activate_lang("tr_TR")
        order = self.env["sale.order"].new(
            {"partner_id": self.target.id, "date_order": "2026-03-31 10:00:00"}
        )
        person, show = self.person, self.env["crm.merge.show"]
        for lang, float_, date in (
            ("en_US", "1,234.50", "06/01/1979"),
            ("tr_TR", "1.234,50", "01.06.1979"),
        ):
            show = show.with_context(lang=lang)
            field = person._fields["credit_limit"]
            self.assertEqual(show._show(field, person, 1234.5), float_)
            field = person._fields["crm_left_date"]
            self.assertEqual(
                show._show(field, person, fields.Date.to_date("1979-06-01")), date
            )
            field = order._fields["amount_total"]
            shown = show._show(field, order, 1234.5)
            self.assertIn(float_, shown)
            self.assertIn(self.env.company.currency_id.symbol, shown)
        field = person._fields["comment"]
        self.assertEqual(show._show(field, person, "<p>Merhaba</p>"), "Merhaba")


@tagged("post_install", "-at_install")
class TestAttachPicture(AttachCase):
    def test_taking_back_leaves_pictures_alone(self):
        """Also one that nobody can draw again from a larger one."""
        picture = self.env["ir.attachment"].create(
            {
                "name": "image_1024",
                "res_model": "res.partner",
                "res_id": self.person.id,
                "res_field": "image_1024",
                "raw": b"GIF89a",
            }
        )
        merge = self._attach(self.person)
        self.person.street = "Changed since"
        merge._undo()
        self.env.flush_all()
        self.assertTrue(picture.exists())


@tagged("post_install", "-at_install")
class TestAttachEverything(test_merge_graph.TestMergeGraph):
    """The whole database before and after, with rows at random."""

    def test_graphs(self):
        for seed in range(3):
            with self.subTest(seed=seed):
                self._test_graph(random.Random(seed), f"attach_{seed}")

    def _test_graph(self, rng: random.Random, name: str):
        rows = Rows(self.env, name)
        source, target = self._make_customers(rng)
        source.is_company = rng.random() < 0.5
        source.write({"vat": "1111111114", "crm_is_closed": rng.random() < 0.5})
        target.write({"vat": "4540019679", "credit_limit": 500})
        filled = self._fill(rows, rng, source, target)
        # whoever pays taxes stays the same
        lines = self.env["account.move.line"].search([("partner_id", "=", source.id)])
        if lines:
            source.vat = target.vat
        self.env.flush_all()
        before = self._dump()
        merge = self.env["crm.merge"]._attach(source, target)
        self.env.flush_all()
        self._check_nothing_is_gone(before, self._dump())
        self.assertEqual(source.crm_customer_id, target)
        merge._undo()
        self.env.flush_all()
        self._check_same(before, self._dump())
        self.assertGreater(len(filled), 90)

    def _check_nothing_is_gone(self, before, after):
        for table, texts in before.items():
            if texts == after[table]:
                continue
            rows = [json.loads(row) for row in texts]
            ids = {row["id"] for row in map(json.loads, after[table]) if "id" in row}
            for row in rows:
                if "id" in row:
                    self.assertIn(row["id"], ids, table)
            if "id" not in (rows or [{}])[0]:
                self.assertGreaterEqual(len(after[table]), len(rows) - 1, table)
