"""Services as OCA's field service and our service tracking keep them.

Of all records a tenth is of one customer, whose report is asked for; the others are
spread over a thousand customers, ten technicians and five years.
"""

from datetime import datetime, timedelta
from itertools import count as count_from

from client import Client
from multiply import multiply
from pages import get_specification
from tickets_sides import _Environment

from odoo.modules.registry import Registry
from odoo.tools import SQL

PAGE = 80
REPORT_PAGE = 20
OTHERS = 1_000
TECHNICIANS = 10
TYPES = 20
CONTACTS = 20
NAME = "Gizem Optik"
FORM = "crm.service.visit"
FORM_LIST = "crm_service_track.crm_service_visit_view_list"
START = SQL("now() at time zone 'utc' - n * interval '25 minutes'")
END = SQL("%s + (20 + n %% 71) * interval '1 minute'", START)


def choose(ids: list[int]) -> SQL:
    """Return an expression that takes one id after the other."""
    return SQL("(%s)[1 + (n * 7919) %% %s]", ids, len(ids))


class Side:
    """What is the same for both: customers, a manager, records, pages to ask for."""

    model = ""
    table = ""
    customer_field = ""
    technician_field = ""
    date_field = ""
    list_view = ""
    groups: tuple[str, ...] = ()

    def __init__(self, database: str) -> None:
        self.registry = Registry(database)
        self.database = database
        with _Environment(self.registry) as env:
            self._make_users(env)
            self._make_customers(env)
        self.client = Client(database, "bench_manager", "bench_manager")
        self.hours = count_from(1)

    def _make_users(self, env) -> None:
        users = env["res.users"].with_context(no_reset_password=True)
        groups = [env.ref(group).id for group in self.groups]
        self.users = users.create(
            [
                {"name": login, "login": login, "password": login, "group_ids": groups}
                for login in (
                    "bench_manager",
                    *(f"bench_{n}" for n in range(TECHNICIANS)),
                )
            ]
        ).ids

    def fill(self, count: int) -> None:
        """Let there be so many records."""
        with _Environment(self.registry) as env:
            sample = self._make_sample(env)
            changes = self._get_changes()
            big = count // 10
            for how_many, customers in (
                (big, [self.customer]),
                (count - big - 1, self.others),
            ):
                values = changes | self._get_places(customers)
                self._multiply(env, sample, how_many, values)
        with self.registry.cursor() as cr:
            cr.connection.commit()
            cr.connection.autocommit = True
            cr.connection.cursor().execute("VACUUM ANALYZE")
            cr.connection.autocommit = False

    def _get_places(self, customers: list[int]) -> dict:
        # numbers are unique
        name = SQL("%s || n", f"B{len(customers)}-")
        return {"name": name, self.customer_field: choose(customers)}

    def _multiply(self, env, sample: int, count: int, changes: dict) -> None:
        multiply(env, self.table, sample, count, changes)

    def _get_time(self) -> tuple[str, str]:
        """Return start and end of another hour, long before all others."""
        start = datetime(2015, 1, 1) + timedelta(hours=2 * next(self.hours))
        return str(start), str(start + timedelta(hours=1))

    # -- pages -------------------------------------------------------------------

    def _get_list(self, domain: list, model: str = "", view: str = ""):
        model, view = model or self.model, view or self.list_view
        with _Environment(self.registry) as env:
            env = env(user=self.users[0], su=False)
            spec = get_specification(env, view, "list", model)
        return lambda: self.client.call(
            model,
            "web_search_read",
            domain,
            spec,
            limit=PAGE,
            count_limit=10_001,
        )

    def _get_groups(self, group: str):
        return lambda: self.client.call(
            self.model, "web_read_group", [], [group], self.aggregates, limit=PAGE
        )

    def get_pages(self) -> dict:
        """Return what makes the request of each page."""
        customer = self.customer_field
        pages = {
            "list": self._get_list([]),
            "list: one customer": self._get_list([(customer, "=", self.customer)]),
            "list: search by customer": self._get_list(self._get_search("gizem")),
            "groups: technician": self._get_groups(self.technician_field),
            "groups: customer": self._get_groups(customer),
            "groups: day": self._get_groups(f"{self.date_field}:day"),
        }
        return pages | self._get_own_pages()


