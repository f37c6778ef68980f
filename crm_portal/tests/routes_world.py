import contextlib
import datetime

from freezegun import freeze_time

from odoo import http
from odoo.tests import HttpCase
from odoo.tools import SQL, hash_sign

from odoo.addons.crm_cubicl.tests.outside import DigestMixin
from odoo.addons.crm_portal.controllers.guards_form import KEY_SCOPE
from odoo.addons.crm_portal.controllers.support_embed import THANKS_SCOPE

from .common import PortalCustomerCase

SUBJECT = "Printer of the first floor"
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


class RoutesWorld(DigestMixin, PortalCustomerCase, HttpCase):
    """A ticket, and everybody who should see it and who should not."""

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


@contextlib.contextmanager
def _nothing():
    yield
