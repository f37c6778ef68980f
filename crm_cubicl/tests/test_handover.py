from datetime import date

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common import CustomerCase


@tagged("post_install", "-at_install")
class TestHandover(CustomerCase):
    """Handing work over, for good and for a while, and giving it back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.old = new_test_user(
            cls.env,
            "eski",
            groups="crm_cubicl.crm_cubicl_group_edit,project.group_project_user",
            name="Elif Kaya",
        )
        cls.new = new_test_user(
            cls.env,
            "yeni",
            groups="crm_cubicl.crm_cubicl_group_edit,project.group_project_user",
            name="Burak Şahin",
        )
        cls.main = cls._create_customer("Asıl A.Ş.", user_id=cls.old.id)
        cls.other = cls._create_customer(
            "Diğer A.Ş.",
            user_id=cls.user_view.id,
            crm_manager_ids=[Command.set([cls.old.id, cls.user_delete.id])],
        )
        cls.project = cls.env["project.project"].create({"name": "Kurulum"})
        cls.task = cls.env["project.task"].create(
            {
                "name": "Montaj",
                "project_id": cls.project.id,
                "user_ids": [Command.set([cls.old.id, cls.user_view.id])],
            }
        )
        cls.closed_task = cls.task.copy({"state": "1_done"})
        cls.todo = cls.env["project.task"].create(
            {"name": "Kendi işim", "user_ids": [Command.set(cls.old.ids)]}
        )
        cls.activity = cls.main.activity_schedule(
            "mail.mail_activity_data_call", user_id=cls.old.id, summary="Ara"
        )

    def _create(self, user=None, **vals):
        Handover = self._as(user or self.user_manage, self.env["crm.handover"])
        return Handover.create(
            {"from_user_id": self.old.id, "to_user_id": self.new.id, **vals}
        )

    def _states(self, handover):
        return {
            (line.kind, line.res_id): line.state for line in handover.sudo().line_ids
        }

    def _run_cron(self):
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref("crm_cubicl.crm_handover_cron").method_direct_trigger()
        self.env.invalidate_all()

    # ---- there ----

    def test_counts_before(self):
        handover = self._create()
        self.assertEqual(
            [
                handover.main_count,
                handover.other_count,
                handover.task_count,
                handover.activity_count,
            ],
            [1, 1, 1, 1],
        )
        self.assertEqual(handover.state, "draft")
        self.assertEqual(self.main.user_id, self.old)

    def test_for_good(self):
        handover = self._create()
        handover.action_start()
        self.assertEqual(handover.state, "done")
        self.assertEqual(self.main.user_id, self.new)
        self.assertEqual(self.other.crm_manager_ids, self.new | self.user_delete)
        self.assertEqual(self.other.user_id, self.user_view)
        self.assertEqual(self.task.user_ids, self.new | self.user_view)
        self.assertEqual(self.activity.user_id, self.new)
        self.assertEqual(self.closed_task.user_ids, self.old | self.user_view)
        self.assertEqual(self.todo.user_ids, self.old)
        self.assertEqual(set(self._states(handover).values()), {"moved"})
        self.assertEqual(handover.moved_count, 4)
        with self.assertRaises(UserError):
            handover.action_start()
        self.assertEqual(len(handover.line_ids), 4)

    def test_only_what_was_chosen(self):
        handover = self._create(move_other=False, move_task=False, move_activity=False)
        handover.action_start()
        self.assertEqual(self.main.user_id, self.new)
        self.assertIn(self.old, self.other.crm_manager_ids)
        self.assertIn(self.old, self.task.user_ids)
        self.assertEqual(self.activity.user_id, self.old)
        with self.assertRaises(UserError) as caught:
            self._create(from_user_id=self.user_none.id).action_start()
        self.assertIn("nothing", str(caught.exception))
        nothing = self._create(
            move_main=False, move_other=False, move_task=False, move_activity=False
        )
        with self.assertRaises(UserError):
            nothing.action_start()

    def test_trail_of_the_customer(self):
        self.env.flush_all()
        before = self.main.message_ids
        self._create(date_to="2099-01-31").action_start()
        message = self.main.message_ids - before
        self.assertEqual(len(message), 1)
        self.assertIn("Elif Kaya", message.body)
        self.assertEqual(message.author_id, self.user_manage.partner_id)
        tracking = message.sudo().tracking_value_ids
        self.assertEqual(tracking.field_id.name, "user_id")
        self.assertEqual(tracking.old_value_char, "Elif Kaya")
        self.assertEqual(tracking.new_value_char, "Burak Şahin")

    def test_new_colleague_follows_and_is_told_once(self):
        before = self.env["mail.message"].search([], limit=1, order="id DESC").id
        self._create().action_start()
        self.assertIn(self.new.partner_id, self.main.message_partner_ids)
        told = self.env["mail.message"].search(
            [
                ("id", ">", before),
                ("message_type", "=", "user_notification"),
                ("partner_ids", "in", self.new.partner_id.ids),
            ]
        )
        self.assertEqual(len(told), 1)
        self.assertIn("Elif Kaya", told.subject)

    def test_archived_customers_too(self):
        self.main.active = False
        self._create().action_start()
        self.assertEqual(self.main.user_id, self.new)

    def test_activity_of_a_hidden_document_stays(self):
        company = self.env["res.company"].create({"name": "Başka A.Ş."})
        hidden = self._create_customer("Gizli", company_id=company.id)
        activity = hidden.activity_schedule(
            "mail.mail_activity_data_call", user_id=self.old.id
        )
        handover = self._create()
        handover.action_start()
        self.assertEqual(activity.user_id, self.old)
        line = handover.sudo().line_ids.filtered(lambda line: line.state == "skipped")
        self.assertEqual((line.res_id, line.reason), (activity.id, "no_access"))

    def test_tasks_of_who_has_no_projects_stay(self):
        self.new.group_ids -= self.env.ref("project.group_project_user")
        handover = self._create()
        handover.action_start()
        self.assertIn(self.old, self.task.user_ids)
        self.assertEqual(self._states(handover)["task", self.task.id], "skipped")

    def test_other_company_stays(self):
        company = self.env["res.company"].create({"name": "Başka A.Ş."})
        self.old.company_ids |= company
        far = self._create_customer("Uzak", company_id=company.id, user_id=self.old.id)
        self._create().action_start()
        self.assertEqual(far.user_id, self.old)

    # ---- and back ----

    def test_undo_is_exact(self):
        handover = self._create()
        handover.action_start()
        handover.action_undo()
        self.assertEqual(handover.state, "undone")
        self.assertEqual(self.main.user_id, self.old)
        self.assertEqual(self.other.crm_manager_ids, self.old | self.user_delete)
        self.assertEqual(self.task.user_ids, self.old | self.user_view)
        self.assertEqual(self.activity.user_id, self.old)
        self.assertNotIn(self.new.partner_id, self.main.message_partner_ids)
        self.assertEqual(set(self._states(handover).values()), {"restored"})
        with self.assertRaises(UserError):
            handover.action_undo()

    def test_who_was_there_before_stays(self):
        self.other.crm_manager_ids |= self.new
        self.task.user_ids |= self.new
        self.main.message_subscribe(self.new.partner_id.ids)
        handover = self._create()
        handover.action_start()
        self.assertNotIn(self.old, self.other.crm_manager_ids)
        handover.action_undo()
        self.assertEqual(
            self.other.crm_manager_ids, self.old | self.new | self.user_delete
        )
        self.assertEqual(self.task.user_ids, self.old | self.new | self.user_view)
        self.assertIn(self.new.partner_id, self.main.message_partner_ids)

    def test_what_changed_since_stays_and_is_listed(self):
        gone = self._create_customer("Giden", user_id=self.old.id)
        handover = self._create()
        handover.action_start()
        self.main.user_id = self.user_edit
        self.other.crm_manager_ids -= self.new
        self.task.state = "1_done"
        self.activity.action_feedback(feedback="Arandı")
        gone_id = gone.id
        gone.unlink()
        handover.action_undo()
        self.assertEqual(self.main.user_id, self.user_edit)
        self.assertEqual(self.other.crm_manager_ids, self.user_delete)
        self.assertIn(self.new, self.task.user_ids)
        reasons = {(line.kind, line.res_id): line.reason for line in handover.line_ids}
        self.assertEqual(
            reasons,
            {
                ("main", self.main.id): "changed",
                ("main", gone_id): "gone",
                ("other", self.other.id): "changed",
                ("task", self.task.id): "closed",
                ("activity", self.activity.id): "closed",
            },
        )
        self.assertEqual(handover.kept_count, 5)

    # ---- by the clock ----

    @freeze_time("2026-07-01 09:00:00")
    def test_holiday(self):
        handover = self._create(date_from="2026-07-06", date_to="2026-07-17")
        handover.action_start()
        self.assertEqual(handover.state, "planned")
        self._run_cron()
        self.assertEqual(self.main.user_id, self.old)
        with freeze_time("2026-07-06 06:00:00"):
            self._run_cron()
            self.assertEqual(handover.state, "running")
            self.assertEqual(self.main.user_id, self.new)
            self.assertEqual(
                self.main.message_ids[0].author_id, self.user_manage.partner_id
            )
        with freeze_time("2026-07-17 12:00:00"):
            self._run_cron()
            self.assertEqual(self.main.user_id, self.new)
        with freeze_time("2026-07-18 06:00:00"):
            self._run_cron()
            self.assertEqual(handover.state, "undone")
            self.assertEqual(self.main.user_id, self.old)
            self.assertEqual(self.task.user_ids, self.old | self.user_view)
            lines = handover.line_ids
            self._run_cron()
            self.assertEqual(handover.line_ids, lines)

    @freeze_time("2026-07-01 22:30:00")
    def test_the_day_is_that_of_who_planned_it(self):
        self.user_manage.tz = "Europe/Istanbul"
        handover = self._create(date_from="2026-07-02")
        self.assertEqual(handover._get_today(), date(2026, 7, 2))
        handover.action_start()
        self.assertEqual(handover.state, "done")

    @freeze_time("2026-07-01 09:00:00")
    def test_what_cannot_start_says_why(self):
        handover = self._create(date_from="2026-07-06")
        handover.action_start()
        self.new.active = False
        with freeze_time("2026-07-06 06:00:00"):
            self._run_cron()
        self.assertEqual(handover.state, "planned")
        self.assertIn("archived", handover.failure)
        self.assertEqual(self.main.user_id, self.old)
        self.assertFalse(handover.line_ids)
        handover.action_cancel_plan()
        self.assertEqual((handover.state, handover.failure), ("draft", False))

    @freeze_time("2026-07-01 09:00:00")
    def test_who_planned_it_must_still_manage(self):
        handover = self._create(date_from="2026-07-06")
        handover.action_start()
        self.user_manage.crm_level = "edit"
        with freeze_time("2026-07-06 06:00:00"):
            self._run_cron()
        self.assertEqual(self.main.user_id, self.old)
        self.assertEqual(handover.sudo().state, "planned")
        self.assertTrue(handover.sudo().failure)

    # ---- what is refused ----

    def test_refused_with_the_reason(self):
        self.new.crm_level = "none"
        with self.assertRaises(UserError) as caught:
            self._create().action_start()
        self.assertIn("None", str(caught.exception))
        self.new.crm_level = "edit"
        self.new.active = False
        with self.assertRaises(UserError) as caught:
            self._create().action_start()
        self.assertIn("archived", str(caught.exception))
        self.new.active = True
        self.old.active = False
        with self.assertRaises(UserError):
            self._create(date_to="2099-01-01").action_start()
        with self.assertRaises(UserError):
            self._create(date_to="2020-01-01").action_start()
        self._create().action_start()
        self.assertEqual(self.main.user_id, self.new)

    def test_portal_and_oneself(self):
        portal = new_test_user(self.env, "disari", groups="base.group_portal")
        with self.assertRaises(UserError):
            self._create(to_user_id=portal.id)
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self._create(to_user_id=self.old.id).flush_recordset()

    def test_state_and_log_are_nobodys_to_write(self):
        for vals in ({"state": "done"}, {"line_ids": [(0, 0, {"kind": "main"})]}):
            with self.assertRaises(AccessError):
                self._create(**vals)
            with self.assertRaises(AccessError):
                self._create().write(vals)
        handover = self._create()
        handover.action_start()
        with self.assertRaises(UserError):
            handover.write({"to_user_id": self.user_delete.id})
        with self.assertRaises(UserError):
            handover.write({"state": "draft"})
        with self.assertRaises(UserError):
            handover.unlink()
        self._create().unlink()

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_log_cannot_be_written(self):
        handover = self._create()
        handover.action_start()
        line = self._as(self.user_manage, handover.line_ids[0])
        self.assertTrue(line.read(["record_name"]))
        with self.assertRaises(AccessError):
            line.write({"res_id": self.main.id})
        with self.assertRaises(AccessError):
            line.unlink()

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_below_manage_it_is_refused(self):
        ready = self._create()
        done = self._create(move_main=False)
        done.action_start()
        for user in (self.user_none, self.user_view, self.user_edit, self.user_delete):
            with self.assertRaises(AccessError):
                self._create(user)
            for record, act in ((ready, "action_start"), (done, "action_undo")):
                with self.assertRaises(AccessError):
                    getattr(self._as(user, record), act)()
            with self.assertRaises(AccessError):
                self._as(user, ready).read(["state"])
            with self.assertRaises(AccessError):
                self._as(user, done.line_ids).read(["record_name"])
        self.assertEqual(self.main.user_id, self.old)

    def test_names_that_may_not_be_seen_are_numbers(self):
        self.project.privacy_visibility = "followers"
        handover = self._create()
        handover.action_start()
        line = self._as(
            self.user_manage,
            handover.line_ids.filtered(lambda line: line.kind == "task"),
        )
        self.assertEqual(line.record_name, f"No. {self.task.id}")
        with (
            self.assertRaises(AccessError),
            mute_logger("odoo.addons.base.models.ir_rule"),
        ):
            line.action_open()

    # ---- thousands ----

    def test_in_sets(self):
        counts = []
        for number in (5, 60):
            customers = self.env["res.partner"].create(
                [
                    {
                        "name": f"Müşteri {i}",
                        "is_crm_customer": True,
                        "user_id": self.old.id,
                        "crm_manager_ids": [Command.set(self.old.ids)],
                    }
                    for i in range(number)
                ]
            )
            handover = self._create()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            handover.action_start()
            self.env.flush_all()
            there = self.env.cr.sql_log_count - before
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            handover.action_undo()
            self.env.flush_all()
            back = self.env.cr.sql_log_count - before
            counts.append((there, back))
            self.assertEqual(customers.user_id, self.old)
            customers.unlink()
        self.assertLessEqual(counts[1][0], counts[0][0] + 25, counts)
        self.assertLessEqual(counts[1][1], counts[0][1] + 25, counts)
