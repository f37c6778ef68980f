import json

from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.crm_cubicl.tests.routing import get_routes

from .routes import ACTORS, OWN_GUARD, ROWS, STAFF
from .routes_world import NOTE, RoutesWorld

ADDON = "crm_service_track"


@tagged("post_install", "-at_install")
class TestRoutes(RoutesWorld):
    """Every route of the addon, by everybody who should get in and who should not."""

    # -- the list of routes ------------------------------------------------------

    def test_every_route_has_a_row(self):
        known = {(row.route, row.method) for row in ROWS}
        found = set(get_routes(self.env, ADDON))
        self.assertFalse(
            found - known, "Say in tests/routes.py what these routes answer to whom."
        )
        self.assertFalse(known - found, "There are no such routes.")
        self.assertEqual(len(known), len(ROWS))
        for row in ROWS:
            self.assertFalse(row.expects.keys() - {"", *ACTORS}, row.route)

    def test_every_form_is_guarded(self):
        for (route, method), routing in get_routes(self.env, ADDON).items():
            with self.subTest(route=route, method=method):
                self.assertNotIn("cors", routing)
                if method == "POST" and routing["type"] == "http":
                    own = (route, method) in OWN_GUARD
                    self.assertIs(routing.get("csrf", True), not own)

    def test_whatever_only_shows_is_declared_so(self):
        for (route, method), routing in get_routes(self.env, ADDON).items():
            # opening a link is logged beside the form
            is_logged = route == "/service/visit/<string:token>"
            if method == "GET" and not is_logged:
                with self.subTest(route=route):
                    self.assertTrue(routing.get("readonly"))

    # -- who gets what -----------------------------------------------------------

    @mute_logger("odoo.http")
    def test_everybody_gets_what_the_row_says(self):
        for actor in ACTORS:
            for row in ROWS:
                with (
                    self.subTest(route=row.route, method=row.method, actor=actor),
                    self._in_a_world_of_its_own(),
                ):
                    # each in a session of its own: one of the routes ends it
                    self._sign_in_as(actor)
                    self._check(row, actor)

    def _check(self, row, actor: str) -> None:
        expected = row.expects.get(actor, row.expects[""])
        values = self._get_values(actor)
        before = self._get_digest(row)
        answer = self._send(row, actor, values)
        self.assertEqual(self._judge(row, answer), expected)
        if row.method == "GET" or not row.writes or expected != "done":
            self.assertEqual(self._get_digest(row), before, "Something was changed.")
        elif actor == row.actor:
            self.assertNotEqual(self._get_digest(row), before, "Nothing was done.")
        if actor not in STAFF:
            self.assertNotIn(NOTE, answer.text)
            if actor not in ("other", "moved"):
                self.assertNotIn("Theirs", answer.text)

    @mute_logger("odoo.http")
    def test_the_home_page_changes_nothing(self):
        counters = ["crm_visit_count", "crm_visit_waiting_count", "crm_contract_count"]
        for actor in ("own", "other", "archived", "moved", "manager"):
            with self.subTest(actor=actor), self._in_a_world_of_its_own():
                self._sign_in_as(actor)
                before = self._get_digest()
                for url in ("/my", "/my/home"):
                    self.assertEqual(self.url_open(url).status_code, 200)
                counts = self.make_jsonrpc_request(
                    "/my/counters", {"counters": counters}
                )
                self.assertEqual(self._get_digest(), before)
                seen = {"own": (4, 3, 1), "other": (1, 1, 0), "moved": (1, 1, 0)}
                self.assertEqual(
                    tuple(counts[name] for name in counters),
                    seen.get(actor, (0, 0, 0)),
                )

    # -- forms of another site, and what nobody may set --------------------------

    @mute_logger("odoo.http")
    def test_without_the_pages_token_nothing_is_done(self):
        for row in ROWS:
            if row.method != "POST" or row.is_json:
                continue
            with self.subTest(route=row.route), self._in_a_world_of_its_own():
                self._sign_in_as(row.actor)
                own = (row.route, row.method) in OWN_GUARD
                wrong = {"nonce" if own else "csrf_token": "wrong"}
                before = self._get_digest(row)
                answer = self._send(row, row.actor, None, wrong)
                self.assertEqual(answer.status_code, 422 if own else 400)
                self.assertEqual(self._get_digest(row), before)

    @mute_logger("odoo.http")
    def test_what_a_form_of_another_site_can_send_is_no_call(self):
        for row in ROWS:
            if not row.is_json:
                continue
            self._sign_in_as(row.actor)
            values = self._get_values(row.actor)
            data = self._fill(row.data, values)
            body = json.dumps({"jsonrpc": "2.0", "method": "call", "params": data})
            for kind in ("text/plain", "application/x-www-form-urlencoded"):
                with self.subTest(route=row.route, kind=kind):
                    before = self._get_digest()
                    answer = self.url_open(
                        row.url, data=body, headers={"Content-Type": kind}
                    )
                    self.assertIn(answer.status_code, range(400, 500))
                    self.assertEqual(self._get_digest(), before)

    @mute_logger("odoo.http")
    def test_nothing_else_can_be_set(self):
        evil = self._get_evil()
        for row in ROWS:
            if row.method != "POST" or not row.writes:
                continue
            with self.subTest(route=row.route):
                given = row.data.get("form", row.data)
                more = {name: evil[name] for name in evil.keys() - given.keys()}
                worlds = []
                for extra in ({}, more):
                    with self._in_a_world_of_its_own():
                        self._sign_in_as(row.actor)
                        answer = self._send(row, row.actor, None, extra)
                        self.assertEqual(self._judge(row, answer), "done")
                        worlds.append(self._get_world())
                self.assertEqual(*worlds)

    def _get_evil(self) -> dict:
        """Return what nobody outside may set, with values that would be possible."""
        values = {
            "state": "closed",
            "score": 10,
            "answer": "approve",
            "answered_by": "signature",
            "answer_partner_id": self.other.partner_id.id,
            "customer_comment": "Set by a test",
            "customer_id": self.other_customer.id,
            "company_id": self.far_company.id,
            "user_id": self.user_plain.id,
            "visit_id": self.visits["company"].id,
            "link_id": self.links["company"].id,
            "fee_amount": 1000,
            "fee_total": 1000,
            "evidence_text": "{}",
            "evidence_hash": "0" * 64,
            "evidence_id": self.photo.id,
            "signer_name": "Set by a test",
            "corrects_id": self.visits["used"].id,
            "closed_by_id": self.user_manager.id,
            "name": "SF-1",
            "photo_ids": self.photo.id,
            "contract_id": self.contract.id,
            "email": "thief@elsewhere.example",
            "expiry_date": "2099-01-01",
            "group_ids": self.env.ref("base.group_system").id,
            "result": "Set by a test",
        }
        return {name: str(value) for name, value in values.items()}

    @mute_logger("odoo.http")
    def test_files_of_others_are_not_handed_over(self):
        other = self.env["ir.attachment"].create({"name": "o.txt", "raw": b"o"})
        evidence = self.visits["used"].evidence_id
        self._sign_in_as("own")
        token = self.links[""]._get_token()
        for url in (f"/my/services/{self.visits[''].id}", f"/service/visit/{token}"):
            for file in (other.id, evidence.id, 2**31 - 1, 0):
                answer = self.url_open(f"{url}/photo/{file}")
                self.assertEqual(answer.status_code, 404)
        for file in (self.photo, evidence):
            for route in ("content", "image"):
                answer = self.url_open(f"/web/{route}/{file.id}")
                self.assertNotIn(b"seen.txt", answer.content)
                self.assertEqual(answer.status_code, 404 if route == "content" else 200)
