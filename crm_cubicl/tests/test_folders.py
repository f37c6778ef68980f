import random

from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import html2plaintext, mute_logger

from .common import CustomerCase
from .test_files import FilesMixin


class FolderCase(FilesMixin, CustomerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_files()

    def _get_trail(self):
        self.env.flush_all()
        return [html2plaintext(m.body) for m in self.customer.message_ids.sorted("id")]


@tagged("post_install", "-at_install")
class TestFolders(FolderCase):
    """The tree of folders, and how rights come down in it."""

    def test_rights_come_from_the_nearest_that_sets_them(self):
        child = self._create_folder("Alt", self.closed_folder)
        below = self._create_folder("Daha alt", child)
        self.assertEqual(below.rights_id, self.closed_folder)
        self.assertTrue(below.is_restricted)
        self.assertFalse(self._as(self.user_edit, below).has_access("read"))
        child.parent_id = self.open_folder
        self.assertEqual(below.rights_id, self.open_folder)
        self.assertTrue(self._as(self.user_edit, below).has_access("write"))
        child.parent_id = False
        self.assertEqual((child | below).rights_id, child)
        self.open_folder.write({"read_access": "chosen", "edit_access": "chosen"})
        self.assertTrue(self._as(self.user_edit, below).has_access("read"))
        self.assertFalse(self._as(self.user_edit, self.open_folder).has_access("read"))

    def test_random_moves_keep_a_tree_and_its_rights(self):
        """Whatever is moved where: no cycle, and rights as looked up by hand."""
        rng = random.Random(7)
        folders = list(self.open_folder | self.closed_folder)
        for number in range(20):
            parent = rng.choice([*folders, None])
            folders.append(self._create_folder(f"K{number}", parent))
        refused = 0
        for _step in range(120):
            folder, target = rng.choice(folders), rng.choice([*folders, None])
            is_cycle = target and folder in self._get_line(target)
            try:
                with self.env.cr.savepoint():
                    vals = {"parent_id": target.id if target else False}
                    vals["inherits_rights"] = rng.random() < 0.7
                    folder.write(vals)
                self.assertFalse(is_cycle)
            except UserError:
                refused += 1
                self.assertTrue(is_cycle)
            self.assertFalse(folder._has_cycle())
        self.assertTrue(refused)
        for folder in folders:
            line = self._get_line(folder)
            setter = next(f for f in line if not f.inherits_rights or not f.parent_id)
            self.assertEqual(folder.rights_id, setter)
            path = [f.id for f in reversed(line)]
            self.assertEqual(folder._get_path_ids(), path)

    def _get_line(self, folder):
        """Return the folder and those above it, nearest first."""
        line = [folder]
        while line[-1].parent_id:
            line.append(line[-1].parent_id)
        return line

    @mute_logger("odoo.sql_db")
    def test_names(self):
        for name in ("a/b", "..", "", "  ", "\u202e", "x" * 201):
            with (
                self.subTest(name),
                self.assertRaises(ValidationError),
                self.env.cr.savepoint(),
            ):
                self._create_folder(name or "/")
        self.assertEqual(self._create_folder("  iki  boşluk ").name, "iki boşluk")
        with self.assertRaises(UniqueViolation), self.env.cr.savepoint():
            self._create_folder("SÖZLEŞMELER".replace("Ö", "ö").replace("Ş", "ş"))
        self._create_folder("Sözleşmeler", self.open_folder)

    def test_stays_with_its_customer(self):
        other = self._create_customer("Başka A.Ş.")
        theirs = self._create_folder("Onların", customer=other)
        with self.assertRaises(ValidationError):
            theirs.parent_id = self.open_folder
        with self.assertRaises(AccessError):
            self._as(self.user_manage, theirs).write({"customer_id": self.customer.id})
        contact = self._create_contact(self.customer)
        with self.assertRaises(ValidationError):
            self._create_folder("Kişi", customer=contact)

    def test_nobody_locks_himself_out(self):
        folder = self._as(self.user_edit, self.open_folder)
        with self.assertRaises(UserError):
            folder.write({"edit_access": "chosen"})
        folder.write({"edit_access": "chosen", "edit_user_ids": self.user_edit.ids})
        self.assertFalse(
            self._as(self.user_group, self.open_folder).has_access("write")
        )
        self.assertTrue(self._as(self.user_group, self.open_folder).has_access("read"))

    def test_filled_folder_is_deleted_after_a_question_only(self):
        below = self._create_folder("Alt", self.open_folder)
        file = self._add_file("alt.txt", b"x", below)
        folder = self._as(self.user_edit, self.open_folder)
        with self.assertRaises(UserError):
            folder.unlink()
        counts = folder.get_content_counts()
        self.assertEqual(counts, {"folders": 1, "files": 2, "may_delete": True})
        with self.assertRaises(UserError):
            folder.unlink_with_content(1)
        folder.unlink_with_content(2)
        self.assertFalse((self.open_folder | below).exists())
        self.assertFalse((self.open_file | file).exists())
        self.assertIn(
            "Folder “Sözleşmeler” was deleted. Files in it: 2.", self._get_trail()[-1]
        )

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_hidden_content_is_not_deleted(self):
        hidden = self._create_folder("Gizli", self.open_folder, **self._closed())
        self._add_file("g.txt", b"x", hidden)
        folder = self._as(self.user_edit, self.open_folder)
        self.assertFalse(folder.get_content_counts()["may_delete"])
        with self.assertRaises(AccessError):
            folder.unlink_with_content(2)
        self.assertTrue(hidden.exists())


@tagged("post_install", "-at_install")
class TestFileLife(FolderCase):
    """Versions, trail, deletion and merge."""

    def test_versions(self):
        file = self._as(self.user_edit, self.open_file)
        customer = self._as(self.user_edit, self.customer)
        args = ("TEKLİF.txt".replace("İ", "i"), b"two", self.open_folder.id)
        self.assertIsNone(customer._add_customer_file(*args))
        self.assertEqual(customer._add_customer_file(*args, "version"), file)
        self.assertEqual(
            (file.name, file.crm_version, file.raw), ("teklif.txt", 2, b"two")
        )
        self.assertEqual(file.crm_uploaded_by, self.user_edit)
        same = customer._add_customer_file(*args, "version")
        self.assertEqual(same.crm_version, 2, "the same content is no new version")
        file.write({"datas": b"dGhyZWU="})
        versions = file.get_customer_file_versions()
        self.assertEqual([v["version"] for v in versions], [2, 1])
        first = self._as(self.user_edit, file.browse(versions[1]["id"]))
        self.assertEqual(first.raw, b"open")
        first.restore_customer_file_version()
        self.assertEqual((file.crm_version, file.raw), (4, b"open"))
        listed = customer.get_customer_files(self.open_folder.id)["files"]
        self.assertEqual(
            [(f["name"], f["version"]) for f in listed], [("teklif.txt", 4)]
        )
        versions = file.browse([v["id"] for v in file.get_customer_file_versions()])
        file.unlink()
        self.assertFalse(versions.exists())

    def test_upload_leaves_what_a_message_brought(self):
        self.customer.message_post(body="Ek", attachments=[("ek.txt", b"posted")])
        posted = self.customer.message_ids[0].attachment_ids
        file = self._add_file("ek.txt", b"mine")
        self.assertNotEqual(file, posted)
        self.assertEqual(posted.raw, b"posted")
        listed = self.customer.get_customer_files()["files"]
        marks = {f["id"]: f["is_posted"] for f in listed}
        self.assertEqual(marks, {posted.id: True, file.id: False})

    def test_files_of_tasks_and_contacts_do_not_show(self):
        task = self.env["project.task"].create(
            {"name": "Görev", "partner_id": self.customer.id}
        )
        task.message_post(body="x", attachments=[("görev.txt", b"x")])
        names = [f["name"] for f in self.customer.get_customer_files()["files"]]
        self.assertEqual(names, [])

    def test_chatter_lists_what_lies_at_the_top(self):
        root = self._add_file("kök.txt")
        found = self.customer._get_mail_thread_data_attachments()
        self.assertEqual(found, root)

    def test_trail(self):
        file = self._as(self.user_edit, self.open_file)
        before = len(self._get_trail())
        file.write({"name": "yeni.txt"})
        file.write({"crm_folder_id": False})
        file.write({"raw": b"2"})
        file.unlink()
        self.assertEqual(
            self._get_trail()[before:],
            [
                "File “teklif.txt” is called “yeni.txt” now.",
                "File “yeni.txt” was moved from “Sözleşmeler” to “Files”.",
                "File “yeni.txt” has a new version: 2.",
                "File “yeni.txt” was deleted.",
            ],
        )

    def test_trail_tells_nothing_of_a_closed_folder(self):
        before = len(self._get_trail())
        file = self._as(self.user_chosen, self.closed_file)
        file.write({"name": "dava.txt"})
        file.write({"raw": b"2"})
        self._as(self.user_chosen, self.closed_folder).write({"name": "Hukuk"})
        child = self._create_folder("Alt gizli", self.closed_folder)
        file.write({"crm_folder_id": child.id})
        self._as(self.user_chosen, self.open_file).write(
            {"crm_folder_id": self.closed_folder.id, "name": "ad.txt"}
        )
        file.unlink()
        self._as(self.user_chosen, child).unlink()
        self.assertEqual(
            self._get_trail()[before:],
            ["A file was moved from “Sözleşmeler” to a folder with its own readers."],
        )

    def test_trail_cannot_be_turned_off_from_outside(self):
        before = len(self._get_trail())
        file = self._as(self.user_edit, self.open_file)
        file.with_context(crm_file_trail=True).write({"name": "yeni.txt"})
        self.assertEqual(len(self._get_trail()), before + 1)

    @mute_logger("odoo.models.unlink")
    def test_files_go_with_their_customer_and_stay_in_the_archive(self):
        self.customer.active = False
        self.assertTrue(self._as(self.user_edit, self.closed_file).sudo().exists())
        self.assertTrue(self._as(self.user_edit, self.open_file).has_access("read"))
        files = self.open_file | self.closed_file | self._add_file("kök.txt")
        folders = self.open_folder | self.closed_folder
        self._create_folder("Alt", self.closed_folder)
        self._as(self.user_delete, self.customer).unlink()
        self.assertFalse(files.exists() | self.env["ir.attachment"])
        self.assertFalse(folders.exists())

    def test_level_edit_does_not_delete_customer_or_files(self):
        with (
            self.assertRaises(AccessError),
            mute_logger("odoo.addons.base.models.ir_model"),
        ):
            self._as(self.user_edit, self.customer).unlink()
        self.assertTrue(self.open_file.exists())

    def test_merge_keeps_addresses_names_and_readers(self):
        target = self._create_customer("Hedef A.Ş.")
        theirs = self._create_folder("Sözleşmeler", customer=target)
        self.closed_file.write({"raw": b"new"})
        version_id = self.closed_file.get_customer_file_versions()[0]["id"]
        root = self._add_file("kök.txt", b"root")
        self.env["base.partner.merge.automatic.wizard"]._merge(
            (self.customer | target).ids, target, extra_checks=False
        )
        self.env.invalidate_all()
        self.assertFalse(self.customer.exists())
        files = self.open_file | self.closed_file | root
        self.assertEqual(set(files.mapped("res_id")), {target.id})
        self.assertEqual(self.open_file.crm_folder_id, self.open_folder)
        folders = theirs | self.open_folder | self.closed_folder
        self.assertEqual(folders.customer_id, target)
        self.assertEqual(
            folders.mapped("name"), ["Sözleşmeler", "Sözleşmeler (2)", "İcra"]
        )
        self.assertFalse(self._as(self.user_edit, self.closed_file).has_access("read"))
        old = self._as(self.user_chosen, self.closed_file.browse(version_id))
        self.assertTrue(old.has_access("read"))


@tagged("post_install", "-at_install")
class TestFileQueries(FolderCase):
    """What it costs: the same for one file and for many, nothing for others."""

    def _count(self, function):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        function()
        return self.cr.sql_log_count - before

    def test_listing_does_not_grow(self):
        customer = self.customer.with_user(self.user_edit)
        folder = self.open_folder
        customer.get_customer_files(folder.id)
        few = self._count(lambda: customer.get_customer_files(folder.id))
        for number in range(25):
            self._add_file(f"{number}.txt", b"x%d" % number, folder)
            self._create_folder(f"Alt {number}", folder, **self._closed())
        many = self._count(lambda: customer.get_customer_files(folder.id))
        self.assertEqual(few, many)
        self.assertLessEqual(many, 20)

    def test_access_does_not_grow_and_others_pay_nothing(self):
        other = self.env["ir.attachment"].create(
            [
                {"name": f"{i}", "raw": b"%d" % i, "res_model": "res.company"}
                | {"res_id": self.env.company.id}
                for i in range(30)
            ]
        )
        mine = self.env["ir.attachment"].union(
            *[
                self._add_file(f"{i}.txt", b"%d" % i, self.open_folder)
                for i in range(30)
            ]
        )
        Attachment = self.env["ir.attachment"].with_user(self.user_edit)
        Attachment.browse(mine.ids).has_access("read")
        Attachment.browse(other.ids).has_access("read")
        few = self._count(lambda: Attachment.browse(mine[:1].ids).has_access("read"))
        many = self._count(lambda: Attachment.browse(mine.ids).has_access("read"))
        self.assertEqual(few, many)
        with_rule = self._count(lambda: Attachment.browse(other.ids).has_access("read"))
        self.patch(
            type(self.env["ir.attachment"]),
            "_filter_hidden_in_folder",
            lambda self, operation: self.browse(),
        )
        without = self._count(lambda: Attachment.browse(other.ids).has_access("read"))
        self.assertEqual(with_rule, without)
