import contextlib
import uuid
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tests import HttpCase
from odoo.tools import SQL

from odoo.addons.crm_cubicl.tests.outside import DigestMixin
from odoo.addons.crm_service_track.controllers import service_approval
from odoo.addons.crm_service_track.tools.approval_page import PageNonce

from . import routes
from .portal_common import ServicePortalCase

RESULT = "Cleaned the printer of the first floor"
CODE = "BK-ROUTES"
NOTE = "A note among ourselves"
# what is watched: whoever only looks, or is refused, changes none of it
WATCHED = (
    "crm_service_visit_photo_rel",
    "crm_session_log",
    "ir_attachment",
    "mail_activity",
    "mail_followers",
    "mail_mail",
    "mail_message",
    "mail_notification",
    "res_groups_users_rel",
    "res_partner",
    "res_users",
)


class RoutesWorld(DigestMixin, ServicePortalCase, HttpCase):
    """Services and contracts, and everybody who should see them and who should not."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.far_company = cls.env["res.company"].create({"name": "Other company"})
        cls.contract = cls._create_contract(code=CODE, note=NOTE)
        cls._create_record(
            ("2026-01-02 08:00:00", 60),
            contract_id=cls.contract.id,
            intervention=f"<p>{NOTE}</p>",
        )
        cls._set_up_visits()
        cls._set_up_people()
        cls._create_sent(
            25, customer_id=cls.other_customer.id, result="Theirs", note=NOTE
        )
        cls.env.flush_all()

    def setUp(self):
        super().setUp()
        quick = patch.object(service_approval, "MIN_SECONDS", 0)
        quick.start()
        self.addCleanup(quick.stop)

    @classmethod
    def _set_up_visits(cls):
        """Make a form that waits, and one for each way in which a link can end."""
        values = {"result": RESULT, "note": NOTE}
        cls.photo = cls.env["ir.attachment"].create(
            {"name": "seen.txt", "raw": b"seen.txt"}
        )
        named = ("", "revoked", "expired", "used")
        cls.visits = {
            name: cls._create_sent(day, **values) for day, name in enumerate(named, 1)
        }
        cls.visits["company"] = cls._create_far(values)
        for visit in cls.visits.values():
            visit._set({"photo_ids": [fields.Command.set(cls.photo.ids)]})
        cls.photo.write({"res_model": "crm.service.visit", "res_id": cls.visits[""].id})
        cls.links = {name: visit.link_ids for name, visit in cls.visits.items()}
        cls.visits["revoked"].action_send_again()
        late = fields.Datetime.now() - timedelta(days=1)
        cls.links["expired"].expiry_date = late
        cls._answer(cls.visits["used"], answer="approve", score=7)

    @classmethod
    def _create_far(cls, values):
        """Return a form of another company of ours; its contract is made as well."""
        cls.far_contract = cls._create_contract(
            code=CODE, company_id=cls.far_company.id
        )
        return cls._create_sent(
            10,
            company_id=cls.far_company.id,
            currency_id=cls.env.company.currency_id.id,
            **values,
        )

    @classmethod
    def _set_up_people(cls):
        cls.logins = dict.fromkeys(routes.ACTORS, "ayse") | {
            "nobody": None,
            "colleague": "can",
            "other": "other",
            "plain": "service_plain",
            "technician": "service_technician",
            "other_technician": "service_colleague",
            "manager": "service_manager",
        }
        for actor in ("archived", "moved"):
            user = cls._create_portal_user(f"user_{actor}", cls.customer)
            cls.logins[actor] = user.login
            if actor == "moved":
                user.partner_id.parent_id = cls.other_customer
                continue
            # by the database alone: nothing of ours may be needed at that moment
            cls.env.flush_all()
            cls.env.cr.execute(
                SQL(
                    "UPDATE res_partner SET active = false WHERE id = %s",
                    user.partner_id.id,
                )
            )
            cls.env.invalidate_all()

    # -- how it is asked ---------------------------------------------------------

    @contextlib.contextmanager
    def _in_a_world_of_its_own(self):
        """Undo what is done meanwhile."""
        self.env.flush_all()
        savepoint = self.cr.savepoint()
        try:
            yield
        finally:
            savepoint.close(rollback=True)
            self.env.invalidate_all()

    def _sign_in_as(self, actor: str) -> None:
        login = self.logins[actor]
        self.authenticate(login, login and login + "x" * (8 - len(login)))

    def _get_values(self, actor: str) -> dict:
        """Return what an actor has: numbers, and the link that was mailed."""
        visit = self.visits.get(actor, self.visits[""])
        link = self.links.get(actor, self.links[""])
        nonce = PageNonce.make(link.id, link.visit_id._get_details_hash())
        is_far, is_guessed = actor == "company", actor == "guessed"
        contract = self.far_contract if is_far else self.contract
        token = link._get_token()
        return {
            "visit": 2**31 - 1 if is_guessed else visit.id,
            "contract": 2**31 - 1 if is_guessed else contract.id,
            "token": token[:-4] + "AAAA" if is_guessed else token,
            "photo": self.photo.id,
            "nonce": nonce.sign(self.env(su=True)),
            "step": nonce.secret[::-1],
            "uid": str(uuid.uuid4()),
            "customer": self.customer.id,
            "type": self.service_type.id,
        }

    def _send(self, row, actor: str, values=None, extra=None):
        """Ask as the actor who is signed in; return the answer, not where it leads."""
        values = values or self._get_values(actor)
        url = row.url.format(**values)
        if row.method == "GET":
            return self.url_open(url, allow_redirects=False)
        data = self._fill(row.data, values)
        if row.is_json:
            # in what is sent as the form: a call takes no other arguments
            data.get("form", data).update(extra or {})
            params = {"jsonrpc": "2.0", "method": "call", "params": data}
            return self.url_open(url, json=params)
        return self._post_form(url, **{**data, **(extra or {})})

    def _fill(self, data: dict, values: dict) -> dict:
        return {
            key: self._fill(text, values)
            if isinstance(text, dict)
            else text.format(**values)
            for key, text in data.items()
        }

    # -- what is answered --------------------------------------------------------

    def _judge(self, row, answer) -> str:
        """Return what an answer is, in the words of the rows."""
        if row.is_json and answer.status_code == 200:
            return self._judge_json(row, answer.json())
        where = answer.headers.get("Location", "")
        known = {403: "forbidden", 404: "gone", 410: "ended", 422: "bad"}
        if answer.status_code in known:
            return known[answer.status_code]
        if answer.status_code in (302, 303):
            if "/web/login" in where:
                return "login"
            is_done = row.method == "POST" and "/service/visit/" in where
            return "done" if is_done else "away"
        is_file = "attachment" in answer.headers.get("Content-Disposition", "")
        if is_file or answer.text == "seen.txt":
            return "file"
        own = (RESULT, CODE, f'/my/services/{self.visits[""].id}"')
        return "see" if any(words in answer.text for words in own) else "page"

    def _judge_json(self, row, body: dict) -> str:
        if "error" not in body:
            return "done" if row.writes else "page"
        if body["error"]["code"] == 100:
            return "login"
        name = body["error"]["data"]["name"]
        return "forbidden" if "Forbidden" in name else name

    # -- what is watched ---------------------------------------------------------

    def _get_digest(self, row=None) -> dict:
        """Return a sum of each table that is watched, but of logs that may grow."""
        self.env.flush_all()
        tables = {
            self.env[name]._table
            for name in self.env.registry
            if name.startswith("crm.service.")
            and self.env[name]._auto
            and not self.env[name]._abstract
        }
        logs = set(row.logs if row else ())
        return {
            table: self._get_table_digest(table)
            for table in sorted({*WATCHED, *tables} - logs)
        }

    def _get_world(self) -> list:
        """Return what may not be set, by names: numbers differ from time to time."""
        self.env.flush_all()
        self.env.invalidate_all()
        everything = self.env(su=True, context={"active_test": False})
        watched = {
            "crm.service.visit": (
                "state customer_id contact_id contact_name email type_id user_id"
                " company_id fee_kind fee_amount fee_total currency_id result note"
                " score answer customer_comment answered_by answer_partner_id"
                " signer_name photo_ids corrects_id closed_by_id"
            ),
            "crm.service.visit.link": "email state",
            "crm.service.record": "customer_id user_id contract_id state",
            "crm.service.contract": "code customer_id hours_included beyond",
            "res.partner": "name email parent_id active is_crm_customer",
            "res.users": "login group_ids active partner_id company_id share",
            "mail.mail": "email_to",
        }
        return sorted(
            str([self._name(record[name]) for name in names.split()])
            for model, names in watched.items()
            for record in everything[model].search([])
        )

    def _name(self, value):
        if not hasattr(value, "_name"):
            return str(value)
        field = "login" if value._name == "res.users" else value._rec_name or "id"
        # forms are numbered anew each time
        field = "result" if value._name == "crm.service.visit" else field
        return sorted(map(str, value.mapped(field)))
