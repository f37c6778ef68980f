"""Tickets of one customer as OCA's helpdesk, core's tasks and our portal have them."""

from client import Client
from multiply import multiply

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tools import SQL

MESSAGES = 100
# what core's script asks for at a time (FETCH_LIMIT in mail's store_service.js)
FETCHED = 30


class Side:
    """What is the same for all: a customer, its portal user, pages to ask for."""

    model = ""
    table = ""

    def __init__(self, database: str) -> None:
        self.registry = Registry(database)
        # the sides of others share a database
        login = f"bench_{type(self).__name__.lower()}"
        self.database = database
        self.count = 0
        with self._environment() as env:
            partner = env["res.partner"].create(
                {"name": "Gizem Optik", "is_company": True}
            )
            person = env["res.partner"].create(
                {
                    "name": "Ayşe Işık",
                    "email": "ayse@gizem.example",
                    "parent_id": partner.id,
                }
            )
            env["res.users"].with_context(no_reset_password=True).create(
                {
                    "partner_id": person.id,
                    "login": login,
                    "password": login,
                    "group_ids": [(6, 0, env.ref("base.group_portal").ids)],
                }
            )
            self.person = person.id
            self.sample = self._make_sample(env, person)
        self.client = Client(database, login, login)

    def _environment(self):
        return _Environment(self.registry)

    def _make_sample(self, env, person) -> int:
        raise NotImplementedError

    def _get_changes(self) -> dict:
        return {"name": SQL("'Yazıcı ' || n")}

    def fill(self, count: int) -> None:
        """Let the customer have so many tickets, one of them with 100 messages."""
        with self._environment() as env:
            new = multiply(
                env, self.table, self.sample, count - self.count, self._get_changes()
            )
            self._give_access(env, new)
            if not self.count:
                self._make_messages(env, env[self.model].browse(self.sample))
            self.count = count
        with self.registry.cursor() as cr:
            cr.connection.commit()
            cr.connection.autocommit = True
            cr.connection.cursor().execute("ANALYZE")
            cr.connection.autocommit = False

    def _give_access(self, env, ids: list[int]) -> None:
        """Let the customer follow the tickets, which is what opens them."""
        env.cr.execute(
            SQL(
                "INSERT INTO mail_followers (res_model, res_id, partner_id)"
                " SELECT %s, unnest(%s), %s",
                self.model,
                ids,
                self.person,
            )
        )

    def _make_messages(self, env, ticket) -> None:
        for number in range(MESSAGES):
            ticket.message_post(
                body=f"Yanıt {number}",
                author_id=self.person,
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
            )

    def _open(self, page: str) -> None:
        """Open a page of core's portal; its script asks for the first messages."""
        self.client.get(page)
        thread = {"thread_model": self.model, "thread_id": self.sample}
        self.client.ask("/portal/chatter_init", thread)
        found = self.client.ask(
            "/mail/chatter_fetch", {**thread, "fetch_params": {"limit": FETCHED}}
        )
        assert len(found["messages"]) == FETCHED, found


class _Environment:
    """A committed cursor with the rights of the superuser."""

    def __init__(self, registry) -> None:
        self.cr = registry.cursor()

    def __enter__(self):
        return api.Environment(self.cr, SUPERUSER_ID, {"tracking_disable": True})

    def __exit__(self, kind, *_rest) -> None:
        if kind is None:
            self.cr.commit()
        self.cr.close()


class Oca(Side):
    """helpdesk_mgmt."""

    model = "helpdesk.ticket"
    table = "helpdesk_ticket"

    def _make_sample(self, env, person) -> int:
        ticket = env[self.model].create(
            {"name": "Yazıcı", "description": "<p>Fiş</p>", "partner_id": person.id}
        )
        ticket.message_subscribe(person.ids)
        return ticket.id

    def _get_changes(self) -> dict:
        number = SQL("'B' || %s || '-' || n", self.count)
        return super()._get_changes() | {"number": number, "access_token": SQL("NULL")}

    def get_pages(self) -> dict:
        """Return what makes the request of each page."""
        token = self.client.get_token("/new/ticket")
        page = f"/my/ticket/{self.sample}"
        return {
            "list": lambda: self.client.get("/my/tickets"),
            "search": lambda: self.client.get("/my/tickets?search=Yazıcı 77"),
            "page with 100 messages": lambda: self.client.get(page),
            "page, messages on the screen": lambda: self._open(page),
            "create by form": lambda: self.client.post(
                "/submitted/ticket",
                token,
                {"subject": "Yazıcı", "description": "Fiş kesemiyoruz."},
            ),
        }


