from contextlib import contextmanager
from email.message import EmailMessage

from odoo.tests import new_test_user

from odoo.addons.crm_portal.models.crm_portal_sender import Sender
from odoo.addons.crm_portal.models.project_task_filing import Question

from .common import PortalCommon

HANDLER_GROUPS = (
    "base.group_user,project.group_project_user,crm_cubicl.crm_cubicl_group_edit"
)


class TalkCase(PortalCommon):
    """A ticket with its handler, the customer's contact, and people who see nothing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["crm.portal.topic"].search([]).active = False
        cls.domain = cls.env["mail.alias.domain"].search([], limit=1)
        if not cls.domain:
            cls.domain = cls.domain.create({"name": "ours.example"})
        cls.env.company.alias_domain_id = cls.domain
        cls.handler = new_test_user(
            cls.env, "handler", HANDLER_GROUPS, email="handler@ours.example"
        )
        cls.colleague = new_test_user(
            cls.env, "colleague", HANDLER_GROUPS, email="colleague@ours.example"
        )
        cls.topic = cls._create_topic(name="Technical", user_ids=cls.handler.ids)
        partners = cls.env["res.partner"]
        cls.customer = partners.create(
            {"name": "Gizem Optik", "is_company": True, "is_crm_customer": True}
        )
        cls.ayse = partners.create(
            {
                "name": "Ayşe Işık",
                "email": "ayse@gizem.example",
                "parent_id": cls.customer.id,
            }
        )
        cls.stranger = partners.create(
            {"name": "Stranger", "email": "stranger@elsewhere.example"}
        )
        question = Question(cls.topic, "Yazıcı çalışmıyor", "Fiş kesemiyoruz.", [])
        cls.ticket = cls.env["project.task"]._file_ticket(
            question, Sender(cls.ayse, False)
        )
        cls.own = cls.ticket.with_user(cls.handler)

    def setUp(self):
        super().setUp()
        self.env.flush_all()
        # changes are tracked from here on
        self.env.cr.precommit.run()
        self.env.invalidate_all()

    @contextmanager
    def _mails(self):
        """Collect the mails that are written meanwhile: one per recipient."""
        before = self.env["mail.mail"].sudo().search([]).ids
        found = []
        yield found
        self.env.flush_all()
        mails = self.env["mail.mail"].sudo().search([("id", "not in", before)])
        for mail in mails.filtered(lambda mail: mail.state != "cancel"):
            names = mail.recipient_ids.mapped("email_normalized")
            found.append((mail, set(names) | {mail.email_to} - {False}))

    def _get_outside(self, mails):
        """Return the addresses outside that mails go to."""
        return {
            email for _mail, emails in mails for email in emails if "ours" not in email
        }

    def _get_page_text(self):
        """Return all that the customer reads on the page."""
        return "".join(
            message._get_text_for_customer()
            for message in self.ticket._get_visible_messages()
        )

    def _receive(self, text="Evet, takılı.", author="ayse@gizem.example", **headers):
        """Give a mail to the gateway, as it comes from a mail program."""
        mail = EmailMessage()
        self.__class__.count = getattr(self.__class__, "count", 0) + 1
        mail["From"] = author
        mail["To"] = headers.pop("To", self.domain.catchall_email)
        mail["Subject"] = headers.pop("Subject", f"Re: {self.ticket.display_name}")
        mail["Message-Id"] = f"<{self.count}.talk@gizem.example>"
        reference = headers.pop("reply_to", self.ticket._get_visible_messages()[-1:])
        if reference:
            mail["In-Reply-To"] = reference.message_id
        html, files = headers.pop("html", ""), headers.pop("files", ())
        for name, value in headers.items():
            mail[name.replace("_", "-")] = value
        mail.set_content(text)
        if html:
            mail.add_alternative(html, subtype="html")
        for name, content in files:
            mail.add_attachment(content, "application", "octet-stream", filename=name)
        self.env["mail.thread"].message_process(False, mail.as_bytes())
        self.env.flush_all()
        self.env.invalidate_all()
        return self.env["mail.message"].search(
            [("model", "=", "project.task"), ("message_id", "=", mail["Message-Id"])]
        )
