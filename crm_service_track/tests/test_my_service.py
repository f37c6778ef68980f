import base64
import io
from datetime import timedelta

from PIL import Image

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import HttpCase, JsonRpcException, new_test_user, tagged
from odoo.tools import formatLang, mute_logger

from .common import MANAGER, USER, VIEW, ServiceTrackCommon

UID = "0123456789abcdef0123456789abcdef"


def picture(kind="JPEG", size=(40, 30)) -> str:
    target = io.BytesIO()
    Image.new("RGB", size, "red").save(target, kind)
    data = base64.b64encode(target.getvalue()).decode()
    return f"data:image/{kind.lower()};base64,{data}"


@tagged("post_install", "-at_install")
class TestMyService(ServiceTrackCommon, HttpCase):
    """The page of the phone, and what the server takes from it."""

    def setUp(self):
        super().setUp()
        self.authenticate("service_technician", "service_technician")
        self.customer.email = "info@yildiz.example"
        end = fields.Datetime.now().replace(microsecond=0) - timedelta(hours=1)
        self.form = {
            "uid": UID,
            "customer_id": str(self.customer.id),
            "email": "info@yildiz.example",
            "type_id": str(self.service_type.id),
            "contact_name": "Ayşe Işık",
            "date_start": (end - timedelta(hours=2)).isoformat(),
            "date_end": end.isoformat(),
            "fee_kind": "amount",
            "fee_amount": "1.250,50",
            "tax_id": "",
            "result": "Bakım yapıldı.",
            "note": "Filtre al",
            "photos": [picture(), picture("PNG")],
        }

    def _save(self, **values):
        return self.make_jsonrpc_request(
            "/my-service/save", {"form": self.form | values}
        )

    def _get_refusal(self, **values) -> str:
        """Return what the technician reads when the form is not taken."""
        data = {"jsonrpc": "2.0", "params": {"form": self.form | values}}
        answer = self.url_open("/my-service/save", json=data).json()
        return answer["error"]["data"]["message"]

    def _get_visit(self, uid=UID):
        self.env.invalidate_all()
        return self.env["crm.service.visit"].search([("client_uid", "=", uid)])

    def test_the_page_is_for_technicians(self):
        page = self.url_open("/my-service")
        self.assertEqual(page.status_code, 200)
        self.assertIn("Test service", page.text)
        for login in ("service_plain", None):
            with self.subTest(login=login), mute_logger("odoo.http"):
                self.authenticate(login, login)
                page = self.url_open("/my-service", allow_redirects=False)
                self.assertIn(page.status_code, (403, 303))
                with self.assertRaises(JsonRpcException):
                    self._save()
        self.assertFalse(self._get_visit())

    def test_customers_are_found_by_what_the_search_knows(self):
        contact = self.env["res.partner"].create(
            {"name": "Çağrı Öz", "parent_id": self.customer.id}
        )
        for text in ("yildiz mak", "ÇAĞRI", "info@yildiz"):
            with self.subTest(text=text):
                found = self.make_jsonrpc_request(
                    "/my-service/customers", {"text": text}
                )
                self.assertEqual([c["id"] for c in found], self.customer.ids)
        self.assertEqual(found[0]["email"], "info@yildiz.example")
        self.assertEqual(found[0]["contacts"], [{"id": contact.id, "name": "Çağrı Öz"}])
        self.assertEqual(
            self.make_jsonrpc_request("/my-service/customers", {"text": " "}), []
        )
        self.customer.crm_is_closed = True
        self.assertEqual(
            self.make_jsonrpc_request("/my-service/customers", {"text": "yildiz"}), []
        )

    def test_a_form_is_made_and_sent_with_everything(self):
        result = self._save()
        visit = self._get_visit()
        self.assertEqual(result["number"], visit.name)
        self.assertEqual(
            (visit.state, visit.user_id), ("waiting", self.user_technician)
        )
        self.assertEqual(visit.contact_name, "Ayşe Işık")
        self.assertEqual(visit.fee_total, 1250.5)
        self.assertEqual(visit.duration, 2)
        self.assertEqual(visit.note, "Filtre al")
        self.assertEqual(len(visit.photo_ids), 2)
        self.assertEqual(set(visit.photo_ids.mapped("mimetype")), {"image/jpeg"})
        self.assertEqual(len(visit.link_ids.mail_ids), 1)

    def test_the_same_form_again_makes_no_second_one(self):
        first = self._save()
        again = self._save(result="Başka")
        self.assertEqual(first["id"], again["id"])
        visit = self._get_visit()
        self.assertEqual(len(visit), 1)
        self.assertEqual(visit.result, "Bakım yapıldı.")
        self.assertEqual(len(visit.link_ids), 1)

    def test_the_number_of_another_phone_shows_nothing(self):
        self._save()
        new_test_user(self.env, "service_thief", f"{USER},{VIEW}")
        self.authenticate("service_thief", "service_thief")
        with mute_logger("odoo.http"):
            message = self._get_refusal()
        self.assertIn("no number", message)
        self.assertNotIn("SF-", message)

    def test_what_is_wrong_is_said(self):
        now = fields.Datetime.now()
        for values, message in (
            ({"customer_id": ""}, "choose the customer"),
            ({"date_end": ""}, "start and the end"),
            ({"date_end": self.form["date_start"]}, "ends before it starts"),
            ({"date_end": (now + timedelta(hours=3)).isoformat()}, "in the future"),
            ({"email": ""}, "e-mail"),
            ({"email": "nobody"}, "no e-mail address"),
            ({"fee_amount": "çok"}, "no amount"),
            ({"photos": ["data:image/png;base64,PHN2Zz4="]}, "no picture"),
            ({"photos": ["<svg onload=alert(1)>"]}, "no picture"),
            ({"photos": [picture()] * 11}, "At most 10"),
            ({"uid": "'; --"}, "no number"),
            ({"signature": picture("PNG"), "signer_name": " "}, "name of whoever"),
        ):
            with (
                self.subTest(message=message),
                mute_logger("odoo.http", "odoo.sql_db"),
            ):
                self.assertIn(message, self._get_refusal(**values))
                self.assertFalse(self._get_visit())

    def test_amounts_are_read_as_the_user_writes_them(self):
        self.env["res.lang"]._activate_lang("tr_TR")
        for lang, typed, amount in (
            ("tr_TR", "1.500", 1500),
            ("tr_TR", "1.500,50", 1500.5),
            ("tr_TR", "12.500.000", 12500000),
            ("tr_TR", "1500.50", 1500.5),
            ("tr_TR", "1,5", 1.5),
            ("en_US", "1,500", 1500),
            ("en_US", "1,500.00", 1500),
            ("en_US", "1.5", 1.5),
        ):
            visits = self.env["crm.service.visit"].with_context(lang=lang)
            with self.subTest(lang=lang, typed=typed):
                self.assertEqual(visits._read_amount(typed), amount)
                told = visits._get_fee_proposal(
                    {**self.form, "fee_amount": typed, "tax_id": ""}
                )
                shown = formatLang(visits.env, amount)
                self.assertIn(shown, told["total"])
        for typed in ("1.2.3,4,5", "-1", "1e400", "nan", "1_000"):
            with self.subTest(typed=typed), self.assertRaises(UserError):
                self.env["crm.service.visit"]._read_amount(typed)

    def test_nothing_but_the_form_passes(self):
        self._save(state="closed", score=10, user_id=1, name="X", signer_name="Y")
        visit = self._get_visit()
        self.assertEqual((visit.state, visit.score), ("waiting", 0))
        self.assertEqual(visit.user_id, self.user_technician)
        self.assertFalse(visit.signer_name)

    def test_a_hidden_customer_is_refused(self):
        self.customer.crm_is_closed = True
        with (
            mute_logger("odoo.http", "odoo.addons.base.models.ir_rule"),
            self.assertRaises(JsonRpcException),
        ):
            self._save()
        self.assertFalse(self._get_visit())

    def test_a_signature_approves_and_the_form_is_mailed(self):
        result = self._save(signature=picture("PNG"), signer_name="Ayşe Işık")
        visit = self._get_visit()
        self.assertEqual(result["state"], "approved")
        self.assertEqual(
            (visit.answered_by, visit.signer_name), ("signature", "Ayşe Işık")
        )
        self.assertEqual(visit.answer_address, "127.0.0.1")
        self.assertFalse(visit.link_ids)
        self.assertTrue(visit.evidence_id.crm_is_evidence)
        self.assertTrue(all(visit.photo_ids.mapped("crm_is_evidence")))
        mail = self.env["mail.mail"].search([("email_to", "=", visit.email)])
        self.assertIn("Ayşe Işık", mail.body_html)
        self.assertNotIn("/service/visit/", mail.body_html)

    # -- the fee, while it is being entered --------------------------------------

    def _get_proposal(self, **values) -> dict:
        return self.make_jsonrpc_request(
            "/my-service/fee", {"form": self.form | {"fee_kind": "hours"} | values}
        )

    def test_the_fee_is_told_before(self):
        tax = self.env["account.tax"].create(
            {"name": "KDV 20", "amount": 20, "type_tax_use": "sale"}
        )
        self.env.company.account_sale_tax_id = tax
        proposal = self._get_proposal()
        self.assertEqual((proposal["hours"], proposal["tax"]), ("02:00", "KDV 20"))
        self.assertFalse(proposal["cover"] or proposal["rate"] or proposal["warning"])
        contract = self._create_contract(
            is_limited=True, hours_included=1.5, hourly_rate=400, beyond="ask"
        )
        proposal = self._get_proposal()
        self.assertEqual((proposal["hours"], proposal["rate"]), ("00:30", "400.00"))
        self.assertIn(f"01:30 covered by contract {contract.code}", proposal["cover"])
        self.assertIn("0:30", proposal["cover"])
        self.assertIn("agree", proposal["warning"])
        proposal = self._get_proposal(fee_hours="1:00")
        self.assertIn("01:00 to be paid", proposal["cover"])
        # half entered, and nonsense: no error while one types
        for values in (
            {"date_end": ""},
            {"date_end": self.form["date_start"]},
            {"fee_hours": "çok", "type_id": "x"},
        ):
            self.assertEqual(self._get_proposal(**values)["cover"], "")
        # what is not there is as if not chosen
        for unknown in ("999999999", "9" * 40):
            proposal = self._get_proposal(type_id=unknown, currency_id=unknown)
            self.assertEqual(proposal["symbol"], self.env.company.currency_id.symbol)
            self.assertEqual(self._get_proposal(customer_id=unknown), {})
        self.assertEqual(self._get_proposal(customer_id=""), {})
        self.assertFalse(self._get_visit())
        # and so it is made, when the technician leaves it
        self._save(fee_kind="hours", tax_id="auto", photos=[])
        visit = self._get_visit()
        self.assertEqual((visit.fee_hours, visit.hourly_rate), (0.5, 400))
        self.assertEqual((visit.tax_ids, visit.fee_total), (tax, 240))

    def test_the_fee_is_told_of_customers_that_one_sees(self):
        self.customer.crm_is_closed = True
        with (
            mute_logger("odoo.http", "odoo.addons.base.models.ir_rule"),
            self.assertRaises(JsonRpcException),
        ):
            self._get_proposal()
        self.authenticate("service_plain", "service_plain")
        with mute_logger("odoo.http"), self.assertRaises(JsonRpcException):
            self._get_proposal()

    def test_what_a_contract_blocks_is_kept_as_a_draft(self):
        self._create_contract(is_limited=True, hours_included=1, beyond="block")
        result = self._save(fee_kind="hours", hourly_rate="100", photos=[])
        visit = self._get_visit()
        self.assertEqual((visit.state, result["state"]), ("draft", "draft"))
        self.assertIn("manager", result["notice"])
        self.assertEqual(len(visit.activity_ids), 1)
        self.assertEqual(self._save()["notice"], result["notice"])
        self.assertEqual(len(self._get_visit().activity_ids), 1)
        visit.with_user(self.user_manager).action_send()
        self.assertEqual(visit.state, "waiting")
        self.assertNotIn("notice", self._save())

    def test_what_is_signed_beyond_a_contract_is_kept_and_told(self):
        self._create_contract(is_limited=True, hours_included=1, beyond="block")
        result = self._save(
            fee_kind="hours",
            hourly_rate="100",
            photos=[],
            signature=picture("PNG"),
            signer_name="Ayşe Işık",
        )
        visit = self._get_visit()
        self.assertEqual((visit.state, result["state"]), ("approved", "approved"))
        activity = visit.activity_ids
        self.assertIn("signed on the spot", activity.summary)
        self.assertIn("beyond contract", activity.note)
        self.assertTrue(activity.user_id.has_group(MANAGER))
