import base64

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.mail.tools.discuss import Store

from ..tools.file_size import format_size
from .common import CustomerCase

SECRET = b"strictly confidential content"


class FilesMixin:
    """A customer with an open folder and one for chosen people, each with a file."""

    @classmethod
    def _set_up_files(cls):
        cls.customer = cls._create_customer()
        cls.group = cls.env["res.groups"].create({"name": "Hukuk"})
        cls.user_group = cls._create_reader("files_group")
        cls.user_group.group_ids = [Command.link(cls.group.id)]
        cls.user_manager = cls._create_reader("files_manager")
        cls.user_chosen = cls._create_reader("files_chosen")
        cls.open_folder = cls._create_folder("Sözleşmeler")
        cls.closed_folder = cls._create_folder("İcra", **cls._closed())
        cls.customer.crm_manager_ids = cls.user_manager
        cls.open_file = cls._add_file("teklif.txt", b"open", cls.open_folder)
        cls.closed_file = cls._add_file("gizli.txt", SECRET, cls.closed_folder)

    @classmethod
    def _create_reader(cls, login, level="edit"):
        groups = f"base.group_user,crm_cubicl.crm_cubicl_group_{level}"
        return new_test_user(cls.env, login, groups=groups)

    @classmethod
    def _closed(cls):
        """Return rights: the group and the user edit, the managers only read."""
        return {
            "inherits_rights": False,
            "read_access": "chosen",
            "read_by_managers": True,
            "edit_access": "chosen",
            "edit_group_ids": cls.group.ids,
            "edit_user_ids": cls.user_chosen.ids,
        }

    @classmethod
    def _create_folder(cls, name, parent=None, customer=None, **vals):
        customer = customer or cls.customer
        parent_id = parent.id if parent else False
        return cls.env["crm.customer.folder"].create(
            {"name": name, "customer_id": customer.id, "parent_id": parent_id, **vals}
        )

    @classmethod
    def _add_file(cls, name, raw=b"content", folder=None, on_conflict=""):
        folder_id = folder.id if folder else 0
        return cls.customer._add_customer_file(name, raw, folder_id, on_conflict)


