import re

from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user

from .common import PortalCommon
from .test_support import HANDLER_GROUPS

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


class FormsCase(PortalCommon, HttpCase):
    """A form on a topic, a second topic without one, and a visitor."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.website = cls.env["website"].get_current_website()
        cls.website.crm_support_is_open = True
        cls.env["crm.portal.topic"].search([]).active = False
        cls.handler = new_test_user(
            cls.env, "forms_handler", HANDLER_GROUPS, email="forms@example.com"
        )
        cls.form = cls.env["crm.portal.form"].create({"name": "Device"})
        cls.topic = cls._create_topic(
            name="Technical",
            handler_kind="people",
            user_ids=cls.handler.ids,
            form_id=cls.form.id,
        )
        cls.other_topic = cls._create_topic(name="Invoice", user_ids=cls.handler.ids)

    @classmethod
    def _ask(cls, name, kind="text", options=(), **values):
        return cls.env["crm.portal.question"].create(
            {
                "form_id": cls.form.id,
                "name": name,
                "question_type": kind,
                "sequence": (cls.form.question_ids[-1:].sequence or 0) + 10,
                "option_ids": [Command.create({"name": option}) for option in options],
                **values,
            }
        )

    def _file(self, answers=(), files=None, path="/support", **values):
        """Fill in the form as a visitor does; return the answer."""
        token = TOKEN.search(self.url_open(path).text)[1]
        data = {
            "csrf_token": token,
            "first_name": "Ayşe",
            "last_name": "Işık",
            "email": "ayse@gizem.example",
            "topic_id": str(self.topic.id),
            "subject": "Yazıcı çalışmıyor",
            "text": "Fiş kesemiyoruz.",
            "questions_of": str(self.form.id),
        } | values
        data |= {f"question_{q.id}": value for q, value in dict(answers).items()}
        sent = {f"question_{q.id}": file for q, file in (files or {}).items()}
        return self.url_open(path, data=data, files=sent or None)

    def _get_tickets(self):
        domain = [("crm_topic_id", "in", (self.topic | self.other_topic).ids)]
        return self.env["project.task"].search(domain, order="id desc")

    def _get_values(self, ticket):
        return {r.question_label: r.display_value for r in ticket.crm_reply_ids}

    def _reply(self, question, value, task=None):
        replies = self.env["crm.portal.reply"]
        task = task or self.env["project.task"].create(
            {"name": "Ticket", "project_id": self.project.id}
        )
        values = replies._prepare_values(question, value)
        return replies.create(values | {"task_id": task.id})
