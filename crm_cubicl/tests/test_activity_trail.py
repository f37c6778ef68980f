import base64
from types import SimpleNamespace

from markupsafe import Markup

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.mail.tests.common import mail_new_test_user

from .common import CustomerCase
from .test_feed import FeedMixin

PIXEL = base64.b64encode(
    base64.b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    )
)


@tagged("post_install", "-at_install")
class TestActivityTrail(FeedMixin, CustomerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer = cls._create_customer(city="Konya")
        cls.contact = cls._create_contact(cls.customer)
        cls.env.flush_all()
        cls.env.cr.precommit.run()

    def setUp(self):
        # before the savepoint is rolled back, and so run after it
        self.addCleanup(self.registry._setup_models__, self.cr)
        super().setUp()

    def _change(self, record, vals, user=None):
        """Write as the form does, and return the entry that tells of it."""
        self._as(user or self.user_edit, record).web_save(vals, {"id": {}})
        self._tell_changes()
        return self._entries(self.user_view, self.customer, limit=1)[0]

    def _values(self, entry):
        return {c["label"]: (c["old"], c["new"]) for c in entry["changes"]}

    # -- every change, old and new value, author, source ---------------------------

    def test_fields_core_does_not_track(self):
        stage = self.env["crm.customer.stage"].search([], limit=1)
        tag = self.env["res.partner.category"].create({"name": "Bayi"})
        entry = self._change(
            self.customer,
            {
                "city": "İzmir",
                "street": "Atatürk Cad. 5",
                "website": "https://anadolu.example",
                "crm_stage_id": stage.id,
                "category_id": [Command.link(tag.id)],
                "lang": False,
            },
        )
        values = self._values(entry)
        self.assertEqual(values["City"], ("Konya", "İzmir"))
        self.assertEqual(values["Street"], ("", "Atatürk Cad. 5"))
        self.assertEqual(values["Tags"], ("", "Bayi"))
        self.assertEqual(values["Stage"], ("", stage.name))
        self.assertEqual(entry["kind"], "stage")
        self.assertEqual(entry["author"]["name"], self.user_edit.name)
        self.assertEqual(entry["source"], "Form")

    def test_address_is_told_once(self):
        entry = self._change(self.customer, {"city": "Bursa"})
        self.assertEqual(list(self._values(entry)), ["City"])

    def test_formatted_text_and_picture(self):
        self._change(self.customer, {"comment": "<p>Eski <b>not</b></p>"})
        entry = self._change(
            self.customer, {"comment": "<p>Yeni</p>", "image_1920": PIXEL}
        )
        values = self._values(entry)
        self.assertEqual(values["Notes"], ("Eski *not*", "Yeni"))
        old, new = values["Image"]
        self.assertEqual(old, "")
        self.assertIn("File (", new)

    def test_every_meaningful_field_is_tracked(self):
        """A field that nobody thought of is told too."""
        tracked = self.env["res.partner"]._track_get_fields()
        for name in (
            "name", "email", "phone", "fax", "vat", "street", "zip", "country_id",
            "ref", "website", "lang", "active", "is_company", "is_crm_customer",
            "user_id",
            "crm_manager_ids", "crm_class_id", "crm_region_id",
            "crm_tax_office", "crm_parent_id", "category_id", "comment", "image_1920",
            "function", "type", "property_payment_term_id", "credit_limit",
        ):  # fmt: skip
            self.assertIn(name, tracked)
        for name in ("write_date", "crm_search_key", "crm_customer_id", "signup_type"):
            self.assertNotIn(name, tracked)

    def test_own_fields_file_and_choice_not_to_track(self):
        own = self._create_own_field(name="Araç sayısı", field_type="integer")
        file = self._create_own_field(name="Sözleşme", field_type="file")
        quiet = self._create_own_field(
            name="Sessiz", field_type="text", is_tracked=False
        )
        entry = self._change(
            self.customer,
            {
                own.technical_name: 12,
                file.technical_name: base64.b64encode(b"metin"),
                quiet.technical_name: "x",
            },
            self.user_manage,
        )
        values = self._values(entry)
        self.assertEqual(values["Araç sayısı"], ("0", "12"))
        self.assertEqual(values["Sözleşme"][0], "")
        self.assertIn("File (", values["Sözleşme"][1])
        self.assertNotIn("Sessiz", values)

    def test_strangers_are_tracked_as_in_core(self):
        stranger = self.env["res.partner"].create({"name": "Yabancı"})
        self._tell_changes()
        before = stranger.message_ids
        stranger.website = "https://yabanci.example"
        self._tell_changes()
        self.assertEqual(stranger.message_ids, before)

    def test_becoming_a_customer_is_told(self):
        stranger = self.env["res.partner"].create({"name": "Aday", "is_company": True})
        self._tell_changes()
        stranger.is_crm_customer = True
        self._tell_changes()
        [entry] = self._entries(self.user_view, stranger, limit=1)
        self.assertEqual(self._values(entry), {"Managed as a customer": ("No", "Yes")})

    def test_values_are_in_the_readers_language(self):
        self.env["res.lang"]._activate_lang("tr_TR")
        self.user_view.lang = "tr_TR"
        self._change(self.customer, {"active": False})
        customers = self.customer.with_user(self.user_view).with_context(lang="tr_TR")
        self.env.invalidate_all()
        [entry] = customers.get_customer_feed(limit=1)["entries"]
        self.assertNotEqual(entry["changes"][0]["label"], "Active")

    # -- contacts, bank accounts, addresses ----------------------------------------

    def test_contact_changed_and_deleted(self):
        entry = self._change(self.contact, {"function": "Müdür"})
        self.assertEqual(entry["kind"], "contact")
        self.assertEqual(entry["record_name"], self.contact.name)
        self.assertEqual(self._values(entry)["Job Position"], ("", "Müdür"))
        self._as(self.user_delete, self.contact).unlink()
        [entry] = self._entries(self.user_view, self.customer, limit=1)
        self.assertEqual(entry["kind"], "contact")
        self.assertIn("Contact deleted: Ayşe Yılmaz", entry["body"])
        self.assertEqual(entry["author"]["name"], self.user_delete.name)

    def test_bank_account(self):
        self.env["res.partner.bank"].with_user(self.user_edit).create(
            {"acc_number": "TR330006100519786457841326", "partner_id": self.customer.id}
        )
        [entry] = self._entries(self.user_view, self.customer, limit=1)
        self.assertIn("Bank Account", entry["body"])
        account = self.customer.bank_ids
        account.with_user(self.user_edit).acc_holder_name = "Anadolu Gıda"
        [entry] = self._entries(self.user_view, self.customer, limit=1)
        self.assertEqual(entry["changes"][0]["new"], "Anadolu Gıda")
        account.with_user(self.user_delete).unlink()
        texts = [
            e["body"] for e in self._entries(self.user_view, self.customer, limit=2)
        ]
        self.assertTrue(any("archived" in text for text in texts))

    def test_deleted_customer_leaves_no_trace_of_itself(self):
        self.env["crm.customer.log"].create(
            {"kind": "note", "customer_ids": self.customer.ids, "text": "x"}
        ).action_save()
        task = self.env["project.task"].create(
            {"name": "Kalır", "partner_id": self.customer.id}
        )
        self._tell_changes()
        kept = task.message_ids
        self.customer._unlink_customer_activities()
        left = self.env["mail.message"].search(
            [("crm_customer_id", "=", self.customer.id), ("model", "=", "res.partner")]
        )
        self.assertFalse(left)
        self.assertEqual(task.message_ids, kept)

    # -- sources -------------------------------------------------------------------

    def test_import(self):
        done = self.env["crm.customer.import"].with_user(self.user_edit).create({})
        done._create_customers([SimpleNamespace(values={"name": "Yeni A.Ş."})])
        customer = self.env["res.partner"].search([("crm_import_id", "=", done.id)])
        [entry] = self._entries(self.user_view, customer)
        self.assertEqual(entry["kind"], "import")
        self.assertEqual(entry["source"], f"Import no. {done.id}")
        self.assertEqual(entry["author"]["name"], self.user_edit.name)

    def test_import_without_trail(self):
        done = self.env["crm.customer.import"].create({"keep_trail": False})
        done._create_customers([SimpleNamespace(values={"name": "Yeni A.Ş."})])
        customer = self.env["res.partner"].search([("crm_import_id", "=", done.id)])
        self.assertFalse(self._entries(self.user_view, customer))

    def test_mass_edit(self):
        customers = self.customer | self._create_customer("İkinci")
        entry = self._change(customers, {"city": "Van"})
        self.assertEqual(entry["source"], "Mass edit of 2")

    def test_mass_edit_of_single_values(self):
        customers = self.customer | self._create_customer("İkinci")
        self._as(self.user_edit, customers).web_save_multi(
            [{"city": "Van"}, {"city": "Muş"}], {"id": {}}
        )
        self._tell_changes()
        entry = self._entries(self.user_view, self.customer, limit=1)[0]
        self.assertEqual(entry["source"], "Mass edit of 2")

    def test_portal(self):
        portal = mail_new_test_user(self.env, "musteri", groups="base.group_portal")
        portal.partner_id.parent_id = self.customer
        self._tell_changes()
        # sudo: res.partner - as the portal's address page writes
        partner = self.env["res.partner"].browse(portal.partner_id.id)
        record_sudo = self._as(portal, partner).sudo()
        self._tell_changes()
        record_sudo.phone = "0312 555 44 33"
        self._tell_changes()
        [entry] = self._entries(self.user_view, self.customer, limit=1)
        self.assertEqual(entry["source"], "Portal")

    def test_automation(self):
        other = self._create_customer("Rize Çay")
        self._tell_changes()
        self.env["base.automation"].create(
            {
                "name": "Bölge",
                "model_id": self.env["ir.model"]._get_id("res.partner"),
                "trigger": "on_create_or_write",
                "filter_domain": "[('city', '=', 'Rize')]",
                "action_server_ids": [
                    Command.create(
                        {
                            "name": "Bayi yap",
                            "model_id": self.env["ir.model"]._get_id("res.partner"),
                            "state": "code",
                            "code": f"env['res.partner'].browse({other.id})"
                            ".write({'function': 'X'})",
                            "usage": "base_automation",
                        }
                    )
                ],
            }
        )
        self.customer.with_user(self.user_edit).city = "Rize"
        self._tell_changes()
        sources = {
            entry["record_name"]: entry["source"]
            for entry in self._entries(self.user_view, limit=2)
        }
        self.assertEqual(sources[other.name], "Automation: Bayi yap")
        self.assertEqual(sources[self.customer.name], "Form")

    def test_what_the_system_does(self):
        self.customer.with_user(self.env.ref("base.user_root")).city = "Kars"
        self._tell_changes()
        [entry] = self._entries(self.user_view, self.customer, limit=1)
        self.assertEqual(entry["source"], "Automation")

    def test_core_merge(self):
        source = self._create_customer("Anadolu Gıda")
        self.env["base.partner.merge.automatic.wizard"]._merge(
            [source.id, self.customer.id], self.customer, extra_checks=False
        )
        [entry] = [
            e
            for e in self._entries(self.user_view, self.customer)
            if e["kind"] == "merge"
        ]
        self.assertEqual(entry["source"], "Merging")

    # -- what it costs ---------------------------------------------------------------

    def test_mass_edit_costs_no_query_per_record_more_than_core(self):
        customers = self.env["res.partner"].create(
            [
                {"name": f"M {number}", "is_company": True, "is_crm_customer": True}
                for number in range(80)
            ]
        )
        self._tell_changes()
        tag = self.env["res.partner.category"].create({"name": "Bayi"})
        counts = {}
        # core tracks the phone; the city and the tags are ours
        for name, vals in (
            ("core", {"phone": "0212 555 44 33"}),
            ("own", {"city": "Konya"}),
            ("tags", {"category_id": [Command.link(tag.id)]}),
        ):
            records = self._as(self.user_manage, customers)
            start = self.cr.sql_log_count
            records.web_save(vals, {"id": {}})
            self._tell_changes()
            counts[name] = self.cr.sql_log_count - start
        self.assertLessEqual(counts["own"], counts["core"])
        self.assertLessEqual(counts["tags"], counts["core"] + 5)


@tagged("post_install", "-at_install")
class TestCustomerLog(FeedMixin, CustomerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer = cls._create_customer()
        cls.contact = cls._create_contact(cls.customer)

    def _log(self, user, **vals):
        vals = {"customer_ids": self.customer.ids, "text": "Konuşuldu", **vals}
        self.env.flush_all()
        self.env.invalidate_all()
        return self.env["crm.customer.log"].with_user(user).create(vals)

    def test_edit_logs_note_call_and_visit(self):
        self._log(self.user_edit, kind="note").action_save()
        self._log(self.user_edit, kind="call").action_save()
        self._log(
            self.user_edit, kind="visit", date="2025-03-10 08:00:00"
        ).action_save()
        entries = self._entries(self.user_view, self.customer, limit=3)
        self.assertEqual([e["kind"] for e in entries], ["visit", "call", "note"])
        self.assertEqual(entries[0]["date"], "2025-03-10 08:00:00")
        self.assertIn("Konuşuldu", entries[1]["body"])

    def test_call_with_a_contact_is_kept_with_both(self):
        self._log(self.user_edit, kind="call", contact_id=self.contact.id).action_save()
        [entry] = self._entries(self.user_view, self.customer, limit=1)
        self.assertEqual((entry["kind"], entry["record_name"]), ("call", "Ayşe Yılmaz"))

    def test_several_customers_at_once(self):
        other = self._create_customer("Toros")
        self._log(
            self.user_edit, customer_ids=(self.customer | other).ids
        ).action_save()
        self.assertEqual(self._kinds(self.user_view, other, limit=1), ["note"])
        self.assertEqual(self._kinds(self.user_view, self.customer, limit=1), ["note"])

    def test_view_adds_nothing_through_any_door(self):
        with self.assertRaises(AccessError):
            self._log(self.user_view)
        with self.assertRaises(AccessError):
            self._note(self._as(self.user_view, self.customer))
        log = self._log(self.user_edit)
        with self.assertRaises(AccessError):
            log.with_user(self.user_view).action_save()

    def test_nothing_is_lost_by_a_mistake(self):
        for vals, reason in (
            ({"text": " "}, "Write down"),
            ({"customer_ids": []}, "Choose a customer"),
            ({"kind": "visit", "date": "2999-01-01 08:00:00"}, "future"),
        ):
            with self.assertRaisesRegex(UserError, reason):
                self._log(self.user_edit, **vals).action_save()

    def test_text_is_text(self):
        self._log(self.user_edit, text="<script>alert(1)</script>\nİki").action_save()
        [entry] = self._entries(self.user_view, self.customer, limit=1)
        self.assertNotIn("<script>", entry["body"])
        self.assertIn("&lt;script&gt;", entry["body"])
        self.assertIn("<br", entry["body"])

    def test_chosen_records_are_taken_over(self):
        chosen = {"active_model": "res.partner", "active_ids": self.contact.ids}
        log = self.env["crm.customer.log"].with_context(**chosen).create({"text": "x"})
        self.assertEqual(log.customer_ids, self.customer)

    def test_note_mails_nobody(self):
        self.customer.message_subscribe(self.user_manage.partner_id.ids)
        before = self.env["mail.mail"].search_count([])
        self._log(self.user_edit).action_save()
        self.assertEqual(self.env["mail.mail"].search_count([]), before)
        self.assertFalse(self.customer.message_ids[0].notification_ids)
        self.assertEqual(self.customer.message_ids[0].body, Markup("<p>Konuşuldu</p>"))
