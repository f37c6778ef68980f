import contextlib
import datetime
import threading
from unittest.mock import patch

from freezegun import freeze_time

from odoo import http
from odoo.tests import HttpCase, tagged
from odoo.tools import SQL, hash_sign, mute_logger

from odoo.addons.crm_portal.controllers.guards_form import KEY_SCOPE
from odoo.addons.crm_portal.controllers.support_embed import THANKS_SCOPE

from .common import PortalCustomerCase
from .routes import ACTORS, OWN_GUARD, ROWS, VERIFY

ADDON = "odoo.addons.crm_portal."
SUBJECT = "Printer of the first floor"
# what no page may say to anybody outside
SECRETS = ("An internal note", "internal.txt", "Other Optik")
# what is watched: whoever only looks, or is refused, changes none of it
WATCHED = (
    "project_task",
    "project_task_user_rel",
    "mail_message",
    "mail_mail",
    "mail_notification",
    "mail_followers",
    "ir_attachment",
    "res_partner",
    "res_users",
    "res_groups_users_rel",
)
# how often something was tried is counted of whoever tries
COUNTERS = {"crm_portal_attempt"}


def get_routes(env) -> dict:
    """Return the routing of each route and method of the addon."""
    found = {}
    thread = threading.current_thread()
    with patch.object(thread, "dbname", env.cr.dbname, create=True):
        rules = list(env["ir.http"].routing_map().iter_rules())
    for rule in rules:
        method = getattr(rule.endpoint, "func", None)
        owner = type(getattr(method, "__self__", None))
        ours = [
            cls
            for cls in owner.__mro__
            if cls.__module__.startswith(ADDON) and rule.endpoint.__name__ in vars(cls)
        ]
        if ours:
            routing = rule.endpoint.routing
            both = ("POST",) if routing["type"] == "jsonrpc" else ("GET", "POST")
            for verb in set(routing["methods"] or both) - {"OPTIONS", "HEAD"}:
                found[rule.rule, verb] = routing
    return found


