from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import SQL

from ..tools.merge_change import Choices
from .common import CustomerCase


class MergedCase(CustomerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.source = cls._create_customer("Kaynak A.Ş.", phone="+90 212 555 10 10")
        cls.target = cls._create_customer("Hedef A.Ş.")
        cls.contacts = cls._create_contact(cls.source, "Ayşe") | cls._create_contact(
            cls.source, "Burak"
        )
        cls.user_manage.group_ids |= cls.env.ref("project.group_project_user")
        cls.user_edit.group_ids |= cls.env.ref("project.group_project_user")
        project = cls.env["project.project"].create({"name": "Kurulum"})
        cls.tasks = cls.env["project.task"].create(
            [
                {
                    "name": f"İş {n}",
                    "partner_id": cls.source.id,
                    "project_id": project.id,
                }
                for n in range(2)
            ]
        )
        cls.merge = cls.env["crm.merge"]._merge(cls.source, cls.target)

    def _edit(self, record, **values):
        """Change a record as if that was in a later transaction."""
        record.write(values)
        record.flush_recordset()
        self.env.cr.execute(
            SQL(
                "UPDATE %s SET write_date = %s WHERE id = %s",
                SQL.identifier(record._table),
                "2099-01-01",
                record.id,
            )
        )
        self.env.invalidate_all()

    def _open(self, user=None):
        merge = self._as(user or self.user_manage, self.merge)
        return merge.env["crm.merge.undo.dialog"].browse(merge.action_undo()["res_id"])


@tagged("post_install", "-at_install")
class TestMergeUndo(MergedCase):
    def test_nothing_changed_nothing_asked(self):
        dialog = self._open()
        self.assertFalse(dialog.line_ids)
        self.assertIn("Tasks and their files", dialog.returns)
        self.assertEqual(self.merge.state, "done")
        self.assertFalse(self.source.exists())
        dialog.action_take_back()
        self.assertTrue(self.source.exists())
        self.assertEqual(self.tasks.partner_id, self.source)

    def test_what_changed_is_listed_and_stays(self):
        other = self._create_customer("Üçüncü")
        self._edit(self.tasks[0], partner_id=other.id)
        self.target.phone = "+90 212 555 20 20"
        dialog = self._open()
        told = {line.name: (line.choice, line.what) for line in dialog.line_ids}
        self.assertEqual(told["İş 0"][0], "stay")
        self.assertIn("Üçüncü", told["İş 0"][1])
        self.assertEqual(
            told["Hedef A.Ş."], ("stay", "Phone is now: +90 212 555 20 20")
        )
        self.assertEqual(len(told), 2)
        dialog.action_take_back()
        self.assertEqual(self.tasks[0].partner_id, other)
        self.assertEqual(self.tasks[1].partner_id, self.source)
        self.assertEqual(self.target.phone, "+90 212 555 20 20")
        self.assertEqual(self.target.phone_sanitized, "+902125552020")
        [note] = self.source.message_ids.filtered(lambda m: "taken back" in m.body)
        self.assertIn("Tasks and their files: 1", note.body)

    def test_each_is_chosen(self):
        self._edit(self.tasks[0], partner_id=self._create_customer("Üçüncü").id)
        self._edit(self.tasks[1], name="İş 1, bitti")
        dialog = self._open()
        with Form(dialog) as form:
            for number, line in enumerate(dialog.line_ids):
                with form.line_ids.edit(number) as edited:
                    edited.choice = "stay" if "bitti" in line.name else "back"
        self.assertIn("Edited by", dialog.line_ids[1].what)
        dialog.action_take_back()
        self.assertEqual(self.tasks[0].partner_id, self.source)
        self.assertEqual(self.tasks[1].partner_id, self.target)

    def test_all_at_once(self):
        other = self._create_customer("Üçüncü")
        self._edit(self.tasks[0], partner_id=other.id)
        self.target.phone = "+90 212 555 20 20"
        dialog = self._open()
        dialog.all_choice = "back"
        dialog.action_take_back()
        self.assertEqual(self.tasks.partner_id, self.source)
        self.assertFalse(self.target.phone)
        self.assertFalse(self.target.phone_sanitized)

    def test_deleted_ones_are_told(self):
        self.contacts[0].unlink()
        dialog = self._open()
        [line] = dialog.line_ids
        self.assertEqual((line.what, line.choice), ("Deleted since", False))
        dialog.action_take_back()
        self.assertEqual(self.contacts.exists().parent_id, self.source)

    def test_right_is_that_of_merging(self):
        with self.assertRaises(AccessError):
            self._as(self.user_delete, self.merge).action_undo()
        dialog = self._open()
        with self.assertRaises(AccessError):
            self._as(self.user_delete, dialog).action_take_back()
        self.user_edit.group_ids |= self.env.ref("crm_cubicl.crm_cubicl_group_merge")
        self._open(self.user_edit).action_take_back()
        self.assertTrue(self.source.exists())

    def test_names_of_the_hidden_are_masked(self):
        project = self.env["project.project"].create(
            {"name": "Gizli", "privacy_visibility": "followers"}
        )
        task = self.tasks[0]
        task.project_id = project
        self._edit(task, partner_id=self._create_customer("Üçüncü").id)
        self.user_edit.group_ids |= self.env.ref("crm_cubicl.crm_cubicl_group_merge")
        [line] = self._open(self.user_edit).line_ids
        self.assertEqual(line.name, f"No. {task.id}")
        self.assertEqual(line.what, "•••")

    def test_forged_lines_do_nothing(self):
        stranger = self.env["project.task"].create(
            {"name": "Yabancı", "partner_id": self._create_customer("Üçüncü").id}
        )
        dialog = self._open()
        key = f"project_task,{stranger.id},partner_id"
        dialog.line_ids = [Command.create({"key": key, "choice": "back"})]
        dialog.action_take_back()
        self.assertEqual(stranger.partner_id.name, "Üçüncü")

    def test_no_room_for_what_is_to_come_back(self):
        source, target, third = (
            self._create_customer(name) for name in ("Eski", "Yeni", "Üçüncü")
        )
        first, second = self.env["crm.customer.folder"].create(
            [{"name": name, "customer_id": source.id} for name in ("Teklif", "Fatura")]
        )
        merge = self.env["crm.merge"]._merge(source, target)
        first.customer_id = third
        self.env.flush_all()
        second.name = "Teklif"
        with self.assertRaisesRegex(UserError, "Nothing was taken back"):
            merge._undo(Choices(rest="back"))
        merge._undo()
        self.assertEqual(first.customer_id, third)
        self.assertEqual(second.customer_id, source)

    def test_twice(self):
        dialog = self._open()
        self.merge._undo(Choices())
        with self.assertRaises(UserError):
            dialog.action_take_back()

    def test_filters(self):
        merges = self.env["crm.merge"].with_user(self.user_manage)
        self.assertIn(self.merge, merges.search([("can_undo", "=", True)]))
        self.assertNotIn(self.merge, merges.search([("can_undo", "=", False)]))
        self.merge._undo()
        self.assertNotIn(self.merge, merges.search([("can_undo", "=", True)]))
        self.assertIn(self.merge, merges.search([("can_undo", "=", False)]))


@tagged("post_install", "-at_install")
class TestMergeReport(MergedCase):
    def test_moved_records_open(self):
        move = self.merge.move_ids.filtered(lambda m: m.model == "project.task")
        move = self._as(self.user_manage, move)
        self.assertTrue(move.can_open)
        action = move.action_open()
        self.assertEqual(self.env["project.task"].search(action["domain"]), self.tasks)
        contacts = self.merge.move_ids.filtered(lambda m: m.model == "res.partner")
        action = contacts.action_open()
        self.assertEqual(
            self.env["res.partner"].search(action["domain"]), self.contacts
        )

    def test_nothing_to_open(self):
        move = self.merge.move_ids.filtered(lambda m: m.model == "project.task")
        with self.assertRaises(AccessError):
            self._as(self.user_view, move).action_open()
        self.merge.sudo().journal_ids.unlink()
        move.invalidate_recordset()
        self.assertFalse(move.can_open)
        with self.assertRaises(UserError):
            move.action_open()

    def test_messages_say_where_they_came_from(self):
        source = self._create_customer("Eski Ad Ltd.")
        source.message_post(body="Arandı", subtype_xmlid="mail.mt_note")
        self.env["crm.merge"]._merge(source, self.target)
        target = self._as(self.user_view, self.target)
        entries = target.get_customer_feed()["entries"]
        [entry] = [entry for entry in entries if "Arandı" in entry["body"]]
        self.assertEqual(entry["origin"], "from Eski Ad Ltd.")
        self.assertFalse(
            [e for e in entries if "Merged with" in e["body"] and e["origin"]]
        )


@tagged("post_install", "-at_install")
class TestMergeErasure(MergedCase):
    def test_deleted_customer_is_forgotten(self):
        self.tasks.partner_id = False
        self._as(self.user_delete, self.target).unlink()
        self.assertTrue(self.merge.exists())
        self.assertFalse(self.merge.source_name)
        self.assertFalse(self.merge.source_keys)
        self.assertFalse(self.merge.left_values)
        self.assertFalse(self.merge.journal_ids)

    def test_rows_of_a_deleted_contact_go(self):
        contact = self.contacts[0]
        rows = self._get_rows(contact)
        self.assertTrue(any("Ayşe" in str(row) for row in rows))
        contact.unlink()
        self.assertFalse(self._get_rows(contact))
        self.assertTrue(self._get_rows(self.contacts[1]))
        self.merge._undo()
        self.assertEqual(self.contacts.exists().parent_id, self.source)

    def _get_rows(self, contact):
        self.merge.journal_ids.invalidate_recordset()
        lines = self.merge.journal_ids.filtered(
            lambda line: line.table == "res_partner" and line.kind == "value"
        )
        return [r for line in lines for r in line.content if r["id"] == contact.id]

    def test_closed_portal_account(self):
        user = self.env["res.users"].create(
            {
                "name": "Ayşe",
                "login": "ayse@example.com",
                "partner_id": self.contacts[0].id,
                "group_ids": [Command.set(self.env.ref("base.group_portal").ids)],
            }
        )
        twin = self._create_contact(self.target, "Ayşe Y.", email="y@example.com")
        merge = self.env["crm.merge"]._merge(twin, self.contacts[0])
        self.assertEqual(merge.email_normalized, "y@example.com")
        user.with_user(user).sudo()._deactivate_portal_user()
        self.assertFalse(merge.journal_ids)
        self.assertFalse(merge.source_name)
        self.assertFalse(merge.email_normalized)
        self.assertFalse(self._get_rows(self.contacts[0]))

    def test_search_for_personal_data_finds_it(self):
        source = self._create_customer("Mehmet Öz", email="mehmet@example.com")
        merge = self.env["crm.merge"]._merge(source, self.target)
        lookup = self.env["privacy.lookup.wizard"].create(
            {"name": "Mehmet Öz", "email": "mehmet@example.com"}
        )
        lookup.action_lookup()
        lines = lookup.line_ids.filtered(lambda ln: ln.res_model == "crm.merge")
        lines.filtered(lambda ln: ln.res_id == merge.id).action_unlink()
        self.assertFalse(merge.exists())

    def test_nobody_deletes_merges_by_hand(self):
        with self.assertRaises(AccessError):
            self._as(self.user_manage, self.merge).unlink()
