import re

from odoo.tests import TransactionCase, new_test_user, tagged

from odoo.addons.crm_portal.models.crm_portal_sender import Sender
from odoo.addons.crm_portal.models.project_task_filing import Question

HANDLER_GROUPS = (
    "base.group_user,project.group_project_user,crm_cubicl.crm_cubicl_group_edit"
)
EDIT = "crm_cubicl.crm_cubicl_group_delete"
MANAGE = "crm_cubicl.crm_cubicl_group_manage"
VIEW = "crm_cubicl.crm_cubicl_group_view"


@tagged("post_install", "-at_install")
class PortalCommon(TransactionCase):
    """One user per role, a project, and a factory of topics."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user_plain = new_test_user(cls.env, "topic_plain", "base.group_user")
        cls.user_delete = new_test_user(
            cls.env, "topic_delete", f"{EDIT},project.group_project_user"
        )
        cls.user_crm_manager = new_test_user(cls.env, "topic_crm_manager", MANAGE)
        cls.user_project_manager = new_test_user(
            cls.env, "topic_project_manager", f"{VIEW},project.group_project_manager"
        )
        cls.user_portal = new_test_user(cls.env, "topic_portal", "base.group_portal")
        cls.project = cls.env["project.project"].create(
            {
                "name": "Test project",
                "company_id": cls.env.company.id,
                "privacy_visibility": "employees",
            }
        )

    def url_open(self, url, data=None, *args, **kwargs):
        """Ask for a page as core's tests do; mails that wait for the queue go out."""
        answer = super().url_open(url, data, *args, **kwargs)
        if data is not None:
            # sudo: mail.message.schedule, project.task - queues work for everybody
            self.env["mail.message.schedule"].sudo().search([])._send_notifications()
            for ticket_sudo in self.env["project.task"].sudo()._find_unmailed():
                ticket_sudo._mail_filed()
        return answer

    @classmethod
    def _create_topic(cls, **values):
        return cls.env["crm.portal.topic"].create(
            {"name": "Test topic", "project_id": cls.project.id} | values
        )


class PortalCustomerCase(PortalCommon):
    """A customer with three people who have accounts, and another customer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.website = cls.env["website"].get_current_website()
        cls.env["crm.portal.topic"].search([]).active = False
        cls.handler = new_test_user(
            cls.env, "handler", HANDLER_GROUPS, email="handler@example.com"
        )
        cls.topic = cls._create_topic(name="Technical", user_ids=cls.handler.ids)
        cls.customer = cls._create_customer("Gizem Optik")
        cls.other_customer = cls._create_customer("Other Optik")
        cls.ayse = cls._create_portal_user("ayse", cls.customer)
        cls.can = cls._create_portal_user("can", cls.customer)
        cls.boss = cls._create_portal_user(
            "boss", cls.customer, crm_ticket_access="all"
        )
        cls.other = cls._create_portal_user(
            "other", cls.other_customer, crm_ticket_access="all"
        )

    @classmethod
    def _create_customer(cls, name, **values):
        return cls.env["res.partner"].create(
            {"name": name, "is_company": True, "is_crm_customer": True, **values}
        )

    @classmethod
    def _create_portal_user(cls, login, customer, **values):
        contact = cls.env["res.partner"].create(
            {
                "name": login.capitalize(),
                "email": f"{login}@gizem.example",
                "parent_id": customer.id,
                **values,
            }
        )
        return new_test_user(
            cls.env,
            login,
            "base.group_portal",
            name=contact.name,
            email=contact.email,
            partner_id=contact.id,
        )

    @classmethod
    def _file_for(cls, user, subject="Printer", text="It is broken", **values):
        """Return a ticket that a portal user has filed."""
        question = Question(cls.topic, subject, text, [], "portal", values=values)
        sender = Sender(user.partner_id, True)
        ticket = cls.env["project.task"]._file_ticket(question, sender)
        cls.env.flush_all()
        return ticket

    def _get_seen(self, user):
        """Return the tickets that a user sees on the portal."""
        domain = self.env["project.task"]._get_portal_ticket_domain(user.partner_id)
        return self.env["project.task"].search(domain)

    def _post(self, url, page=None, files=None, **values):
        """Send a form as a browser does: with the token of the page it is on."""
        text = self.url_open(page or url).text
        token = re.search(r'name="csrf_token" value="([^"]+)"', text)[1]
        data = {"csrf_token": token, **values}
        return self.url_open(url, data=data, files=files)