@tagged("post_install", "-at_install")
class TestFileRights(FilesMixin, CustomerCase):
    """Who may read and edit: door × user, for a folder and for what is in it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_files()
        cls.version = cls._keep_version()
        # user: (reads open, edits open, reads closed, edits closed)
        cls.allowed = {
            cls.user_none: (False, False, False, False),
            cls.user_view: (True, False, False, False),
            cls.user_edit: (True, True, False, False),
            cls.user_delete: (True, True, False, False),
            cls.user_manager: (True, True, True, False),
            cls.user_group: (True, True, True, True),
            cls.user_chosen: (True, True, True, True),
            cls.user_manage: (True, True, True, True),
        }

    @classmethod
    def _keep_version(cls):
        cls.closed_file.write({"raw": SECRET + b" 2"})
        cls.env.flush_all()
        found = cls.closed_file.get_customer_file_versions()
        return cls.env["ir.attachment"].browse(found[0]["id"])

    def _each(self, position):
        for user, rights in self.allowed.items():
            with self.subTest(user=user.login):
                yield user, rights[position]

    def test_sizes_are_written_as_the_user_writes_numbers(self):
        turkish = self.env(context={"lang": "tr_TR"})
        english = self.env(context={"lang": "en_US"})
        self.assertEqual(format_size(turkish, 28742), "28,1 KB")
        self.assertEqual(format_size(english, 3 * 1024**2), "3.0 MB")
        self.assertEqual(format_size(english, 0), "0 B")

    def test_folders_are_read_and_edited_by_theirs(self):
        for number, operation in enumerate(("read", "write", "read", "write")):
            folder = self.open_folder if number < 2 else self.closed_folder
            for user, may in self._each(number):
                self.assertEqual(self._as(user, folder).has_access(operation), may)
                if operation == "write":
                    self.assertEqual(self._as(user, folder).has_access("unlink"), may)

    def test_files_are_read_and_edited_by_theirs(self):
        for number, operation in ((2, "read"), (3, "write"), (3, "unlink")):
            for file in self.closed_file | self.version:
                for user, may in self._each(number):
                    self.assertEqual(
                        self._as(user, file).has_access(operation), may, operation
                    )

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_content_by_every_field(self):
        for file in self.closed_file | self.version:
            for name in ("name", "raw", "datas", "index_content", "access_token"):
                for user, may in self._each(2):
                    record = self._as(user, file)
                    if may:
                        record.read([name])
                    else:
                        with self.assertRaises(AccessError):
                            record.read([name])

    def test_search_by_every_domain(self):
        ids = (self.closed_file | self.version).ids
        domains = (
            [("id", "in", ids)],
            [("name", "=", "gizli.txt")],
            [("index_content", "ilike", "confidential")],
            [("res_model", "=", "res.partner"), ("res_id", "=", self.customer.id)],
            [("res_model", "=", "ir.attachment"), ("res_id", "in", ids)],
            [("res_model", "in", ["res.partner", "ir.attachment"])],
            [("crm_folder_id", "=", self.closed_folder.id)],
            [("crm_folder_id.name", "=", "İcra")],
            [("checksum", "=", self.closed_file.checksum)],
            [("res_model", "=", "res.partner"), ("crm_version", ">", 1)],
        )
        for domain in domains:
            for user, may in self._each(2):
                Attachment = self._as(user, self.env["ir.attachment"])
                found = Attachment.search(domain)
                self.assertEqual(bool(set(found.ids) & set(ids)), may, domain)
                self.assertEqual(len(found), Attachment.search_count(domain), domain)
                groups = Attachment._read_group(domain, ["name"], ["id:array_agg"])
                grouped = {i for _name, array in groups for i in array}
                self.assertEqual(grouped, set(found.ids), domain)

    def test_name_search(self):
        for user, may in self._each(2):
            Attachment = self._as(user, self.env["ir.attachment"])
            found = dict(Attachment.name_search("gizli"))
            self.assertEqual(self.closed_file.id in found, may)

    def test_folder_is_not_found_and_not_named(self):
        child = self._create_folder("Alt", self.closed_folder)
        child.write(
            {
                "inherits_rights": False,
                "read_access": "chosen",
                "read_user_ids": self.user_edit.ids,
            }
        )
        for user, may in self._each(2):
            Folder = self._as(user, self.env["crm.customer.folder"])
            if Folder.has_access("read"):
                self.assertEqual(bool(Folder.name_search("İcra")), may)
        record = self._as(self.user_edit, child)
        self.assertNotIn("İcra", str(record.read(["parent_id", "display_name"])))
        listing = self._as(self.user_edit, self.customer).get_customer_files()
        names = [folder["name"] for folder in listing["folders"]]
        self.assertEqual(names, ["Alt", "Sözleşmeler"])

    def test_listing_shows_what_one_may_read(self):
        for user, may in self._each(2):
            if user == self.user_none:
                continue
            customer = self._as(user, self.customer)
            listing = customer.get_customer_files()
            names = [folder["name"] for folder in listing["folders"]]
            self.assertEqual("İcra" in names, may)
            found = customer.get_customer_files(query="gizli")["files"]
            self.assertEqual(bool(found), may)
            tree = {
                f["name"]: f["can_edit"] for f in customer.get_customer_folder_tree()
            }
            self.assertEqual("İcra" in tree, may)
            if not may:
                with self.assertRaises(UserError):
                    customer.get_customer_files(self.closed_folder.id)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_no_door_leads_into_a_closed_folder(self):
        """An editor of the customer cannot put in, take out or pass on."""
        user = self.user_edit
        mine = self._add_file("benim.txt", b"mine", self.open_folder)
        customer = self._as(user, self.customer)
        closed = self._as(user, self.closed_folder)
        attempts = (
            lambda: self._as(user, mine).write({"crm_folder_id": closed.id}),
            lambda: self._as(user, self.closed_file).write({"crm_folder_id": False}),
            lambda: self._as(user, self.closed_file).unlink(),
            lambda: self._as(user, self.closed_file).copy(),
            lambda: self._as(user, self.closed_file).generate_access_token(),
            lambda: self._as(user, self.version).restore_customer_file_version(),
            lambda: self._as(user, self.closed_file).get_customer_file_versions(),
            lambda: customer._add_customer_file("x.txt", b"x", closed.id),
            lambda: self._as(user, self.env["ir.attachment"]).create(
                {
                    "name": "x.txt",
                    "raw": b"x",
                    "res_model": "res.partner",
                    "res_id": self.customer.id,
                    "crm_folder_id": closed.id,
                }
            ),
            lambda: self._as(user, self.open_folder).write({"parent_id": closed.id}),
            lambda: closed.create(
                {
                    "name": "Alt",
                    "customer_id": self.customer.id,
                    "parent_id": closed.id,
                    "inherits_rights": False,
                }
            ),
            lambda: closed.write({"read_access": "level"}),
            lambda: closed.unlink(),
            lambda: closed.unlink_with_content(1),
            lambda: closed.get_content_counts(),
        )
        for number, attempt in enumerate(attempts):
            with self.subTest(attempt=number), self.env.cr.savepoint() as savepoint:
                with self.assertRaises(UserError):
                    attempt()
                    self.env.flush_all()
                savepoint.rollback()
        self.assertEqual(self.closed_file.crm_folder_id, self.closed_folder)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_message_takes_no_hidden_file_along(self):
        for name in ("message_post", "_message_log"):
            with self.subTest(name), self.assertRaises(AccessError):
                getattr(self._as(self.user_edit, self.customer), name)(
                    body="Al", attachment_ids=self.closed_file.ids
                )
        with self.assertRaises(AccessError):
            self._as(self.user_edit, self.env["mail.message"]).create(
                {
                    "model": "res.partner",
                    "res_id": self.customer.id,
                    "attachment_ids": [Command.link(self.closed_file.id)],
                }
            )
        message = self._as(self.user_chosen, self.customer).message_post(
            body="Al", attachment_ids=self.closed_file.ids
        )
        self.assertEqual(message.attachment_ids.ids, self.closed_file.ids)

    def test_message_hides_what_has_been_moved_away(self):
        self.customer.message_post(body="Ek", attachments=[("vekalet.txt", b"x")])
        message = self.customer.message_ids[0]
        posted = message.attachment_ids
        posted.crm_folder_id = self.closed_folder
        for user, may in self._each(2):
            if user == self.user_none:
                continue
            store = Store().add(self._as(user, message)).get_result()
            self.assertEqual("vekalet.txt" in str(store), may)
            self.assertEqual(
                "gizli"
                in str(Store().add(self._as(user, self.customer), as_thread=True)),
                False,
            )

    def test_token_of_ownership_is_not_enough(self):
        token = self.closed_file._get_ownership_token()
        record = self._as(self.user_edit, self.closed_file)
        self.assertFalse(record._has_attachments_ownership([token]))
        owner = self._as(self.user_chosen, self.closed_file)
        self.assertTrue(owner._has_attachments_ownership([token]))

    def test_file_in_a_folder_is_neither_public_nor_elsewhere(self):
        other = self._create_customer("Başka A.Ş.")
        for vals in (
            {"public": True},
            {"res_id": other.id},
            {"res_model": "res.company", "res_id": self.env.company.id},
            {"res_id": 0},
        ):
            with self.subTest(vals), self.assertRaises(ValidationError):
                self.open_file.write(vals)

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_nobody_writes_the_version_by_hand(self):
        with self.assertRaises(AccessError):
            self._as(self.user_manage, self.open_file).write({"crm_version": 9})

    def test_portal_user_of_the_customer_reads_nothing(self):
        portal = new_test_user(self.env, "files_portal", groups="base.group_portal")
        portal.partner_id.parent_id = self.customer
        for file in self.open_file | self.closed_file | self.version:
            self.assertFalse(self._as(portal, file).has_access("read"))
        self.assertFalse(self._as(portal, self.open_folder).has_access("read"))

    def test_base64_of_a_reader(self):
        data = self._as(self.user_manager, self.version).read(["datas"])[0]["datas"]
        self.assertEqual(base64.b64decode(data), SECRET)
