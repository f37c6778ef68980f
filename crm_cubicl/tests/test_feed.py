from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.mail.tests.common import mail_new_test_user

from .common import CustomerCase


class FeedMixin:
    """Ways to look at the activities of customers."""

    def _tell_changes(self):
        """Write the messages of tracked changes, as the end of a request does."""
        self.env.flush_all()
        self.env.cr.precommit.run()

    def _feed(self, user, customers=None, **kwargs):
        customers = self.env["res.partner"] if customers is None else customers
        return self._as(user, customers).get_customer_feed(**kwargs)

    def _entries(self, user, customers=None, **kwargs):
        return self._feed(user, customers, **kwargs)["entries"]

    def _kinds(self, user, customers=None, **kwargs):
        return [entry["kind"] for entry in self._entries(user, customers, **kwargs)]

    def _note(self, record, body="Not", **kwargs):
        return record.message_post(
            body=body, message_type="comment", subtype_xmlid="mail.mt_note", **kwargs
        )

    def _hide(self, partners, user):
        """Hide customers from one user, whatever the levels' own rules say."""
        self.env["ir.rule"].create(
            {
                "name": "Hidden in this test",
                "model_id": self.env["ir.model"]._get_id("res.partner"),
                "domain_force": f"[('id', 'not in', {partners.ids}"
                f" if user.id == {user.id} else [])]",
            }
        )


