import base64
from contextlib import contextmanager
from io import BytesIO

from PIL import Image

from odoo import http
from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from .test_hidden_customer import SECRETS, HiddenCustomerMixin

ASSIGNED = "crm_cubicl.crm_cubicl_group_assigned"
EDIT = "base.group_user,crm_cubicl.crm_cubicl_group_delete"
VIEW = "base.group_user,crm_cubicl.crm_cubicl_group_view"
NAME = "Saklı Müşteri"
CONTENT = b"gizli dosyanin icindekiler"
QUIET = (
    "odoo.http",
    "odoo.addons.base.models.ir_rule",
    "odoo.addons.base.models.ir_model",
    "odoo.sql_db",
)


def _draw(color) -> bytes:
    stream = BytesIO()
    Image.new("RGB", (64, 64), color).save(stream, "PNG")
    return base64.b64encode(stream.getvalue())


@tagged("post_install", "-at_install")
class TestDoors(HiddenCustomerMixin, HttpCase):
    """Every way in by an address, as everyone from whom a customer is hidden."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_hidden_customer()
        cls.customer.write({"crm_is_closed": True, "image_1920": _draw("red")})
        folder = cls.env["crm.customer.folder"].create(
            {"name": "Sözleşmeler", "customer_id": cls.customer.id}
        )
        cls.loose, cls.kept = cls.env["ir.attachment"].create(
            [
                {
                    "name": "gizli.txt",
                    "raw": CONTENT,
                    "res_model": "res.partner",
                    "res_id": cls.customer.id,
                    "crm_folder_id": folder_id,
                }
                for folder_id in (False, folder.id)
            ]
        )
        cls.kept.generate_access_token()
        cls.own = cls.env["ir.attachment"].create({"name": "ben.txt", "raw": b"benim"})
        cls.own.generate_access_token()
        cls.note = cls.customer.message_post(body="Saklı Müşteri notu")
        cls.visitors = {
            "none": cls.user_none,
            "closed": new_test_user(cls.env, "door_closed", VIEW),
            "assigned": new_test_user(cls.env, "door_assigned", f"{VIEW},{ASSIGNED}"),
            "editor": new_test_user(cls.env, "door_editor", f"{EDIT},{ASSIGNED}"),
            "portal": new_test_user(cls.env, "door_portal", "base.group_portal"),
            "public": None,
        }
        cls.thread = {"thread_model": "res.partner", "thread_id": cls.customer.id}

    @contextmanager
    def _signed_in(self, name):
        """As one of those from whom the customer is hidden."""
        user = self.visitors[name]
        self.authenticate(user and user.login, user and user.login)
        with self.subTest(user=name), mute_logger(*QUIET):
            yield

    def _check_closed(self, text, *names):
        for secret in (*SECRETS.values(), *names):
            self.assertNotIn(secret, text)

    def _call(self, model, method, *args, **kwargs):
        """Return what a call answers, also when that is an error."""
        route = f"/web/dataset/call_kw/{model}/{method}"
        params = {"model": model, "method": method, "args": args, "kwargs": kwargs}
        answer = self._post(route, params)
        return answer.json() if answer.ok else {"error": answer.text}

    def _post(self, route, params):
        body = {"jsonrpc": "2.0", "method": "call", "id": 0, "params": params}
        return self.url_open(route, json=body)

    def test_the_doors_open_to_who_sees_the_customer(self):
        """Else the others would prove nothing."""
        self.user_manage.group_ids |= self.user_none.group_ids
        self.authenticate("level_manage", "level_manage")
        for file in (self.loose, self.kept):
            self.assertIn(CONTENT, self.url_open(f"/web/content/{file.id}").content)
        answer = self.url_open(f"/web/image/res.partner/{self.customer.id}/image_128")
        self.assertEqual(answer.content, base64.b64decode(self.customer.image_128))
        for path in (f"/my/tasks/{self.task.id}", f"/my/orders/{self.quote.id}"):
            self.assertIn(SECRETS["email"], self.url_open(path).text)
        answer = self._call("res.partner", "read", self.customer.ids, ["email"])
        self.assertIn(SECRETS["email"], repr(answer))
        answer = self._post("/mail/thread/messages", self.thread)
        self.assertIn("notu", answer.text)

    # -- files and pictures ------------------------------------------------------

    def test_files(self):
        tokens = ("", "yanlis", self.own.access_token, self.kept.access_token)
        for name in self.visitors:
            with self._signed_in(name):
                for file in (self.loose, self.kept):
                    for token in tokens:
                        answer = self.url_open(
                            f"/web/content/{file.id}?access_token={token}&download=1"
                        )
                        self.assertNotIn(CONTENT, answer.content)
                        self.assertNotIn("gizli", repr(answer.headers))
                answer = self.url_open(
                    f"/web/content/ir.attachment/{self.loose.id}/raw"
                )
                self.assertNotIn(CONTENT, answer.content)
                answer = self.url_open(
                    "/mail/attachment/zip",
                    data={
                        "file_ids": f"{self.loose.id},{self.kept.id}",
                        "zip_name": "z.zip",
                        "csrf_token": http.Request.csrf_token(self),
                    },
                )
                self.assertNotIn(b"gizli", answer.content)

    def test_pictures(self):
        drawn = {
            base64.b64decode(self.customer[name])
            for name in ("image_1920", "image_128", "avatar_128")
        }
        for name in self.visitors:
            with self._signed_in(name):
                for path in (
                    "image_1920",
                    "image_128",
                    "avatar_128",
                    "avatar_128?access_token=yanlis",
                    "image_1920?access_token=" + self.own.access_token,
                ):
                    for kind in ("image", "content"):
                        answer = self.url_open(
                            f"/web/{kind}/res.partner/{self.customer.id}/{path}"
                        )
                        self.assertNotIn(answer.content, drawn, path)
                        self.assertNotIn("Sakl", repr(answer.headers))

    # -- pages and reports -------------------------------------------------------

    def test_pages(self):
        action = self.env.ref("contacts.action_contacts").id
        for name in self.visitors:
            with self._signed_in(name):
                for path in (
                    f"/odoo/res.partner/{self.customer.id}",
                    f"/odoo/action-{action}/{self.customer.id}",
                    f"/odoo/crm-customers/{self.customer.id}",
                    f"/mail/view?model=res.partner&res_id={self.customer.id}",
                    f"/mail/message/{self.note.id}",
                    f"/my/orders/{self.quote.id}",
                    f"/my/orders/{self.quote.id}?access_token=yanlis",
                    f"/my/tasks/{self.task.id}?access_token=yanlis",
                ):
                    with self.subTest(path=path):
                        self._check_closed(self.url_open(path).text)

    def test_reports(self):
        """Only of documents that one may open: there the address is on it."""
        self.quote.user_id = self.user_manage
        # the other one may open all quotes
        for name in self.visitors.keys() - {"none"}:
            with self._signed_in(name):
                for kind in ("html", "pdf", "text"):
                    answer = self.url_open(
                        f"/report/{kind}/sale.report_saleorder/{self.quote.id}"
                    )
                    self._check_closed(answer.text, NAME)

    # -- calls -------------------------------------------------------------------

    def test_reading_by_id(self):
        ids = (self.customer | self.contact).ids
        for name in self.visitors:
            with self._signed_in(name):
                for method, args, kwargs in (
                    ("read", [ids, ["name", "email"]], {}),
                    ("web_read", [ids], {"specification": {"display_name": {}}}),
                    ("search_read", [[("id", "in", ids)], ["email", "phone"]], {}),
                    ("export_data", [ids, ["name", "email"]], {}),
                    ("get_customer_panel", [ids], {}),
                    ("get_customer_feed", [ids], {}),
                    ("get_customer_work", [ids[:1]], {}),
                    (
                        "web_name_search",
                        [NAME],
                        {"specification": {"display_name": {}}},
                    ),
                    ("name_search", [SECRETS["email"]], {}),
                ):
                    answer = self._call("res.partner", method, *args, **kwargs)
                    self._check_closed(repr(answer), NAME)

    def test_reading_over_documents(self):
        """Details of the customer of a document, asked for in one go."""
        for name in self.visitors:
            with self._signed_in(name):
                for record in (self.task, self.quote):
                    spec = {
                        "partner_id": {"fields": {"email": {}, "phone": {}, "vat": {}}}
                    }
                    answer = self._call(record._name, "web_read", record.ids, spec)
                    self._check_closed(repr(answer))
                    answer = self._call(
                        record._name,
                        "export_data",
                        record.ids,
                        ["partner_id/email", "partner_id/child_ids/phone"],
                    )
                    self._check_closed(repr(answer))

    def test_finding_by_hidden_values(self):
        """No search, path or own search box tells whether a value is right."""
        asked = [
            ("email", "=", SECRETS["email"]),
            ("crm_search", "ilike", "8790017566"),
            ("crm_search", "ilike", "555 44 33"),
            ("crm_has_overdue_work", "=", True),
            ("crm_is_incomplete", "=", False),
            ("crm_last_contact", ">", "2000-01-01"),
            ("crm_neglected_days", "<", 10000),
            ("id", "child_of", self.customer.id),
            ("id", "parent_of", self.contact.id),
        ]
        hidden = set((self.customer | self.contact).ids)
        for name in self.visitors:
            with self._signed_in(name):
                for field, operator, value in asked:
                    answer = self._call(
                        "res.partner", "search", [(field, operator, value)]
                    )
                    self.assertFalse(hidden & set(answer.get("result") or ()), field)
                    if field == "id":
                        continue
                    for record in (self.task, self.quote):
                        path = f"partner_id.{field}"
                        domain = [("id", "=", record.id), (path, operator, value)]
                        answer = self._call(record._name, "search", domain)
                        self.assertFalse(answer.get("result"), path)

    def test_archived_mails(self):
        mail = self.env["crm.customer.mail"].create(
            {
                "subject": "Saklı Müşteri yazdı",
                "email_from": SECRETS["email"],
                "state": "new",
                "customer_ids": [Command.set(self.customer.ids)],
            }
        )
        model = "crm.customer.mail"
        for name in self.visitors:
            with self._signed_in(name):
                for method, args in (
                    ("search_read", [[], ["subject", "email_from"]]),
                    ("read", [mail.ids, ["subject", "email_from"]]),
                    ("write", [mail.ids, {"state": "discarded"}]),
                    ("action_discard", [mail.ids]),
                    ("unlink", [mail.ids]),
                    ("_file_at", [mail.ids, self.customer.ids]),
                    ("message_new", [{"message_id": "x", "email_from": "x"}]),
                ):
                    self._check_closed(repr(self._call(model, method, *args)), NAME)
                wizard = {"mail_ids": mail.ids, "customer_ids": self.customer.ids}
                created = self._call("crm.customer.mail.assign", "create", [wizard])
                self.assertIn("error", created)
        self.env.invalidate_all()
        self.assertEqual(mail.state, "new")

    def test_import_over_a_hidden_customer(self):
        xmlid = self.env["ir.model.data"].create(
            {
                "module": "secret",
                "name": "door",
                "model": "res.partner",
                "res_id": self.customer.id,
            }
        )
        rows = (
            (["id", "name"], [xmlid.complete_name, "Ele geçti"]),
            ([".id", "name"], [str(self.customer.id), "Ele geçti"]),
            (["name", "parent_id/.id"], ["Sızan", str(self.customer.id)]),
            (["name", "parent_id/id"], ["Sızan", xmlid.complete_name]),
            (["name", "parent_id"], ["Sızan", self.customer.name]),
            (["name", "crm_parent_id/.id"], ["Sızan", str(self.customer.id)]),
        )
        for name in self.visitors:
            with self._signed_in(name):
                for fields, row in rows:
                    answer = self._call("res.partner", "load", fields, [row])
                    self._check_closed(repr(answer))
                    ids = (answer.get("result") or {}).get("ids")
                    self.assertFalse(ids, (name, fields))
        self.env.invalidate_all()
        self.assertEqual(self.customer.name, "Saklı Müşteri A.Ş.")
        self.assertEqual(self.customer.child_ids, self.contact)

    # -- chatter -----------------------------------------------------------------

    def test_chatter_routes(self):
        post = {"body": "Sızdı", "message_type": "comment"}
        everything = ["followers", "attachments", "activities", "scheduledMessages"]
        request = ["mail.thread", {**self.thread, "request_list": everything}]
        routes = (
            ("/mail/thread/messages", self.thread),
            ("/mail/thread/recipients", self.thread),
            ("/mail/thread/recipients/get_suggested_recipients", self.thread),
            ("/mail/data", {"fetch_params": [request]}),
            ("/mail/action", {"fetch_params": [request]}),
            ("/mail/message/post", {**self.thread, "post_data": post}),
            (
                "/mail/message/update_content",
                {"message_id": self.note.id, "update_data": {"body": "Sızdı"}},
            ),
            (
                "/mail/message/reaction",
                {"message_id": self.note.id, "content": "x", "action": "add"},
            ),
            (
                "/mail/thread/subscribe",
                {
                    "res_model": "res.partner",
                    "res_id": self.customer.id,
                    "partner_ids": [],
                },
            ),
            ("/mail/attachment/delete", {"attachment_id": self.loose.id}),
            ("/mail/link_preview", {"message_id": self.note.id}),
            ("/discuss/search", {"term": NAME}),
        )
        for name in self.visitors:
            with self._signed_in(name):
                for route, params in routes:
                    with self.subTest(route=route):
                        answer = self._post(route, params)
                        self._check_closed(answer.text, "notu", NAME)
        self.env.invalidate_all()
        self.assertIn("notu", self.note.body)
        self.assertEqual(self.customer.message_ids[0], self.note)
        self.assertTrue(self.loose.exists())

    def test_partner_of_an_address(self):
        """A mail address that one knows does not tell whose it is."""
        params = {
            "thread_model": "res.partner",
            "thread_id": False,
            "emails": [SECRETS["email"]],
        }
        for name in self.visitors:
            with self._signed_in(name):
                answer = self._post("/mail/partner/from_email", params)
                self.assertNotIn("Sakl", answer.text)
                self.assertNotIn(f'"id": {self.customer.id},', answer.text)