class Oca(Side):
    """fieldservice: an order at a location for a worker."""

    model = "fsm.order"
    table = "fsm_order"
    customer_field = "location_id"
    technician_field = "person_id"
    date_field = "scheduled_date_start"
    list_view = "fieldservice.fsm_order_list_view"
    groups = ("base.group_user", "fieldservice.group_fsm_manager")
    aggregates = ("__count",)

    def _make_customers(self, env) -> None:
        owner = env["res.partner"].create({"name": NAME, "is_company": True})
        names = [NAME, *(f"Müşteri {n}" for n in range(OTHERS))]
        locations = env["fsm.location"].create(
            [{"name": name, "owner_id": owner.id} for name in names]
        )
        self.customer, *self.others = locations.ids
        self.people = (
            env["fsm.person"]
            .create([{"name": f"Teknisyen {n}"} for n in range(TECHNICIANS)])
            .ids
        )
        self.stages = env["fsm.stage"].search([("stage_type", "=", "order")]).ids

    def _get_values(self) -> dict:
        start, end = self._get_time()
        return {
            "location_id": self.customer,
            "person_id": self.people[0],
            "scheduled_date_start": start,
            "date_start": start,
            "date_end": end,
            "resolution": "<p>Bakım yapıldı.</p>",
        }

    def _make_sample(self, env) -> int:
        return env[self.model].create(self._get_values()).id

    def _get_changes(self) -> dict:
        return {
            "person_id": choose(self.people),
            "stage_id": choose(self.stages),
            "scheduled_date_start": START,
            "request_early": START,
            "date_start": START,
            "date_end": END,
        }

    def _get_search(self, text: str) -> list:
        return [("location_id", "ilike", text)]

    def _ask_for_report(self) -> None:
        """Ask what comes nearest: four requests, without times, which it cannot add."""
        domain = [("location_id", "=", self.customer)]
        for group in ("stage_id", "person_id", "scheduled_date_start:day"):
            self.client.call(
                self.model, "formatted_read_group", domain, [group], ["__count"]
            )
        spec = {
            name: {"fields": {"display_name": {}}} if name.endswith("_id") else {}
            for name in ("name", "date_start", "duration", "person_id", "stage_id")
        }
        self.client.call(self.model, "web_search_read", domain, spec, limit=REPORT_PAGE)

    def _get_own_pages(self) -> dict:
        return {
            "report of a customer": self._ask_for_report,
            "create": lambda: self.client.call(
                self.model, "create", [self._get_values()]
            ),
        }


