from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.crm_cubicl.tests.routing import get_routes

from .routes import ACTORS, OWN_GUARD, ROWS, VERIFY
from .routes_evil import EvilMixin
from .routes_world import RoutesWorld

ADDON = "crm_portal"
# what no page may say to anybody outside
SECRETS = ("An internal note", "internal.txt", "Other Optik")


@tagged("post_install", "-at_install")
class TestRoutes(EvilMixin, RoutesWorld):
    """Every route of the addon, by everybody who should get in and who should not."""

    # -- the list of routes ----------------------------------------------------------

    def test_every_route_has_a_row(self):
        known = {(row.route, row.method) for row in ROWS}
        self.assertFalse(
            set(get_routes(self.env, ADDON)) - known,
            "Say in tests/routes.py what these routes answer to whom.",
        )
        self.assertFalse(
            known - set(get_routes(self.env, ADDON)), "There are no such routes."
        )
        self.assertEqual(len(known), len(ROWS))
        for row in ROWS:
            self.assertFalse(row.expects.keys() - {"", *ACTORS}, row.route)

    def test_every_form_is_guarded(self):
        for (route, method), routing in get_routes(self.env, ADDON).items():
            with self.subTest(route=route, method=method):
                if method == "GET":
                    continue
                self.assertEqual(routing["type"], "http")
                own = (route, method) in OWN_GUARD
                self.assertIs(routing.get("csrf", True), not own)
                self.assertNotIn("cors", routing)

    # -- who gets what ---------------------------------------------------------------

    @mute_logger("odoo.http")
    def test_everybody_gets_what_the_row_says(self):
        for actor in ACTORS:
            self._sign_in(actor)
            for row in ROWS:
                with (
                    self.subTest(route=row.route, method=row.method, actor=actor),
                    self._in_a_world_of_its_own(row.method),
                ):
                    self._check(row, actor)
                if row.route == VERIFY and row.method == "POST":
                    # who signs up is signed in
                    self._sign_in(actor)

    def _check(self, row, actor: str) -> None:
        expected = row.expects.get(actor, row.expects.get("", "gone"))
        values = self._get_values(actor)
        before = self._get_digest()
        answer = self._send(row, actor, values)
        self.assertEqual(self._judge(row, answer), expected)
        if row.method == "GET" or expected != "done":
            self.assertEqual(self._get_digest(), before, "Something was changed.")
        elif actor == row.actor and row.writes:
            self.assertNotEqual(self._get_digest(), before, "Nothing was done.")
        for secret in SECRETS:
            if actor not in ("other", "moved", "internal"):
                self.assertNotIn(secret, answer.text)

    # -- looking changes nothing, nor does a form of another site ---------------------

    @mute_logger("odoo.http")
    def test_without_the_pages_token_nothing_is_done(self):
        for row in ROWS:
            if row.method != "POST":
                continue
            with (
                self.subTest(route=row.route),
                self._in_a_world_of_its_own(),
            ):
                self._sign_in(row.actor)
                values = self._get_values(row.actor)
                own = (row.route, row.method) in OWN_GUARD
                wrong = {"form_key" if own else "csrf_token": "wrong"}
                before = self._get_digest()
                answer = self._send(row, row.actor, values, wrong)
                self.assertEqual(answer.status_code, 422 if own else 400)
                self.assertEqual(self._get_digest(), before)

    @mute_logger("odoo.http")
    def test_nothing_else_can_be_set(self):
        evil = self._get_evil()
        for row in ROWS:
            if row.method != "POST" or not row.writes:
                continue
            with self.subTest(route=row.route):
                worlds = []
                for extra in ({}, evil):
                    with self._in_a_world_of_its_own():
                        self._sign_in(row.actor)
                        answer = self._send(row, row.actor, None, extra)
                        self.assertEqual(self._judge(row, answer), "done")
                        worlds.append(self._get_world())
                self.assertEqual(*worlds)

    @mute_logger("odoo.http")
    def test_only_known_things_are_done(self):
        for deed in ("delete", "", "write", "answer;close"):
            with self.subTest(deed=deed), self._in_a_world_of_its_own():
                self.authenticate("ayse", "ayse")
                before = self._get_digest()
                for url in (
                    f"/my/tickets/{self.ticket.id}",
                    f"/support/ticket/{self.tokens['owner']}",
                ):
                    answer = self._post_form(url, text="x", do=deed)
                    self.assertEqual(answer.status_code, 404)
                self.assertEqual(self._get_digest(), before)

    @mute_logger("odoo.http")
    def test_files_of_other_posts_are_not_handed_over(self):
        self.authenticate("ayse", "ayse")
        for url in (
            f"/my/tickets/{self.ticket.id}",
            f"/support/ticket/{self.tokens['owner']}",
        ):
            for file in (self.secret_file.id, 2**31 - 1, 0):
                answer = self.url_open(f"{url}/file/{file}")
                self.assertEqual(answer.status_code, 404)
