from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, HttpCase, tagged

from .common import CustomerCase


@tagged("post_install", "-at_install")
class TestMerge(CustomerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.source = cls._create_customer("Akbank T.A.Ş.", email="a@example.com")
        cls.target = cls._create_customer("Akbank TAS", phone="+90 212 555 10 10")

    @classmethod
    def _create_customer(cls, name, **values):
        return cls.env["res.partner"].create(
            {"name": name, "is_company": True, "is_crm_customer": True, **values}
        )

    def _merge(self, **options):
        return self.env["crm.merge"]._merge(self.source, self.target, **options)

    def test_values_not_taken_over_are_told(self):
        self.source.write({"phone": "0212 555 99 88", "email": "old@toros.example"})
        self.target.write({"phone": "0212 555 11 22", "email": "new@toros.example"})
        merge = self.env["crm.merge"]._merge(self.source, self.target, values=["email"])
        self.assertIn("+90 212 555 99 88", merge.left_values)
        self.assertNotIn("example", merge.left_values)
        self.assertIn("+90 212 555 99 88", self.target.message_ids[0].body)

    def test_contacts_and_details_move(self):
        contact = self.env["res.partner"].create(
            {"name": "Ayşe Yılmaz", "parent_id": self.source.id}
        )
        old_id = self.source.id
        merge = self._merge()
        self.assertFalse(self.env["res.partner"].browse(old_id).exists())
        self.assertEqual(contact.parent_id, self.target)
        self.assertEqual(contact.crm_customer_id, self.target)
        self.assertEqual(contact.complete_name, "Akbank TAS, Ayşe Yılmaz")
        self.assertEqual(self.target.email, "a@example.com")
        self.assertEqual(self.target.phone, "+90 212 555 10 10")
        self.assertEqual(merge.source_id, old_id)

    def test_value_is_chosen(self):
        self.source.phone = "+90 212 555 20 20"
        self._merge(values=["phone"])
        self.assertEqual(self.target.phone, "+90 212 555 20 20")

    def test_right_is_its_own(self):
        delete = self.env["crm.merge"].with_user(self.user_delete)
        with self.assertRaises(AccessError):
            delete._merge(self.source, self.target)
        self.user_delete.group_ids |= self.env.ref("crm_cubicl.crm_cubicl_group_merge")
        delete._merge(self.source, self.target)
        self.assertFalse(self.source.exists())

    def test_same_login_twice(self):
        users = self.env["res.users"].create(
            [
                {
                    "name": f"Portal {name}",
                    "login": f"portal-{name}@example.com",
                    "email": f"portal-{name}@example.com",
                    "partner_id": partner.id,
                    "group_ids": [Command.set(self.env.ref("base.group_portal").ids)],
                }
                for name, partner in (("s", self.source), ("t", self.target))
            ]
        )
        self._merge()
        self.assertEqual(users[1].partner_id, self.target)
        self.assertEqual(users[0].partner_id.parent_id, self.target)
        self.assertEqual(users[0].email, "portal-s@example.com")

    def test_colleague_is_refused(self):
        with self.assertRaisesRegex(UserError, "colleague"):
            self.env["crm.merge"]._merge(self.user_view.partner_id, self.target)

    def test_old_address_leads_to_the_target(self):
        self.target.email = "b@example.com"
        self._merge()
        partners = self.env["res.partner"]._find_or_create_from_emails(
            ["new@example.com", "A <a@example.com>", "b@example.com"]
        )
        self.assertEqual(partners[1:], [self.target, self.target])
        self.assertEqual(partners[0].email, "new@example.com")
        # somebody else bears it now
        heir = self._create_customer("Başka", email="a@example.com")
        found = self.env["res.partner"]._find_or_create_from_emails(["a@example.com"])
        self.assertEqual(found, [heir])

    def test_external_id_leads_to_the_target(self):
        self.env["ir.model.data"].create(
            {
                "module": "__import__",
                "name": "akbank",
                "model": "res.partner",
                "res_id": self.source.id,
            }
        )
        self._merge()
        self.assertEqual(self.env.ref("__import__.akbank"), self.target)

    def test_sealed_entries_refuse(self):
        journal = self.env["account.journal"].create(
            {
                "name": "Mühürlü",
                "code": "MHR",
                "type": "sale",
                "default_account_id": self.env["account.account"]
                .search([("account_type", "=", "income")], limit=1)
                .id,
                "restrict_mode_hash_table": True,
            }
        )
        move = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "journal_id": journal.id,
                "partner_id": self.source.id,
                "invoice_line_ids": [Command.create({"name": "İş", "price_unit": 10})],
            }
        )
        move.action_post()
        self.assertTrue(move.inalterable_hash)
        with self.assertRaisesRegex(UserError, move.name):
            self._merge()
        # the other way round nothing sealed changes
        self.env["crm.merge"]._merge(self.target, self.source)
        self.assertEqual(move.partner_id, self.source)

    def test_closed_period_refuses(self):
        move = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.source.id,
                "invoice_date": "2026-01-15",
                "invoice_line_ids": [Command.create({"name": "İş", "price_unit": 10})],
            }
        )
        move.action_post()
        self.env.company.fiscalyear_lock_date = "2026-01-31"
        with self.assertRaisesRegex(UserError, move.name):
            self._merge()

    def test_nothing_is_kept(self):
        self.env["ir.config_parameter"].set_param("crm_cubicl.merge_undo_days", 0)
        merge = self._merge()
        self.assertFalse(merge.can_undo)
        with self.assertRaises(UserError):
            merge._undo()

    def test_undo_leaves_what_changed_since(self):
        contact = self.env["res.partner"].create(
            {"name": "Ayşe Yılmaz", "parent_id": self.source.id}
        )
        merge = self._merge()
        other = self._create_customer("Üçüncü")
        contact.parent_id = other
        merge._undo()
        self.assertTrue(self.source.exists())
        self.assertEqual(contact.parent_id, other)
        [told] = self.source.message_ids.filtered(lambda m: "taken back" in m.body)
        self.assertIn("Contacts and addresses", told.body)

    def test_more_than_three_one_after_another(self):
        for number in range(4):
            source = self._create_customer(f"Şube {number}")
            self.env["crm.merge"]._merge(source, self.target)
        merges = self.env["crm.merge"].search([("target_id", "=", self.target.id)])
        self.assertEqual(len(merges), 4)
        with self.assertRaises(UserError):
            merges[-1]._undo()
        for merge in merges:
            merge._undo()

    def test_parent_customer_below_the_source(self):
        self.target.crm_parent_id = self.source
        merge = self._merge()
        self.assertFalse(self.target.crm_parent_id)
        merge._undo()
        self.env.invalidate_all()
        self.assertEqual(self.target.crm_parent_id, self.source)

    def test_merges_of_hidden_customers_are_not_told(self):
        self.user_edit.group_ids |= self.env.ref("crm_cubicl.crm_cubicl_group_merge")
        merge = self._merge()
        merges = self._as(self.user_edit, merge)
        self.assertEqual(merges.search([("id", "=", merge.id)]), merge)
        self.target.crm_is_closed = True
        merges = self._as(self.user_edit, merge)
        self.assertFalse(merges.search([("id", "=", merge.id)]))
        self.assertFalse(merges.env["crm.merge.move"].search([]))
        with self.assertRaises(AccessError):
            merges.read(["source_name"])

    def test_undo_of_nothing_twice(self):
        merge = self._merge()
        merge._undo()
        self.assertTrue(self.source.exists())
        with self.assertRaises(UserError):
            merge._undo()


