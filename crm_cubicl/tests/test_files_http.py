import io
import zipfile

from PIL import Image

from odoo import http
from odoo.tests import HttpCase, tagged
from odoo.tests.common import JsonRpcException
from odoo.tools import mute_logger

from .common import CustomerMixin
from .test_files import SECRET, FilesMixin

UPLOAD = "/crm_cubicl/files/upload"
ZIP = "/crm_cubicl/files/zip/%s"
ACTIVE = ("html", "svg", "xml", "script")


class FilesHttpCase(FilesMixin, CustomerMixin, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_customers()
        cls._set_up_files()
        cls.env.flush_all()

    def _sign_in(self, user):
        self.env.flush_all()
        self.env.invalidate_all()
        self.authenticate(user.login, user.login)

    def _upload(self, name, content=b"content", folder=None, token=True, **data):
        if token:
            data["csrf_token"] = http.Request.csrf_token(self)
        folder_id = folder.id if folder else 0
        return self.url_open(
            UPLOAD,
            data={"customer_id": self.customer.id, "folder_id": folder_id, **data},
            files={"ufile": (name, content, "image/png")},
        )

    def _get_file(self, response):
        self.assertEqual(response.status_code, 200, response.text)
        return self.env["ir.attachment"].browse(response.json()["id"])


@tagged("post_install", "-at_install")
class TestFileUpload(FilesHttpCase):
    """What comes in by the route, from honest and from other senders."""

    def test_upload_and_new_version_keep_the_address(self):
        self._sign_in(self.user_edit)
        file = self._get_file(self._upload("Şartname.pdf", b"%PDF-1.4 bir"))
        self.assertEqual(file.mimetype, "application/pdf")
        self.assertEqual(
            (file.res_model, file.res_id), ("res.partner", self.customer.id)
        )
        self.assertEqual(self._upload("şartname.PDF", b"%PDF-1.4 iki").status_code, 409)
        again = self._upload("Şartname.pdf", b"%PDF-1.4 iki", on_conflict="version")
        self.assertEqual(self._get_file(again), file)
        file.write({"name": "Teknik.pdf", "crm_folder_id": self.open_folder.id})
        content = self.url_open(f"/web/content/{file.id}").content
        self.assertEqual(content, b"%PDF-1.4 iki")
        old = file.get_customer_file_versions()
        self.assertEqual([v["version"] for v in old], [1])
        content = self.url_open(f"/web/content/{old[0]['id']}").content
        self.assertEqual(content, b"%PDF-1.4 bir")

    def test_keep_both(self):
        self._sign_in(self.user_edit)
        self._upload("a.txt", b"1")
        both = self._get_file(self._upload("A.txt", b"2", on_conflict="both"))
        self.assertEqual(both.name, "A (2).txt")

    def test_refused_for_whom_it_is_not(self):
        for user, folder, status in (
            (self.user_none, None, 403),
            (self.user_view, None, 403),
            (self.user_view, self.open_folder, 403),
            (self.user_edit, self.closed_folder, 400),
            (self.user_manager, self.closed_folder, 403),
            (self.user_chosen, self.closed_folder, 200),
        ):
            with self.subTest(user=user.login, folder=folder and folder.name):
                self._sign_in(user)
                response = self._upload("yeni.txt", folder=folder)
                self.assertEqual(response.status_code, status)
        self.assertNotIn("İcra", response.text)

    def test_needs_a_session_and_its_token(self):
        self.authenticate(None, None)
        self.assertIn("/web/login", self._upload("a.txt").url)
        self._sign_in(self.user_edit)
        with mute_logger("odoo.http"):
            self.assertEqual(self._upload("a.txt", token=False).status_code, 400)
        self.assertEqual(self.url_open(UPLOAD).status_code, 405)

    def test_hostile_names(self):
        self._sign_in(self.user_edit)
        for sent, kept in (
            ("../../etc/passwd", "passwd"),
            ("rapor\u202efdp.exe", "raporfdp.exe"),
            ("  çok   boşluklu .txt ", "çok boşluklu.txt"),
            ("g\u0306 yeni.txt", "ğ yeni.txt"),
            ("<img src=x onerror=alert(1)>.txt", "<img src=x onerror=alert(1)>.txt"),
        ):
            with self.subTest(sent):
                self.assertEqual(self._get_file(self._upload(sent)).name, kept)
        long = self._get_file(self._upload("ş" * 300 + ".pdf"))
        self.assertEqual(len(long.name), 200)
        self.assertTrue(long.name.endswith(".pdf"))
        for name in ("..", ".", "/", "\u200b"):
            with self.subTest(name):
                self.assertEqual(self._upload(name).status_code, 400)

    def test_nothing_that_runs_is_shown(self):
        """Whatever the sender says it is, and even for an administrator."""
        admin = self.env.ref("base.user_admin")
        script = b"<script>alert(1)</script>"
        page = b"<!DOCTYPE html><html><body>" + script + b"</body></html>"
        svg = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg">' + script
        for user in (self.user_edit, admin):
            self.authenticate(user.login, user.login)
            for name, content in (
                ("sayfa.html", page),
                ("resim.png", page),
                ("belge.pdf", page),
                ("logo.svg", svg + b"</svg>"),
                ("logo.png", svg + b"</svg>"),
                ("veri.xml", b'<?xml version="1.0"?><a/>'),
                ("kod.js", b"alert(document.cookie)"),
            ):
                with self.subTest(name=name, user=user.login):
                    response = self._upload(name, content, on_conflict="version")
                    if response.status_code == 400:
                        # core, where the database keeps the files
                        self.assertIn("Only admins can upload SVG", response.text)
                        continue
                    file = self._get_file(response)
                    kind = self.url_open(f"/web/content/{file.id}").headers[
                        "Content-Type"
                    ]
                    self.assertFalse([a for a in ACTIVE if a in kind], kind)
                    file.unlink()

    def test_pictures_are_kept_as_they_are(self):
        self._sign_in(self.user_edit)
        # wider than what core shrinks attachments to
        content = self._draw(2200)
        file = self._get_file(self._upload("foto.png", content))
        self.assertEqual(file.raw, content)

    def _draw(self, width):
        target = io.BytesIO()
        Image.new("RGB", (width, 10)).save(target, "PNG")
        return target.getvalue()

    def test_empty_and_too_large(self):
        self._sign_in(self.user_edit)
        response = self._upload("boş.txt", b"")
        self.assertEqual(response.status_code, 400)
        self.assertIn("0 bytes", response.json()["error"])
        self.env["ir.config_parameter"].set_param("web.max_file_upload_size", "2000")
        with mute_logger("odoo.http"):
            response = self._upload("büyük.txt", b"x" * 5000)
        self.assertEqual(response.status_code, 413)
        self.assertFalse(self.customer.get_customer_files(query="büyük")["files"])

    def test_nonsense_is_answered(self):
        self._sign_in(self.user_edit)
        for data in (
            {"customer_id": "x"},
            {"customer_id": "0"},
            {"customer_id": str(self.env.company.partner_id.id)},
            {"folder_id": "abc"},
            {"folder_id": "999999999"},
        ):
            with self.subTest(data):
                self.assertEqual(self._upload("a.txt", **data).status_code, 400)


@tagged("post_install", "-at_install")
class TestFileDownload(FilesHttpCase):
    """Every address of a file, for who may read it and who may not."""

    def _get_addresses(self, file):
        token = file._get_raw_access_token()
        forever = file.sudo().generate_access_token()[0]
        thumbnail = file._get_thumbnail_token()
        return [
            f"/web/content/{file.id}",
            f"/web/content/ir.attachment/{file.id}/raw",
            f"/web/content/ir.attachment/{file.id}/datas?download=1",
            f"/web/content/{file.id}?access_token={token}",
            f"/web/content/{file.id}?access_token={forever}",
            f"/web/image/{file.id}?access_token={token}",
            f"/web/image/{file.id}?download=1&access_token={forever}",
            f"/web/image/ir.attachment/{file.id}/thumbnail?access_token={thumbnail}",
            f"/mail/attachment/pdf_first_page/{file.id}"
            f"?access_token={file._get_ownership_token()}",
        ]

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule")
    def test_addresses(self):
        self.closed_file.write({"raw": SECRET + b" 2"})
        self.env.flush_all()
        version_id = self.closed_file.get_customer_file_versions()[0]["id"]
        for file in self.closed_file | self.closed_file.browse(version_id):
            addresses = self._get_addresses(file)
            for user, may in (
                (self.user_none, False),
                (self.user_view, False),
                (self.user_edit, False),
                (self.user_manager, True),
                (self.user_chosen, True),
                (None, False),
            ):
                self._sign_in(user) if user else self.authenticate(None, None)
                for address in addresses:
                    with self.subTest(user=user and user.login, address=address):
                        self._check_address(address, may)

    def _check_address(self, address, may):
        if may and "pdf_first_page" in address:
            return  # not a pdf
        response = self.url_open(address)
        if may and address.startswith("/web/content"):
            self.assertIn(SECRET, response.content)
        if not may:
            self.assertNotIn(SECRET, response.content)
            self.assertNotIn("gizli", str(response.headers))

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule")
    def test_token_still_opens_what_a_message_carried(self):
        self.customer.message_post(body="Ek", attachments=[("ek.txt", b"attached")])
        posted = self.customer.message_ids[0].attachment_ids
        address = (
            f"/web/content/{posted.id}?access_token={posted._get_raw_access_token()}"
        )
        self.authenticate(None, None)
        self.assertEqual(self.url_open(address).content, b"attached")
        posted.crm_folder_id = self.open_folder
        self.env.flush_all()
        self.assertNotEqual(self.url_open(address).content, b"attached")

    @mute_logger("odoo.http")
    def test_zip_of_a_folder_holds_what_one_may_read(self):
        below = self._create_folder("Ekler: 2026", self.open_folder)
        hidden = self._create_folder("Hukuk", self.open_folder, **self._closed())
        self._add_file("ek.txt", b"ek", below)
        self._add_file("dava.txt", b"dava", hidden)
        self.env.flush_all()
        for user, names in (
            (self.user_view, {"teklif.txt", "Ekler_ 2026/ek.txt"}),
            (
                self.user_chosen,
                {"teklif.txt", "Ekler_ 2026/ek.txt", "Hukuk/dava.txt"},
            ),
        ):
            self._sign_in(user)
            token = http.Request.csrf_token(self)
            response = self.url_open(
                ZIP % self.open_folder.id, data={"csrf_token": token}
            )
            archive = zipfile.ZipFile(io.BytesIO(response.content))
            found = {name.removeprefix("Sözleşmeler/") for name in archive.namelist()}
            self.assertEqual(found, names)
            self.assertEqual(archive.read("Sözleşmeler/teklif.txt"), b"open")
        self._sign_in(self.user_edit)
        data = {"csrf_token": http.Request.csrf_token(self)}
        response = self.url_open(ZIP % self.closed_folder.id, data=data)
        self.assertEqual(response.status_code, 404)

    @mute_logger("odoo.http")
    def test_zip_of_mail_takes_no_hidden_file(self):
        self._sign_in(self.user_edit)
        data = {
            "csrf_token": http.Request.csrf_token(self),
            "file_ids": str(self.closed_file.id),
            "zip_name": "x.zip",
        }
        response = self.url_open("/mail/attachment/zip", data=data)
        self.assertNotEqual(response.status_code, 200)

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule")
    def test_web_read_through_a_message(self):
        message = self.customer.message_post(body="Al", attachments=[("e.txt", SECRET)])
        message.attachment_ids.crm_folder_id = self.closed_folder
        self._sign_in(self.user_edit)
        fields = {"attachment_ids": {"fields": {"name": {}, "datas": {}}}}
        with self.assertRaises(JsonRpcException):
            self.make_jsonrpc_request(
                "/web/dataset/call_kw/mail.message/web_read",
                {
                    "model": "mail.message",
                    "method": "web_read",
                    "args": [message.ids],
                    "kwargs": {"specification": fields},
                },
            )


@tagged("post_install", "-at_install")
class TestFilesTour(FilesHttpCase):
    def test_whole_way(self):
        customer = self._create_customer("Boş A.Ş.", user_id=self.user_edit.id)
        self.start_tour(
            f"/odoo/crm-customers/{customer.id}",
            "crm_customer_files",
            login="level_edit",
        )
        self.assertFalse(
            self.env["crm.customer.folder"].search_count(
                [("customer_id", "=", customer.id)]
            )
        )
        trail = "".join(customer.message_ids.mapped("body"))
        for text in ("was added", "new version: 3", "is called", "was moved from"):
            self.assertIn(text, trail)

    def test_view_only(self):
        self.start_tour(
            f"/odoo/crm-customers/{self.customer.id}",
            "crm_customer_files_view_only",
            login="level_view",
        )
