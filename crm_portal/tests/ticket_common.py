from odoo.tests import new_test_user

from odoo.addons.crm_cubicl.tests.common import CustomerMixin

from ..models.crm_portal_sender import Sender
from ..models.project_task_filing import Question
from .common import PortalCommon

PROJECT = "base.group_user,project.group_project_user"
PRIVACIES = ("followers", "invited_users", "employees", "portal")


class TicketCase(CustomerMixin, PortalCommon):
    """A topic with a handler, two customers, and a ticket of one of them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_customers()
        cls.env["crm.portal.topic"].search([]).active = False
        cls.handler = cls._create_worker("handler", "none")
        cls.topic = cls._create_topic(name="Technical", user_ids=cls.handler.ids)
        cls.customer = cls._create_customer()
        cls.contact = cls._create_contact(cls.customer, email="ayse@anadolu.example")
        cls.other = cls._create_customer("Baltık Lojistik")
        cls.stranger = cls._create_contact(
            cls.other, "Mehmet Öz", email="mehmet@baltik.example"
        )
        cls.ticket = cls._create_ticket()

    @classmethod
    def _create_worker(cls, login, level, groups=PROJECT, **values):
        """Return a new colleague who works on projects and has a level."""
        if level != "none":
            groups = f"{groups},crm_cubicl.crm_cubicl_group_{level}"
        values = {"email": f"{login}@example.com", **values}
        if level == "none":
            values["crm_level"] = "none"
        return new_test_user(cls.env, login, groups, **values)

    @classmethod
    def _create_portal_user(cls, partner, login):
        return new_test_user(cls.env, login, "base.group_portal", partner_id=partner.id)

    @classmethod
    def _create_ticket(cls, partner=None, subject="Printer", topic=None, **question):
        """Return a new ticket, as superuser, filed as if by the form."""
        question = Question(topic or cls.topic, subject, "It does not", [], **question)
        sender = Sender(partner or cls.contact, False)
        ticket = cls.env["project.task"]._file_ticket(question, sender)
        return ticket.with_env(cls.env)

    def _get_mails(self, ticket):
        return self.env["mail.mail"].search(
            [("model", "=", "project.task"), ("res_id", "=", ticket.id)]
        )