@tagged("post_install", "-at_install")
class TestMergedLink(CustomerCase, HttpCase):
    def test_old_link_of_a_hidden_customer(self):
        source, target = self._create_customer("Kaynak"), self._create_customer("Hedef")
        target.crm_is_closed = True
        old = source.id
        self.env["crm.merge"]._merge(source, target)
        page = f"/odoo/crm-customers/{old}"
        for user, leads in ((self.user_view, False), (self.user_manage, True)):
            self.authenticate(user.login, user.login)
            answer = self.url_open(page, allow_redirects=False)
            with self.subTest(user=user.login):
                self.assertEqual(
                    answer.headers.get("Location", "").endswith(f"/{target.id}"), leads
                )

    def test_old_links(self):
        source, target = self.env["res.partner"].create(
            [{"name": n, "is_company": True, "is_crm_customer": True} for n in "ab"]
        )
        old = source.id
        self.env["crm.merge"]._merge(source, target)
        self.authenticate("admin", "admin")
        for path in (f"crm-customers/{old}", f"res.partner/{old}"):
            answer = self.url_open(f"/odoo/{path}", allow_redirects=False)
            self.assertEqual(answer.status_code, 303, path)
            self.assertTrue(
                answer.headers["Location"].endswith(
                    path.replace(str(old), str(target.id))
                )
            )
        answer = self.url_open(f"/odoo/project/{old}", allow_redirects=False)
        self.assertEqual(answer.status_code, 200)
        answer = self.url_open(
            f"/mail/view?model=res.partner&res_id={old}", allow_redirects=False
        )
        self.assertIn(str(target.id), answer.headers["Location"])


