import base64

from odoo.tests import HttpCase, JsonRpcException, tagged
from odoo.tools import mute_logger

from odoo.addons.crm_cubicl.tests.outside import DoorsMixin

from .portal_common import PNG, PortalLeaksCase

OURS = ("crm.service.", "crm.session.")
# of oneself, or of no interest to anybody
HARMLESS = {
    ("res.users", "crm_service_autostart"),
    ("res.company", "crm_service_billing"),
    ("res.company", "crm_service_warn_hours"),
    ("res.company", "crm_service_rounding"),
    ("res.company", "crm_service_rounding_way"),
}
REFUSED = ("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")


@tagged("post_install", "-at_install")
class TestPortalDoors(DoorsMixin, PortalLeaksCase, HttpCase):
    """Nothing of ours is told around the pages, by no door."""

    @mute_logger(*REFUSED)
    def test_nothing_of_our_models_is_read(self):
        models = [
            name
            for name in sorted(self.env.registry)
            if name.startswith(OURS) and not self.env[name]._abstract
        ]
        self.assertGreater(len(models), 8)
        for model in models:
            if self.env[model]._transient:
                continue
            records = self.env[model].with_user(self.ayse)
            some = records.sudo().search([], limit=1).with_user(self.ayse)
            self.env.invalidate_all()
            for operation in ("read", "write", "create", "unlink"):
                self.assertFalse(records.has_access(operation), model)
            for name in records._fields.keys() - {"id"}:
                for door, ask in self._get_doors(some, name).items():
                    if door in ("read", "web_read", "export_data") and not some:
                        continue
                    with self.subTest(model=model, field=name, door=door):
                        self._assert_refused(ask)

    @mute_logger(*REFUSED)
    def test_nothing_of_our_fields_elsewhere_is_read(self):
        targets = {
            "res.partner": self.ayse.partner_id,
            "res.users": self.ayse,
            "res.company": self.env.company,
        }
        for model, records in targets.items():
            some = records.with_user(self.ayse)
            self.assertTrue(some.read(["name"]))
            for name, field in some._fields.items():
                if field._module != "crm_service_track" or (model, name) in HARMLESS:
                    continue
                with self.subTest(model=model, field=name):
                    self.env.invalidate_all()
                    self._assert_refused(lambda some=some, name=name: some.read([name]))

    @mute_logger("odoo.http", *REFUSED)
    def test_by_rpc_as_a_browser_would(self):
        self.authenticate("ayse", "ayse" + "x" * 4)
        visit, contract = self.visit, self.contract
        evidence = visit.evidence_id
        waiting = self._create_sent(4)
        link = waiting.sudo().link_ids
        every = [[], ["id"]]
        for model, method, args in (
            ("crm.service.visit", "search_read", every),
            ("crm.service.visit", "read", [visit.ids, ["name"]]),
            ("crm.service.visit", "write", [waiting.ids, {"result": "x"}]),
            ("crm.service.visit", "create", [{"customer_id": self.customer.id}]),
            ("crm.service.visit", "action_send_again", [waiting.ids]),
            ("crm.service.visit", "action_close", [visit.ids]),
            ("crm.service.visit", "_get_portal_page", [visit.ids]),
            ("crm.service.visit", "_get_portal_rows", [[], "id", 1, 0]),
            ("crm.service.visit", "_answer", [waiting.ids, link.id, {}, {}]),
            ("crm.service.visit", "message_post", [waiting.ids]),
            ("crm.service.visit.link", "read", [link.ids, ["email"]]),
            ("crm.service.visit.hit", "search_read", every),
            ("crm.service.contract", "search_read", every),
            ("crm.service.contract", "read", [contract.ids, ["note"]]),
            ("crm.service.contract", "_get_hours_page", [contract.ids]),
            ("crm.service.record", "search_read", every),
            ("crm.service.record", "get_customer_report", [self.customer.id]),
            ("crm.service.interval", "search_read", every),
            ("crm.session.log", "search_read", every),
            ("res.partner", "get_service_panel", [self.customer.ids]),
            ("res.users", "stop_service_timer", []),
            ("ir.attachment", "read", [evidence.ids, ["raw"]]),
            ("ir.attachment", "read", [evidence.ids, ["name"]]),
            ("mail.message", "read", [visit.message_ids.ids, ["body"]]),
            ("mail.activity", "read", [visit.activity_ids.ids or [1], ["note"]]),
            ("ir.actions.report", "get_valid_action_reports", []),
        ):
            with self.subTest(model=model, method=method):
                before = self._get_state(waiting)
                with self.assertRaises(JsonRpcException):
                    self.make_jsonrpc_request(
                        f"/web/dataset/call_kw/{model}/{method}",
                        {"model": model, "method": method, "args": args, "kwargs": {}},
                    )
                self.assertEqual(self._get_state(waiting), before)

    @mute_logger("odoo.http", "odoo.addons.http_routing.models.ir_http", *REFUSED)
    def test_cores_own_routes_hand_out_nothing(self):
        image = base64.b64decode(PNG)
        signed = self._create_visit()
        signed._sign(image, "Ayşe Işık", {})
        self.env.flush_all()
        self._sign_in(self.ayse)
        visit = f"crm.service.visit/{signed.id}"
        for url in (
            f"/web/content/{visit}/signature",
            f"/web/content/{visit}/evidence_text?filename=a",
            f"/web/content/{signed.evidence_id.id}",
            f"/web/content/{signed.evidence_id.id}?access_token=x",
        ):
            with self.subTest(url=url):
                answer = self.url_open(url)
                self.assertGreaterEqual(answer.status_code, 400)
        where = {"thread_model": signed._name, "thread_id": signed.id}
        asked = {**where, "request_list": ["attachments", "followers", "activities"]}
        for url, params in (
            ("/mail/thread/messages", where),
            ("/mail/data", {"fetch_params": [["mail.thread", asked]]}),
            ("/mail/message/post", {**where, "post_data": {"body": "x"}}),
        ):
            with self.subTest(url=url):
                before = self._get_state(signed)
                try:
                    told = self.make_jsonrpc_request(url, params)
                except JsonRpcException:
                    told = ""
                for words in (signed.name, signed.customer_id.name, ".pdf"):
                    self.assertNotIn(words, str(told))
                self.assertEqual(self._get_state(signed), before)

    @mute_logger("odoo.http", *REFUSED)
    def test_reports_are_not_printed_around_the_pages(self):
        """Core prints any report for whoever is signed in: ours ask who it is."""
        reports = {
            "crm_service_visit_paper": self.visit,
            "crm_service_contract_paper": self.contract,
            "crm_service_times": self.record,
        }
        for user in (self.ayse, self.other, self.user_plain, self.user_colleague):
            self._sign_in(user)
            for report, record in reports.items():
                for kind in ("html", "pdf", "text"):
                    with self.subTest(user=user.login, report=report, kind=kind):
                        answer = self._print(kind, report, record)
                        self.assertGreaterEqual(answer.status_code, 400)
                        self.assertNotIn(self.customer.name, answer.text)
        self._sign_in(self.user_manager)
        for report, record in reports.items():
            with self.subTest(report=report):
                answer = self._print("html", report, record)
                self.assertEqual(answer.status_code, 200)
                self.assertIn(self.customer.name, answer.text)

    def _print(self, kind, report, record):
        return self.url_open(f"/report/{kind}/crm_service_track.{report}/{record.id}")

    def _get_state(self, visit):
        self.env.invalidate_all()
        return visit.state, visit.result, visit.write_date, len(visit.message_ids)