class Ours(Side):
    """crm_service_track: a record with its stretches, and the form of the phone."""

    model = "crm.service.record"
    table = "crm_service_record"
    customer_field = "customer_id"
    technician_field = "user_id"
    date_field = "date_start"
    list_view = "crm_service_track.crm_service_record_view_list"
    groups = (
        "base.group_user",
        "crm_service_track.crm_service_track_group_manager",
        "crm_cubicl.crm_cubicl_group_view",
    )
    aggregates = ("__count", "hours:sum")

    def _make_customers(self, env) -> None:
        partners = env["res.partner"]
        names = [NAME, *(f"Müşteri {n}" for n in range(OTHERS))]
        customers = partners.create(
            [{"name": n, "is_company": True, "is_crm_customer": True} for n in names]
        )
        self.customer, *self.others = customers.ids
        self.contacts = partners.create(
            [
                {"name": f"Yetkili {n}", "parent_id": self.customer}
                for n in range(CONTACTS)
            ]
        ).ids
        self.types = (
            env["crm.service.type"]
            .create([{"name": f"Hizmet {n}"} for n in range(TYPES)])
            .ids
        )
        self.contract = (
            env["crm.service.contract"]
            .create(
                {
                    "customer_id": self.customer,
                    "date_start": "2015-01-01",
                    "is_limited": True,
                    "hours_included": 10,
                }
            )
            .id
        )

    def _get_values(self) -> dict:
        start, end = self._get_time()
        stretch = {"date_start": start, "date_end": end, "user_id": self.users[0]}
        return {
            "customer_id": self.customer,
            "type_id": self.types[0],
            "user_id": self.users[0],
            "intervention": "<p>Bakım yapıldı.</p>",
            "interval_ids": [(0, 0, stretch)],
        }

    def _make_sample(self, env) -> int:
        self._make_forms(env)
        return env[self.model].create(self._get_values()).id

    def _get_changes(self) -> dict:
        seconds = SQL("60 * (20 + n %% 71)")
        return {
            "user_id": choose(self.users[1:]),
            "type_id": choose(self.types),
            "contact_id": choose(self.contacts),
            "date_start": START,
            "date_end": END,
            "seconds": seconds,
            "hours": SQL("%s / 3600.0", seconds),
        }

    def _get_places(self, customers: list[int]) -> dict:
        is_theirs = customers == [self.customer]
        contract = SQL("%s::int", self.contract if is_theirs else None)
        return super()._get_places(customers) | {"contract_id": contract}

    def _multiply(self, env, sample: int, count: int, changes: dict) -> None:
        made = multiply(env, self.table, sample, count, changes)
        stretch = env[self.model].browse(sample).interval_ids.id
        same = ("user_id", "date_start", "date_end", "seconds")
        values = {name: changes[name] for name in same}
        values["record_id"] = SQL("(%s)[n]", made)
        multiply(env, "crm_service_interval", stretch, count, values)

    def _make_forms(self, env) -> None:
        """Let there be as many on-site forms, closed, beside the records."""
        start, end = self._get_time()
        form = env[FORM].create(
            {
                "customer_id": self.customer,
                "type_id": self.types[0],
                "user_id": self.users[1],
                "date_start": start,
                "date_end": end,
            }
        )
        changes = {
            "name": SQL("'B' || n"),
            "customer_id": choose([self.customer, *self.others]),
            "user_id": choose(self.users[1:]),
            "type_id": choose(self.types),
            "state": SQL("'closed'"),
            "score": SQL("1 + n %% 10"),
            "evidence_hash": SQL("'0'"),
            "contract_id": SQL("NULL::int"),
            "date_start": START,
            "date_end": END,
        }
        multiply(env, "crm_service_visit", form.id, 100_000, changes)

    def _get_search(self, text: str) -> list:
        return ["|", ("customer_id", "ilike", text), ("contact_id", "ilike", text)]

    def _save(self, phone: Client, is_draft: bool) -> None:
        start, end = self._get_time()
        number = next(self.hours)
        form = {
            "uid": f"{number:032x}",
            "customer_id": str(self.customer),
            "type_id": str(self.types[0]),
            "email": "yetkili@gizem.example",
            "date_start": start,
            "date_end": end,
            "result": "Bakım yapıldı.",
            "is_draft": is_draft,
        }
        phone.ask("/my-service/save", {"form": form})

    def _get_own_pages(self) -> dict:
        phone = Client(self.database, "bench_0", "bench_0")
        return {
            "list of on-site forms": self._get_list([], FORM, FORM_LIST),
            "report of a customer": lambda: self.client.call(
                self.model, "get_customer_report", self.customer
            ),
            "report of a customer, filtered": lambda: self.client.call(
                self.model,
                "get_customer_report",
                self.customer,
                filters={"user_id": self.users[1], "date_from": "2025-01-01"},
            ),
            "panel of a customer": lambda: self.client.call(
                "res.partner", "get_service_panel", [self.customer]
            ),
            "create": lambda: self.client.call(
                self.model, "create", [self._get_values()]
            ),
            "form of the phone, kept as a draft": lambda: self._save(phone, True),
            "form of the phone, sent with its PDF": lambda: self._save(phone, False),
        }


SIDES = {"oca": Oca, "ours": Ours}
