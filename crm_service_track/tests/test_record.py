from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import freeze_time, new_test_user, tagged
from odoo.tools import mute_logger

from .billing_common import PICTURE
from .common import USER, VIEW, ServiceTrackCommon

RULES = ("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")


@tagged("post_install", "-at_install")
@freeze_time("2026-06-15 10:00:00")
class TestRecord(ServiceTrackCommon):
    def test_a_record_has_a_number_and_adds_its_stretches_up(self):
        record = self._create_record(
            ("2026-06-15 06:00:00", 30), ("2026-06-15 08:00:00", 45)
        )
        self.assertTrue(record.name)
        self.assertEqual(record.seconds, 75 * 60)
        self.assertEqual(record.hours, 1.25)
        self.assertEqual(record.state, "stopped")
        self.assertEqual(str(record.date_start), "2026-06-15 06:00:00")
        self.assertEqual(str(record.date_end), "2026-06-15 08:45:00")
        self.assertEqual(record.company_id, self.env.company)
        other = self._create_record()
        self.assertEqual(other.state, "new")
        self.assertNotEqual(other.name, record.name)

    def test_the_contact_and_the_contract_are_the_customers(self):
        stranger = self.env["res.partner"].create(
            {"name": "Ege", "is_company": True, "is_crm_customer": True}
        )
        contact = self.env["res.partner"].create(
            {"name": "Ayşe", "parent_id": stranger.id}
        )
        contract = self._create_contract(customer_id=stranger.id)
        for values in ({"contact_id": contact.id}, {"contract_id": contract.id}):
            with self.subTest(values=values), self.assertRaises(ValidationError):
                self._create_record(**values)
        nobody = self.env["res.partner"].create({"name": "Nobody's customer"})
        with self._refused(ValidationError, "Nobody's customer"):
            self._create_record(customer_id=nobody.id)

    def test_the_contract_that_covers_the_service_is_taken(self):
        other_type = self.env["crm.service.type"].create({"name": "Other service"})
        narrow = self._create_contract(
            type_ids=[Command.set(other_type.ids)], date_end="2026-12-31"
        )
        wide = self._create_contract()
        self._create_contract(date_start="2027-01-01")
        record = self._create_record(type_id=self.service_type.id)
        self.assertEqual(record.contract_id, wide)
        record.type_id = other_type
        self.assertEqual(record.contract_id, narrow)
        wide.action_archive()
        record.type_id = self.service_type
        self.assertFalse(record.contract_id)

    def test_a_template_is_put_below_what_is_written(self):
        template = self.env["crm.service.template"].create(
            {"name": "Printer", "body": "<p>Device: …</p>"}
        )
        record = self._create_record(intervention="<p>Called back.</p>")
        record.template_id = template
        record._onchange_template_id()
        self.assertEqual(record.intervention, "<p>Called back.</p><p>Device: …</p>")
        self.assertFalse(record.template_id)

    def test_pictures_belong_to_the_record(self):
        picture = (
            self.env["ir.attachment"]
            .with_user(self.user_technician)
            .create({"name": "a.png", "raw": PICTURE})
        )
        record = self._create_record().with_user(self.user_technician)
        record.picture_ids = [Command.link(picture.id)]
        self.assertEqual(picture.res_model, "crm.service.record")
        self.assertEqual(picture.res_id, record.id)
        self.assertTrue(self._as(self.user_manager, picture).has_access("read"))
        self.assertFalse(self._as(self.user_colleague, picture).has_access("read"))

    def test_what_is_no_picture_is_refused(self):
        """Whatever its name and its type say."""
        record = self._as(self.user_technician, self._create_record())
        files = record.env["ir.attachment"]
        for name, mimetype in (("a.py", "text/x-python"), ("a.png", "image/png")):
            wrong = files.create({"name": name, "raw": b"import os", "type": "binary"})
            wrong.sudo().mimetype = mimetype
            with self.subTest(name=name), self._refused(ValidationError, name):
                record.picture_ids = [Command.link(wrong.id)]
        right = files.create({"name": "photo", "raw": PICTURE})
        record.picture_ids = [Command.set(right.ids)]
        self.assertEqual(record.picture_ids, right)

    def test_messages_are_activities_of_the_customer(self):
        record = self._create_record()
        message = record.message_post(body="Called back")
        self.assertEqual(message.crm_customer_id, self.customer)
        self.assertEqual(message.crm_kind, "service")

    def test_a_record_holds_its_customer(self):
        self._create_record()
        with self._refused(UserError, "SR-"):
            self.customer.unlink()

    def test_a_task_starts_a_record(self):
        contact = self.env["res.partner"].create(
            {"name": "Ayşe", "parent_id": self.customer.id}
        )
        project = self.env["project.project"].create({"name": "Support"})
        task = self.env["project.task"].create(
            {"name": "Printer", "project_id": project.id, "partner_id": contact.id}
        )
        self.assertFalse(task.with_user(self.user_plain)._get_task_start_actions())
        [action] = task.with_user(self.user_technician)._get_task_start_actions()
        record = (
            self.env["crm.service.record"].with_context(**action["context"]).create({})
        )
        self.assertEqual(record.task_id, task)
        self.assertEqual(record.customer_id, self.customer)
        self.assertEqual(record.contact_id, contact)

    def test_a_visit_makes_a_record(self):
        record = self.env["crm.service.record"]._create_from_visit(
            {
                "customer_id": self.customer.id,
                "type_id": self.service_type.id,
                "user_id": self.user_technician.id,
                "intervention": "<p>Done</p>",
                "stretches": [("2026-06-14 06:00:00", "2026-06-14 07:30:00")],
                "fee": 100,
            }
        )
        self.assertEqual(record.seconds, 5400)
        self.assertEqual(record.interval_ids.user_id, self.user_technician)
        self.assertEqual(record.state, "stopped")

    def test_the_card_asks_when_the_work_is_done(self):
        card = self.env.ref("crm_service_track.crm_service_record_card")
        card.line_ids = [
            Command.create({"builtin_name": "type_id", "is_required": True})
        ]
        records = self.env["crm.service.record"].with_user(self.user_technician)
        record = records.create({"customer_id": self.customer.id})
        stretch = {
            "date_start": "2026-06-15 06:00:00",
            "date_end": "2026-06-15 07:00:00",
        }
        with self._refused(ValidationError, "Service"):
            records.create(
                {
                    "customer_id": self.customer.id,
                    "interval_ids": [Command.create(stretch)],
                }
            )
        record.interval_ids = [Command.create(stretch)]
        self.assertTrue(record.crm_is_incomplete)
        found = records.search([("crm_is_incomplete", "=", True)])
        self.assertIn(record, found)
        record.type_id = self.service_type
        record.invalidate_recordset(["crm_is_incomplete"])
        self.assertFalse(record.crm_is_incomplete)