@tagged("post_install", "-at_install")
class TestMergeDialog(CustomerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.source, cls.target = cls.env["res.partner"].create(
            [
                {
                    "name": name,
                    "is_company": True,
                    "is_crm_customer": True,
                    "phone": phone,
                    "child_ids": [Command.create({"name": f"Kişi {name}"})],
                }
                for name, phone in (
                    ("Kaynak", "0212 555 10 10"),
                    ("Hedef", "0212 555 20 20"),
                )
            ]
        )

    def _open(self, user):
        dialogs = self.env["crm.merge.dialog"].with_user(user)
        with Form(dialogs.with_context(default_source_id=self.source.id)) as form:
            form.target_id = self.target
            self.assertIn("Contacts and addresses", form.moves)
            with form.value_ids.edit(1) as line:
                line.takes_source = True
        return form.record

    def test_whole_way(self):
        dialog = self._open(self.user_manage)
        self.assertEqual(
            dialog.value_ids.mapped(lambda line: (line.field_name, line.outcome)),
            [("name", "clashes"), ("phone", "clashes")],
        )
        dialog.action_merge()
        self.assertFalse(self.source.exists())
        self.assertEqual(self.target.phone, "+90 212 555 10 10")

    def test_swap(self):
        context = self._open(self.user_manage).action_swap()["context"]
        self.assertEqual(context["default_source_id"], self.target.id)

    def test_dialog_needs_the_right(self):
        with self.assertRaises(AccessError):
            self.env["crm.merge.dialog"].with_user(self.user_delete).create(
                {"source_id": self.source.id, "target_id": self.target.id}
            )

    def test_hidden_customer_is_no_target(self):
        self.user_edit.group_ids |= self.env.ref("crm_cubicl.crm_cubicl_group_merge")
        self.target.crm_is_closed = True
        with self.assertRaises(AccessError):
            self.env["crm.merge"].with_user(self.user_edit)._merge(
                self.source, self.target
            )

    def test_likely_ones_are_proposed(self):
        twin, closed = self.env["res.partner"].create(
            [
                {
                    "name": "Kaynak A.Ş.",
                    "is_company": True,
                    "is_crm_customer": True,
                    "phone": "+90 212 555 10 10",
                    "crm_is_closed": is_closed,
                }
                for is_closed in (False, True)
            ]
        )
        self.user_edit.group_ids |= self.env.ref("crm_cubicl.crm_cubicl_group_merge")
        dialogs = self._as(self.user_edit, self.env["crm.merge.dialog"])
        dialogs = dialogs.with_context(default_source_id=self.source.id)
        [proposed] = dialogs.default_get(["source_id", "proposals"])["proposals"]
        self.assertEqual(proposed["id"], twin.id)
        self.assertIn("same phone", proposed["reasons"])
        self.assertGreater(proposed["score"], 0.5)
        self.assertFalse(closed.crm_customer_id.crm_duplicates_stale)

    def test_no_target_no_merge(self):
        dialog = self.env["crm.merge.dialog"].create({"source_id": self.source.id})
        with self.assertRaises(UserError):
            dialog.action_merge()