@tagged("post_install", "-at_install")
class TestFeed(FeedMixin, CustomerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer = cls._create_customer()
        cls.other = cls._create_customer("Toros Seramik Ltd. Şti.")
        cls.contact = cls._create_contact(cls.customer)
        cls.project = cls.env["project.project"].create({"name": "Bakım"})
        cls.env.flush_all()
        cls.env.cr.precommit.run()

    def setUp(self):
        # before the savepoint is rolled back, and so run after it
        self.addCleanup(self.registry._setup_models__, self.cr)
        super().setUp()

    # -- what is in it -----------------------------------------------------------

    def test_creation_of_customer_and_contact(self):
        self.assertEqual(
            self._kinds(self.user_view, self.customer), ["contact", "created"]
        )

    def test_entry_has_the_agreed_keys(self):
        self._note(self.customer.with_user(self.user_edit), "Aradı")
        [entry] = self._entries(self.user_view, self.customer, limit=1)
        self.assertEqual(entry["kind_label"], "Note")
        self.assertEqual(entry["author"]["name"], self.user_edit.name)
        self.assertEqual(
            entry["customer"], {"id": self.customer.id, "name": self.customer.name}
        )
        self.assertEqual(
            (entry["model"], entry["res_id"], entry["record_name"]),
            ("res.partner", self.customer.id, self.customer.name),
        )
        self.assertIn("Aradı", entry["body"])
        self.assertEqual(entry["changes"], [])
        self.assertTrue(fields.Datetime.to_datetime(entry["date"]))

    def test_note_of_customer_is_never_in_its_tasks(self):
        task = self.env["project.task"].create(
            {"name": "Kurulum", "partner_id": self.customer.id}
        )
        before = task.message_ids
        self._note(self.customer, "Yalnızca müşteride")
        self.assertEqual(task.message_ids, before)
        self.assertEqual(self._kinds(self.user_view, self.customer)[0], "note")

    def test_task_quote_and_invoice_are_in_the_feed(self):
        self.user_manage.group_ids += self.env.ref("sales_team.group_sale_manager")
        self.user_manage.group_ids += self.env.ref("account.group_account_manager")
        self.user_manage.group_ids += self.env.ref("project.group_project_user")
        self.env["project.task"].create(
            {
                "name": "Kurulum",
                "project_id": self.project.id,
                "partner_id": self.contact.id,
            }
        )
        self.env["sale.order"].create({"partner_id": self.customer.id})
        self.env["account.move"].create(
            {"move_type": "out_invoice", "partner_id": self.customer.id}
        )
        self._tell_changes()
        kinds = set(self._kinds(self.user_manage, self.customer))
        self.assertLessEqual({"task", "quote", "invoice"}, kinds)

    def test_message_of_mail_done_activity_and_file(self):
        self.customer.message_post(
            body="Merhaba", message_type="comment", subtype_xmlid="mail.mt_comment"
        )
        self.assertEqual(self._kinds(self.user_view, self.customer, limit=1), ["mail"])
        call = self.customer.activity_schedule("mail.mail_activity_data_call")
        call.action_feedback("Konuşuldu")
        self.assertEqual(self._kinds(self.user_view, self.customer, limit=1), ["call"])
        self.customer.message_post(
            attachments=[("sözleşme.txt", b"metin")], message_type="comment"
        )
        [entry] = self._entries(self.user_view, self.customer, limit=1)
        self.assertEqual(entry["kind"], "file")
        self.assertEqual([f["name"] for f in entry["attachments"]], ["sözleşme.txt"])

    def test_private_notification_is_no_activity(self):
        before = self._entries(self.user_view, self.customer)
        self.customer.message_notify(
            body="Yalnız sana", partner_ids=self.user_edit.partner_id.ids
        )
        self.assertEqual(self._entries(self.user_view, self.customer), before)

    def test_contact_that_moves_keeps_its_history_where_it_was(self):
        self._note(self.contact, "Eski yerinde")
        self.contact.parent_id = self.other
        self._tell_changes()
        texts = [
            entry["body"] for entry in self._entries(self.user_view, self.customer)
        ]
        self.assertTrue(any("Eski yerinde" in text for text in texts))
        texts = [entry["body"] for entry in self._entries(self.user_view, self.other)]
        self.assertFalse(any("Eski yerinde" in text for text in texts))

    def test_task_that_changes_its_customer_tells_both(self):
        self.user_view.group_ids += self.env.ref("project.group_project_manager")
        task = self.env["project.task"].create(
            {
                "name": "Bakım",
                "project_id": self.project.id,
                "partner_id": self.customer.id,
            }
        )
        self._tell_changes()
        old = self._entries(self.user_view, self.customer)
        new = self._entries(self.user_view, self.other)
        task.partner_id = self.other
        self._tell_changes()
        old_after = self._entries(self.user_view, self.customer)
        new_after = self._entries(self.user_view, self.other)
        self.assertEqual(len(old_after), len(old) + 1)
        self.assertEqual(old_after[1:], old, "the old messages stay")
        self.assertIn("No longer for", old_after[0]["body"])
        self.assertEqual(len(new_after), len(new) + 1)
        [change] = [c for c in new_after[0]["changes"] if c["label"] == "Customer"]
        self.assertEqual(change["new"], self.other.name)

    def test_contact_of_the_same_customer_moves_no_task(self):
        task = self.env["project.task"].create(
            {"name": "Bakım", "partner_id": self.customer.id}
        )
        self._tell_changes()
        task.partner_id = self.contact
        self.assertFalse(
            task.message_ids.filtered(lambda m: "No longer for" in (m.body or ""))
        )

    # -- pages and filters -------------------------------------------------------

    def test_pages_follow_each_other_without_gap(self):
        for number in range(25):
            self._note(self.customer, f"Not {number}")
        whole = self._feed(self.user_view, self.customer, limit=100)
        self.assertFalse(whole["next"])
        ids = []
        before = None
        while before is not False:
            page = self._feed(self.user_view, self.customer, limit=7, before=before)
            self.assertLessEqual(len(page["entries"]), 7)
            ids += [entry["id"] for entry in page["entries"]]
            before = page["next"]
        self.assertEqual(ids, [entry["id"] for entry in whole["entries"]])

    def test_page_that_just_fits_has_no_next(self):
        page = self._feed(self.user_view, self.customer, limit=2)
        self.assertEqual((len(page["entries"]), page["next"]), (2, False))

    def test_filter_by_user_and_kind(self):
        self._note(self.customer.with_user(self.user_edit), "Düzenleyen")
        self._note(self.customer.with_user(self.user_manage), "Yöneten")
        entries = self._entries(
            self.user_view, filters={"user_id": self.user_edit.id, "kind": "note"}
        )
        self.assertEqual(len(entries), 1)
        self.assertIn("Düzenleyen", entries[0]["body"])
        self.assertFalse(self._entries(self.user_view, filters={"kind": "visit"}))
        both = self._kinds(
            self.user_view, self.customer, filters={"kind": ["note", "created"]}
        )
        self.assertEqual(both, ["note", "note", "created"])

    def test_filter_by_customer(self):
        self._note(self.other, "Diğer")
        entries = self._entries(self.user_view, filters={"customer_id": self.other.id})
        self.assertEqual({e["customer"]["id"] for e in entries}, {self.other.id})
        self.assertFalse(
            self._entries(
                self.user_view, self.customer, filters={"customer_id": self.other.id}
            )
        )

    def test_filter_by_date_in_the_users_time_zone(self):
        self.user_view.tz = "Europe/Istanbul"
        # 23:30 and 00:30 in Istanbul
        for hour, text in (
            ("2025-03-09 20:30:00", "önce"),
            ("2025-03-09 21:30:00", "sonra"),
        ):
            self._note(self.customer, text, date=hour)
        entries = self._entries(
            self.user_view, filters={"date_from": "2025-03-10", "date_to": "2025-03-10"}
        )
        self.assertEqual(len(entries), 1)
        self.assertIn("sonra", entries[0]["body"])

    def test_pages_of_a_period_are_in_the_order_of_their_dates(self):
        for day in (5, 3, 9, 1, 7):
            self._note(self.customer, str(day), date=f"2024-01-0{day} 10:00:00")
        filters = {"date_from": "2024-01-01", "date_to": "2024-01-31"}
        days, before = [], None
        while before is not False:
            page = self._feed(self.user_view, limit=2, before=before, filters=filters)
            days += [entry["date"][8:10] for entry in page["entries"]]
            before = page["next"]
        self.assertEqual(days, ["09", "07", "05", "03", "01"])

    def test_bad_arguments_are_refused_with_a_reason(self):
        with self.assertRaisesRegex(UserError, "2025-12-31"):
            self._feed(self.user_view, filters={"date_from": "dün"})
        with self.assertRaisesRegex(UserError, "secret"):
            self._feed(self.user_view, filters={"secret": 1})
        page = self._feed(self.user_view, self.customer, limit=10**9)
        self.assertEqual(len(page["entries"]), 2)

    # -- rights --------------------------------------------------------------------

    def test_hidden_customer_is_in_no_feed(self):
        self._note(self.other, "Gizli")
        self._note(self.customer, "Açık")
        self._hide(self.other, self.user_view)
        customers = {e["customer"]["id"] for e in self._entries(self.user_view)}
        self.assertNotIn(self.other.id, customers)
        self.assertIn(self.customer.id, customers)
        with self.assertRaises(AccessError):
            self._feed(self.user_view, self.other)
        with self.assertRaises(AccessError):
            self._feed(self.user_view, filters={"customer_id": self.other.id})
        self.assertTrue(self._entries(self.user_edit, self.other))

    def test_who_sees_no_customer_sees_no_activity(self):
        customers = self.env["res.partner"].search([("is_crm_customer", "=", True)])
        self._hide(customers, self.user_none)
        self.assertEqual(self._feed(self.user_none), {"entries": [], "next": False})

    def test_few_visible_among_many_are_found(self):
        self._note(self.customer, "Tek görünen")
        for number in range(60):
            self._note(self.other, f"Gizli {number}")
        self._hide(self.other, self.user_view)
        page = self._feed(self.user_view, limit=3)
        self.assertIn("Tek görünen", page["entries"][0]["body"])
        self.assertEqual(len(page["entries"]), 3)

    def test_hidden_contact_is_left_out_of_its_customers_feed(self):
        self._note(self.contact, "Gizli kişi")
        self._hide(self.contact, self.user_view)
        texts = [
            entry["body"] for entry in self._entries(self.user_view, self.customer)
        ]
        self.assertFalse(any("Gizli kişi" in text for text in texts))

    def test_message_of_a_task_one_may_not_read_is_left_out(self):
        self.project.privacy_visibility = "followers"
        self.user_view.group_ids += self.env.ref("project.group_project_user")
        self.env["project.task"].create(
            {
                "name": "Gizli iş",
                "project_id": self.project.id,
                "partner_id": self.customer.id,
            }
        )
        self.assertNotIn("task", self._kinds(self.user_view, self.customer))
        self.user_edit.group_ids += self.env.ref("project.group_project_manager")
        self.assertIn("task", self._kinds(self.user_edit, self.customer))

    def test_quotes_need_the_right_for_quotes(self):
        self.env["sale.order"].create({"partner_id": self.customer.id})
        self.assertNotIn("quote", self._kinds(self.user_view, self.customer))

    def test_portal_user_sees_no_internal_note(self):
        portal = mail_new_test_user(
            self.env, "musteri", groups="base.group_portal", name="Müşteri"
        )
        portal.partner_id.parent_id = self.customer
        self._note(self.customer, "Aramızda kalsın")
        self.customer.message_post(
            body="Herkese açık", message_type="comment", subtype_xmlid="mail.mt_comment"
        )
        texts = [e["body"] for e in self._entries(portal, self.customer)]
        self.assertEqual(len(texts), 1)
        self.assertIn("Herkese açık", texts[0])

    def test_values_of_a_restricted_field_are_for_its_group(self):
        group = self.env["res.groups"].create({"name": "Kredi"})
        custom = self._create_own_field(
            name="Kredi notu", field_type="text", group_ids=[Command.set(group.ids)]
        )
        self.customer[custom.technical_name] = "AAA"
        self._tell_changes()
        [entry] = self._entries(self.user_view, self.customer, limit=1)
        self.assertEqual((entry["kind"], entry["changes"]), ("updated", []))
        self.user_view.group_ids += group
        [entry] = self._entries(self.user_view, self.customer, limit=1)
        self.assertEqual([c["new"] for c in entry["changes"]], ["AAA"])

    def test_nobody_files_a_message_by_hand(self):
        message = self._note(self.customer.with_user(self.user_manage))
        with self.assertRaises(AccessError):
            message.with_user(self.user_manage).crm_customer_id = self.other
        with self.assertRaises(AccessError):
            self.env["mail.message"].with_user(self.user_manage).create(
                {
                    "model": "res.partner",
                    "res_id": self.customer.id,
                    "body": "Sahte",
                    "crm_source": "import",
                }
            )
        with self.assertRaises(AccessError):
            self.env["mail.message"].with_user(self.user_manage).with_context(
                default_crm_kind="import"
            ).create({"model": "res.partner", "res_id": self.customer.id})

    def test_context_of_a_client_invents_no_kind(self):
        record = self.customer.with_user(self.user_edit).with_context(
            crm_activity={"kind": "import", "source": "import", "ref": "12"}
        )
        self._note(record)
        [entry] = self._entries(self.user_view, self.customer, limit=1)
        self.assertEqual((entry["kind"], entry["source"]), ("note", False))

    # -- what it costs ---------------------------------------------------------------

    def test_page_costs_few_queries_whatever_is_in_it(self):
        self.user_manage.group_ids += self.env.ref("sales_team.group_sale_manager")
        self.user_manage.group_ids += self.env.ref("account.group_account_manager")
        self.user_manage.group_ids += self.env.ref("project.group_project_manager")
        for number in range(8):
            self.env["project.task"].create(
                {
                    "name": f"İş {number}",
                    "project_id": self.project.id,
                    "partner_id": self.contact.id,
                }
            )
            self.env["sale.order"].create({"partner_id": self.customer.id})
            self.env["account.move"].create(
                {"move_type": "out_invoice", "partner_id": self.other.id}
            )
            self.customer.message_post(
                body="x", attachments=[(f"{number}.txt", b"x")], message_type="comment"
            )
        self.customer.city = "Konya"
        self._tell_changes()
        # what does not change is kept in memory
        page = self._feed(self.user_manage, limit=30)
        kinds = {entry["kind"] for entry in page["entries"]}
        self.assertLessEqual({"task", "quote", "invoice", "updated"}, kinds)
        customers = self._as(self.user_manage, self.env["res.partner"])
        # every request reads its user and their companies
        customers.env.user.mapped("share")
        customers.env.companies.mapped("name")
        with self.assertQueryCount(12):
            customers.get_customer_feed(limit=30)

    def test_message_costs_no_query_more_than_core(self):
        stranger = self.env["res.partner"].create({"name": "Müşteri değil"})
        self.user_edit.group_ids |= self.env.ref("base.group_partner_manager")
        self._tell_changes()
        counts = []
        for partner in (stranger, self.customer, stranger, self.customer):
            record = self._as(self.user_edit, partner)
            start = self.cr.sql_log_count
            self._note(record)
            self.env.flush_all()
            counts.append(self.cr.sql_log_count - start)
        self.assertLessEqual(counts[3], counts[2] + 1)