@tagged("post_install", "-at_install")
@freeze_time("2026-06-15 10:00:00")
class TestRecordRights(ServiceTrackCommon):
    def _find(self, user):
        return self._as(user, self.env["crm.service.record"]).search(
            [("customer_id", "=", self.customer.id)]
        )

    def test_technicians_have_their_own_managers_all(self):
        own = self._create_record(("2026-06-15 06:00:00", 30))
        other = self._create_record(
            ("2026-06-15 06:00:00", 30), user=self.user_colleague
        )
        self.assertEqual(self._find(self.user_technician), own)
        self.assertEqual(self._find(self.user_manager), own | other)
        foreign = self._as(self.user_technician, other)
        for method in ("start_timer", "stop_timer", "action_confirm_times"):
            with (
                self.subTest(method=method),
                mute_logger(*RULES),
                self.assertRaises(AccessError),
            ):
                getattr(foreign, method)()
        with mute_logger(*RULES), self.assertRaises(AccessError):
            self._as(self.user_technician, other.interval_ids).read(["date_start"])
        with mute_logger(*RULES), self.assertRaises(AccessError):
            self._as(self.user_technician, own).user_id = self.user_colleague
        with mute_logger(*RULES), self.assertRaises(AccessError):
            self._as(self.user_technician, own).unlink()

    def test_without_role_there_are_no_records(self):
        self._create_record()
        with mute_logger(*RULES), self.assertRaises(AccessError):
            self._find(self.user_plain)
        with self.assertRaises(AccessError):
            self._as(self.user_plain, self.customer).get_service_panel()
        with self.assertRaises(AccessError):
            self._as(self.user_plain, self.env["res.users"]).stop_service_timer()

    def test_a_hidden_customer_hides_its_records_but_the_own_ones(self):
        own = self._create_record()
        self._create_record(user=self.user_colleague)
        manager = self.user_manager
        self.customer.crm_is_closed = True
        self.assertFalse(self._find(manager))
        self.assertEqual(self._find(self.user_technician), own)
        self.assertTrue(self._as(self.user_technician, own).display_name)
        with mute_logger(*RULES), self.assertRaises(AccessError):
            self._as(self.user_technician, self.customer).get_service_panel()
        self.assertFalse(
            self._as(manager, self.env["crm.service.interval"]).search(
                [("record_id.customer_id", "=", self.customer.id)]
            )
        )
        self.customer.user_id = manager
        self.assertEqual(len(self._find(manager)), 2)

    def test_without_a_level_only_the_own_ones_are_seen(self):
        user = new_test_user(
            self.env, "service_no_level", USER, crm_level="none", tz="Europe/Istanbul"
        )
        own = self._create_record(user=user)
        self._create_record()
        self.assertEqual(self._find(user), own)

    def test_another_company_is_another_company(self):
        company = self.env["res.company"].create({"name": "Other company"})
        record = self._create_record(company_id=company.id)
        self.assertFalse(self._find(self.user_manager))
        self.assertFalse(self._as(self.user_technician, record).has_access("read"))

    def test_what_is_computed_is_nobodys_to_write(self):
        record = self._create_record(("2026-06-15 06:00:00", 30))
        for field, value in (("hours", 9), ("seconds", 9), ("state", "new")):
            with self.subTest(field=field), self.assertRaises(AccessError):
                self._as(self.user_manager, record).write({field: value})
        with self.assertRaises(AccessError):
            self._as(self.user_manager, record.interval_ids).seconds = 9

    def test_nobody_adds_the_time_of_somebody_else(self):
        record = self._create_record()
        stretch = {
            "record_id": record.id,
            "user_id": self.user_colleague.id,
            "date_start": "2026-06-15 06:00:00",
            "date_end": "2026-06-15 07:00:00",
        }
        intervals = self.env["crm.service.interval"]
        with self.assertRaises(AccessError):
            self._as(self.user_technician, intervals).create(stretch)
        self.assertTrue(self._as(self.user_manager, intervals).create(stretch))
        own = self._as(self.user_technician, intervals).create(
            stretch
            | {
                "user_id": self.user_technician.id,
                "date_start": "2026-06-15 07:00:00",
                "date_end": "2026-06-15 08:00:00",
            }
        )
        with self.assertRaises(AccessError):
            own.user_id = self.user_colleague


@tagged("post_install", "-at_install")
class TestLevels(ServiceTrackCommon):
    def test_assigned_only(self):
        user = new_test_user(
            self.env,
            "service_assigned",
            f"{USER},{VIEW},crm_cubicl.crm_cubicl_group_assigned",
        )
        rule = user._get_service_record_rule()
        self.assertFalse(rule.is_true())
        self._create_record()
        own = self._create_record(user=user)
        found = self._as(user, self.env["crm.service.record"]).search(
            [("customer_id", "=", self.customer.id)]
        )
        self.assertEqual(found, own)
