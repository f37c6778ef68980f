import re

from odoo.tests import HttpCase, new_test_user

from .common import PortalCommon

HANDLER_GROUPS = (
    "base.group_user,project.group_project_user,crm_cubicl.crm_cubicl_group_edit"
)


class FormCommon(PortalCommon, HttpCase):
    """An open form with one topic, filled in as a visitor does."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.website = cls.env["website"].get_current_website()
        cls.website.crm_support_is_open = True
        cls.site = cls.website._get_support_sites()
        cls.site.write({"network_limit": 500, "address_limit": 500})
        cls.site.text_ids.write(dict.fromkeys(("note", "consent"), False))
        cls.text = cls.site.text_ids.filtered("is_default")
        cls.env["crm.portal.topic"].search([]).active = False
        cls.handler = new_test_user(
            cls.env, "handler", HANDLER_GROUPS, email="handler@example.com"
        )
        cls.topic = cls._create_topic(
            name="Technical", handler_kind="people", user_ids=cls.handler.ids
        )

    def _get_page(self, path="/support"):
        return self.url_open(path)

    def _get_hidden(self, page) -> dict:
        """Return what the page sends along unseen."""
        found = re.findall(
            r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.text
        )
        return dict(found)

    def _fill(self, path="/support", page=None, **values) -> dict:
        return {
            **self._get_hidden(page or self._get_page(path)),
            "first_name": "Ayşe",
            "last_name": "Işık",
            "email": "ayse@gizem.example",
            "phone": "0212 555 10 10",
            "company_name": "Gizem Optik",
            "subject": "Yazıcı çalışmıyor",
            "text": "Fiş kesemiyoruz.",
        } | values

    def _file(self, path="/support", files=None, page=None, headers=None, **values):
        data = self._fill(path, page, **values)
        return self.url_open(path, data=data, files=files, headers=headers)

    def _get_tickets(self):
        self.env.invalidate_all()
        return self.env["project.task"].search([("crm_topic_id", "=", self.topic.id)])