@tagged("post_install", "-at_install")
class TestRoutes(PortalCustomerCase, HttpCase):
    """Every route of the addon, by everybody who should get in and who should not."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.website.crm_support_is_open = True
        cls.website.auth_signup_uninvited = "b2c"
        cls.website.crm_signup_waits = False
        cls.company = cls.env["res.company"].create({"name": "Other company"})
        cls.ticket = cls._file_for(cls.ayse, SUBJECT)
        cls._file_for(cls.other, "Theirs")
        own = cls.ticket.with_user(cls.handler)
        cls.secret_file = cls._attach("internal.txt")
        own.message_post(body="An internal note", attachment_ids=cls.secret_file.ids)
        cls.file = cls._attach("seen.txt")
        own._answer("Is it on?", cls.file.ids)
        cls._set_up_people()
        cls._set_up_other_company()
        cls._set_up_links()
        cls.form = cls.env["crm.portal.form"].create({"name": "Questions"})
        sites = cls.env["crm.portal.site"]
        site = sites._find(cls.website) or sites.create({"website_id": cls.website.id})
        site.frame_origins = "https://www.gizem.example"
        cls.env.flush_all()

    @classmethod
    def _attach(cls, name):
        pending = {"res_model": "mail.compose.message", "res_id": 0}
        return (
            cls.env["ir.attachment"]
            .with_user(cls.handler)
            .create({"name": name, "raw": name.encode(), **pending})
        )

    @classmethod
    def _set_up_people(cls):
        shares = cls.env["crm.portal.share"]
        cls.tokens = {"owner": cls._get_token(cls.ticket, cls.ayse)}
        cls.logins = {
            "nobody": None,
            "other": "other",
            "own": "can",
            "all": "boss",
            "owner": "ayse",
            "guessed": "ayse",
            "company": "ayse",
            "internal": "handler",
        }
        for actor in ("revoked", "expired", "archived", "moved"):
            user = cls._create_portal_user(f"user_{actor}", cls.customer)
            cls.logins[actor] = user.login
            shares._share(cls.ticket, user.partner_id)
            cls.tokens[actor] = cls._get_token(cls.ticket, user)
        shared = {s.partner_id.email: s for s in cls.ticket.crm_share_ids}
        shared["user_revoked@gizem.example"].is_revoked = True
        shared["user_expired@gizem.example"].expiry_date = "2020-01-01"
        # by the database alone: nothing of ours may be needed at that moment
        gone = shared["user_archived@gizem.example"].partner_id
        cls.env.flush_all()
        cls.env.cr.execute(
            SQL("UPDATE res_partner SET active = false WHERE id = %s", gone.id)
        )
        cls.env.invalidate_all()
        moved = shared["user_moved@gizem.example"].partner_id
        moved.parent_id = cls.other_customer

    @classmethod
    def _set_up_other_company(cls):
        project = cls.project.copy({"company_id": cls.company.id})
        topic = cls._create_topic(
            name="Far away", company_id=cls.company.id, project_id=project.id
        )
        values = {
            "crm_topic_id": topic.id,
            "project_id": project.id,
            "company_id": cls.company.id,
        }
        cls.far = cls._file_for(cls.ayse, SUBJECT, **values)
        cls.tokens["company"] = cls._get_token(cls.far, cls.ayse)

    @classmethod
    def _set_up_links(cls):
        """Make support links: one that is good, and one for each that is not."""
        links = cls.env["crm.portal.link"]
        gone = cls._create_customer("Gone Optik")
        values = {"customer_id": cls.customer.id, "company_id": cls.env.company.id}
        yesterday = datetime.date.today() - datetime.timedelta(days=1)
        made = {
            "": values,
            "company": {**values, "company_id": cls.company.id},
            "archived": {**values, "customer_id": gone.id},
            "revoked": {**values, "customer_id": cls.other_customer.id},
            "expired": {
                "customer_id": cls._create_customer("Late Optik").id,
                "company_id": cls.env.company.id,
                "expiry_date": yesterday,
            },
        }
        cls.links = {actor: links.create(link) for actor, link in made.items()}
        cls.links["revoked"].is_revoked = True
        gone.active = False

    @classmethod
    def _get_token(cls, ticket, user):
        share = ticket.crm_share_ids.filtered(lambda s: s.partner_id == user.partner_id)
        return share._get_token()

    # -- the list of routes ----------------------------------------------------------

    def test_every_route_has_a_row(self):
        known = {(row.route, row.method) for row in ROWS}
        self.assertFalse(
            set(get_routes(self.env)) - known,
            "Say in tests/routes.py what these routes answer to whom.",
        )
        self.assertFalse(known - set(get_routes(self.env)), "There are no such routes.")
        self.assertEqual(len(known), len(ROWS))
        for row in ROWS:
            self.assertFalse(row.expects.keys() - {"", *ACTORS}, row.route)

    def test_every_form_is_guarded(self):
        for (route, method), routing in get_routes(self.env).items():
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

    def _judge(self, row, answer) -> str:
        """Return what an answer is, in the words of the rows."""
        where = answer.headers.get("Location", "")
        if answer.status_code in (404, 403):
            return "gone" if answer.status_code == 404 else "forbidden"
        if answer.status_code == 422:
            return "bad"
        if answer.status_code in (302, 303):
            if "/web/login" in where:
                return "login"
            return "done" if row.method == "POST" and row.writes else "away"
        if answer.text == "seen.txt":
            return "file"
        if row.method == "POST" and self._says_done(answer.text):
            return "done"
        return "see" if SUBJECT in answer.text else "page"

    def _says_done(self, text: str) -> bool:
        return "look into your mailbox" in text and self._has_mailed

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

    def _get_evil(self) -> dict:
        """Return what nobody outside may set, with values that would be possible."""
        values = {
            "partner_id": self.other.partner_id.id,
            "author_id": self.handler.partner_id.id,
            "user_id": self.user_plain.id,
            "user_ids": self.user_plain.id,
            "state": "1_canceled",
            "stage_id": self.env["project.task.type"].search([], limit=1).id,
            "project_id": self.project.copy().id,
            "company_id": self.company.id,
            "priority": "1",
            "active": "",
            "parent_id": self.far.id,
            "crm_is_visible": "",
            "crm_is_unverified": "1",
            "crm_channel": "internal",
            "crm_number": "T1",
            "crm_waiting_for": "customer",
            "crm_ticket_access": "all",
            "is_revoked": "1",
            "is_by_company": "1",
            "customer_id": self.other_customer.id,
            "group_ids": self.env.ref("base.group_system").id,
            "groups_id": self.env.ref("base.group_system").id,
            "message_type": "notification",
            "subtype_id": self.env.ref("mail.mt_note").id,
            "channel": "internal",
            "values": "{}",
            "share": "",
            "ticket_id": self.far.id,
            "task_id": self.far.id,
            "attachment_ids": self.secret_file.id,
        }
        return {name: str(value) for name, value in values.items()}

    def _get_world(self) -> list:
        """Return what may not be set, by names: numbers differ from time to time."""
        self.env.flush_all()
        self.env.invalidate_all()
        everything = self.env(su=True, context={"active_test": False})
        fields = {
            "project.task": (
                "name partner_id user_ids state stage_id project_id company_id"
                " priority active parent_id crm_is_unverified crm_channel crm_topic_id"
                " crm_waiting_for"
            ),
            "crm.portal.share": (
                "task_id partner_id is_revoked is_by_company customer_id follows"
            ),
            "res.users": "login group_ids active partner_id company_id share",
            "res.partner": (
                "name email parent_id active crm_ticket_access is_crm_customer"
                " company_id"
            ),
            "mail.message": (
                "body author_id crm_is_visible message_type subtype_id model"
                " attachment_ids"
            ),
        }
        return sorted(
            str([self._name(record[name]) for name in names.split()])
            for model, names in fields.items()
            for record in everything[model].search([])
        )

    def _name(self, value):
        """Return the names of records; a value as it is, without what counts up."""
        if not hasattr(value, "_name"):
            return "" if "<" in str(value) and "T0" in str(value) else str(value)
        field = "login" if value._name == "res.users" else "name"
        if field not in value._fields:
            field = "display_name"
        return sorted(str(name) for name in value.mapped(field))

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

    # -- how it is asked -------------------------------------------------------------

    @contextlib.contextmanager
    def _in_a_world_of_its_own(self, method="POST"):
        """Undo what is done meanwhile."""
        self.env.flush_all()
        savepoint = self.cr.savepoint()
        try:
            yield
        finally:
            savepoint.close(rollback=True)
            self.env.invalidate_all()
            if method == "POST":
                # who has which groups, and the like, is as before
                self.registry.clear_cache()

    def _get_values(self, actor: str) -> dict:
        """Return what an actor has: numbers, and the link that was mailed to them."""
        # a link of one's own, or a made-up one
        token = self.tokens.get(actor, self.tokens["owner"][:-4] + "AAAA")
        far = actor == "company"
        return {
            "ticket": {"guessed": 2**31 - 1}.get(
                actor, self.far.id if far else self.ticket.id
            ),
            "token": token,
            "file": self.file.id,
            "project": self.project.id,
            "form": self.form.id,
            "topic": self.topic.id,
            "signup": self._get_signup(actor),
            "link": self._get_link(actor),
            "link_topic": self.far.crm_topic_id.id if far else self.topic.id,
            "form_key": self._sign(KEY_SCOPE, ["key", self.website.id]),
            "thanks": self._sign(THANKS_SCOPE, ["T1"]) if actor != "guessed" else "x",
        }

    def _sign(self, scope: str, values: list) -> str:
        return hash_sign(self.env(su=True), scope, values, expiration_hours=1)

    def _get_link(self, actor: str) -> str:
        """Return a customer's support link: as good as the actor's access."""
        token = self.links.get(actor, self.links[""])._get_token()
        return token[:-4] + "AAAA" if actor == "guessed" else token

    def _get_signup(self, actor: str) -> str:
        """Return the link of a sign-up: good, used up, late, or made up."""
        signup = self.env["crm.portal.signup"].create(
            {
                "name": "Test Person",
                "email": "test.person@elsewhere.example",
                "website_id": self.website.id,
            }
        )
        with freeze_time("2020-01-01") if actor == "expired" else _nothing():
            url = signup._get_url()
        if actor == "revoked":
            signup._renew("refused")
        return url.rpartition("/")[2] if actor != "guessed" else "x" * 40

    def _sign_in(self, actor: str) -> None:
        login = self.logins[actor]
        self.authenticate(login, login and login + "x" * (8 - len(login)))

    def _send(self, row, actor: str, values=None, extra=None):
        """Ask as the actor who is signed in; return the answer, not where it leads."""
        values = values or self._get_values(actor)
        url = row.url.format(**values)
        mails = self.env["mail.mail"].search_count([])
        if row.method == "GET":
            return self.url_open(url, allow_redirects=False)
        data = {key: str(text).format(**values) for key, text in row.data.items()}
        answer = self._post_form(url, **{**data, **(extra or {})})
        self._has_mailed = self.env["mail.mail"].search_count([]) > mails
        return answer

    def _post_form(self, url, **data):
        data.setdefault("csrf_token", http.Request.csrf_token(self))
        return self.url_open(url, data=data, allow_redirects=False)

    def _get_digest(self) -> dict:
        """Return a sum of each table that is watched."""
        self.env.flush_all()
        tables = {
            self.env[name]._table
            for name in self.env.registry
            if name.startswith("crm.portal.") and self.env[name]._auto
        }
        return {
            table: self._get_table_digest(table)
            for table in sorted({*WATCHED, *tables} - COUNTERS)
        }

    def _get_table_digest(self, table: str):
        # bundles of scripts are made by whoever comes first
        where = SQL("url IS NULL OR url NOT LIKE %s", "/web/assets/%")
        self.env.cr.execute(
            SQL(
                "SELECT md5(string_agg(md5(t::text), '' ORDER BY t::text))"
                " FROM %s t WHERE %s",
                SQL.identifier(table),
                where if table == "ir_attachment" else SQL("TRUE"),
            )
        )
        return self.env.cr.fetchone()


@contextlib.contextmanager
def _nothing():
    yield
