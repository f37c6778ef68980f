import re

from odoo import http
from odoo.tests import new_test_user

from .common import ServiceTrackCommon

PNG = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAA"
    "AABJRU5ErkJggg=="
)
INFO = {"method": "POST", "address": "192.0.2.7", "agent": "Mozilla/5.0"}


class ServicePortalCase(ServiceTrackCommon):
    """A customer with two people who have accounts, and another customer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_customer = cls._create_customer("Other Optik")
        cls.ayse = cls._create_portal_user("ayse", cls.customer)
        cls.can = cls._create_portal_user("can", cls.customer)
        cls.other = cls._create_portal_user("other", cls.other_customer)

    @classmethod
    def _create_customer(cls, name, **values):
        return cls.env["res.partner"].create(
            {"name": name, "is_company": True, "is_crm_customer": True, **values}
        )

    @classmethod
    def _create_portal_user(cls, login, customer):
        contact = cls.env["res.partner"].create(
            {
                "name": login.capitalize(),
                "email": f"{login}@yildiz.example",
                "parent_id": customer.id,
            }
        )
        return new_test_user(
            cls.env,
            login,
            "base.group_portal",
            name=contact.name,
            email=contact.email,
            partner_id=contact.id,
            tz="Europe/Istanbul",
        )

    @classmethod
    def _create_sent(cls, day=1, state="waiting", **values):
        """Return a form of a day of February 2026 that has come so far."""
        visit = cls._create_visit(
            date_start=f"2026-02-{day:02} 07:00:00",
            date_end=f"2026-02-{day:02} 09:30:00",
            **values,
        )
        visit.action_send()
        cls._bring(visit, state)
        cls.env.flush_all()
        return visit

    @classmethod
    def _bring(cls, visit, state) -> None:
        if state == "objected":
            cls._answer(visit, answer="object", customer_comment="Ücretsizdi")
        elif state in ("approved", "closed"):
            cls._answer(visit, answer="approve", score=9)
        if state == "closed":
            visit.with_user(cls.user_manager).action_close()
        elif state == "cancelled":
            visit.action_cancel()

    @classmethod
    def _answer(cls, visit, **values):
        link = visit.sudo().link_ids.filtered(lambda one: one.state == "active")
        visit.sudo()._answer(link, values, INFO)

    def _sign_in(self, user) -> None:
        # as long as core wants passwords to be
        self.authenticate(user.login, user.login + "x" * (8 - len(user.login)))

    def _get_ids(self, url: str) -> set[int]:
        """Return the services that a page of the list has links to."""
        page = self.url_open(url)
        self.assertEqual(page.status_code, 200)
        return {int(found) for found in re.findall(r"/my/services/(\d+)\"", page.text)}

    def _post_form(self, url, **data):
        data.setdefault("csrf_token", http.Request.csrf_token(self))
        return self.url_open(url, data=data, allow_redirects=False)

    def _count_queries(self, url: str) -> int:
        self.url_open(url)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        self.assertEqual(self.url_open(url).status_code, 200)
        return self.cr.sql_log_count - before


class PortalLeaksCase(ServicePortalCase):
    """A service and a contract with everything that is not for the customer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.contract = cls._create_contract(is_limited=True, hours_included=5)
        cls.visit = cls._create_sent(3, "closed", note="x")
        cls.record = cls.visit.record_ids
        cls.record.customer_status_id = cls._get_status()
        cls.record.message_post(body="zzmessagezz")
        cls.visit.message_post(body="zzmessagezz")
        link = cls.visit.sudo().link_ids
        info = {"method": "GET", "address": "192.0.2.9", "agent": "x"}
        cls.env["crm.service.visit.hit"].sudo()._log(link, "opened", info)
        cls.env.flush_all()

    @classmethod
    def _get_status(cls):
        return cls.env["crm.service.customer.status"].create({"name": "x"}).id