class Core(Side):
    """Tasks of a project that is shared with the customer."""

    model = "project.task"
    table = "project_task"

    def _make_sample(self, env, person) -> int:
        self.project = env["project.project"].create(
            {"name": "Destek", "privacy_visibility": "portal"}
        )
        self.project.message_subscribe(person.ids)
        self.project_id = self.project.id
        task = env[self.model].create(
            {
                "name": "Yazıcı",
                "description": "<p>Fiş</p>",
                "partner_id": person.id,
                "project_id": self.project_id,
            }
        )
        task.message_subscribe(person.ids)
        return task.id

    def _get_changes(self) -> dict:
        return super()._get_changes() | {"access_token": SQL("NULL")}

    def get_pages(self) -> dict:
        """Return what makes the request of each page; staff make tasks."""
        page = f"/my/tasks/{self.sample}"
        staff = Client(self.database, "admin", "admin")
        values = {
            "name": "Yazıcı",
            "description": "<p>Fiş kesemiyoruz.</p>",
            "partner_id": self.person,
            "project_id": self.project_id,
        }
        return {
            "list": lambda: self.client.get("/my/tasks"),
            "search": lambda: self.client.get(
                "/my/tasks?search_in=name&search=Yazıcı 77"
            ),
            "page with 100 messages": lambda: self.client.get(page),
            "page, messages on the screen": lambda: self._open(page),
            "create by form": lambda: staff.call(self.model, "create", values),
        }


class Ours(Side):
    """Tickets of crm_portal."""

    model = "project.task"
    table = "project_task"

    def _make_sample(self, env, person) -> int:
        person.parent_id.is_crm_customer = True
        website = env["website"].search([], limit=1)
        website.crm_support_is_open = True
        # whoever measures files more than a visitor may
        website._get_support_sites().write(
            {"network_limit": 100_000, "address_limit": 100_000}
        )
        topic = env["crm.portal.topic"].search([], limit=1)
        topic.handler_kind = "people"
        topic.user_ids = env.ref("base.user_admin")
        self.topic_id = topic.id
        task = env[self.model].create(
            {
                "name": "Yazıcı",
                "description": "<p>Fiş</p>",
                "partner_id": person.id,
                "crm_topic_id": topic.id,
            }
        )
        self.share = env["crm.portal.share"]._share(task, person).id
        return task.id

    def _get_changes(self) -> dict:
        number = SQL("'B' || %s || '-' || n", self.count)
        return super()._get_changes() | {
            "crm_number": number,
            "access_token": SQL("NULL"),
        }

    def _give_access(self, env, ids: list[int]) -> None:
        changes = {"task_id": SQL("(%s)[n]", ids)}
        multiply(env, "crm_portal_share", self.share, len(ids), changes)

    def _make_messages(self, env, ticket) -> None:
        for number in range(MESSAGES):
            ticket._post_visible(
                body=f"Yanıt {number}",
                author_id=self.person,
                message_type="comment",
                subtype_xmlid="mail.mt_note",
            )

    def get_pages(self) -> dict:
        """Return what makes the request of each page."""
        with self._environment() as env:
            link = env["crm.portal.share"].browse(self.share)._get_url()
        page = f"/my/tickets/{self.sample}"
        token = self.client.get_token("/my/tickets/new")
        visitor = Client(self.database)
        mark = visitor.get_token("/support")
        question = {"subject": "Yazıcı", "text": "Fiş kesemiyoruz."}
        return {
            "list": lambda: self.client.get("/my/tickets"),
            "search": lambda: self.client.get("/my/tickets?search=Yazıcı 77"),
            "page with 100 messages": lambda: self.client.get(page),
            "page, messages on the screen": lambda: self.client.get(page),
            "page with 100 messages, by link": lambda: visitor.get(link),
            "create by form": lambda: self.client.post(
                "/my/tickets/new",
                token,
                {"topic_id": self.topic_id, **question},
            ),
            "create by public form": lambda: visitor.post(
                "/support",
                mark,
                {
                    "first_name": "Ayşe",
                    "last_name": "Işık",
                    "email": "ayse@gizem.example",
                    "topic_id": self.topic_id,
                    **question,
                },
            ),
        }


SIDES = {"oca": Oca, "core": Core, "ours": Ours}
