from odoo.tests import new_test_user, tagged

from .forms_common import FormsCase


@tagged("post_install", "-at_install")
class TestFormsCustomer(FormsCase):
    """Questions by a customer's own link and on the portal; forms of its own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.serial = cls._ask("Serial number", is_required=True)
        cls.customer = cls.env["res.partner"].create(
            {"name": "Gizem Optik", "is_company": True, "is_crm_customer": True}
        )
        cls.person = cls.env["res.partner"].create(
            {
                "name": "Ayşe Işık",
                "email": "ayse@gizem.example",
                "parent_id": cls.customer.id,
            }
        )
        cls.link = cls.env["crm.portal.link"].create({"customer_id": cls.customer.id})
        cls.path = f"/support/{cls.link._get_token()}"
        cls.other_form = cls.env["crm.portal.form"].create({"name": "Of its own"})
        cls.room = cls.env["crm.portal.question"].create(
            {"form_id": cls.other_form.id, "name": "Room", "question_type": "text"}
        )

    def _override(self, **values):
        return self.env["crm.portal.topic.override"].create(
            {"topic_id": self.topic.id, "customer_id": self.customer.id, **values}
        )

    def test_asked_by_the_customers_link(self):
        self.assertIn("Serial number", self.url_open(self.path).text)
        answer = self._file(path=self.path)
        self.assertEqual(answer.status_code, 422)
        self._file({self.serial: "AB-12"}, path=self.path)
        self.assertEqual(
            self._get_values(self._get_tickets()), {"Serial number": "AB-12"}
        )

    def test_asked_on_the_portal(self):
        new_test_user(self.env, "ayse", "base.group_portal", partner_id=self.person.id)
        self.authenticate("ayse", "ayse")
        path = "/my/tickets/new"
        self.assertIn("Serial number", self.url_open(path).text)
        self.assertEqual(self._file(path=path).status_code, 422)
        self._file({self.serial: "AB-12"}, path=path)
        ticket = self._get_tickets()
        self.assertEqual(self._get_values(ticket), {"Serial number": "AB-12"})
        self.assertEqual(ticket.crm_channel, "portal")
        self.assertIn("AB-12", self.url_open(f"/my/tickets/{ticket.id}").text)

    def test_a_customer_is_asked_by_its_own_form(self):
        self._override(form_id=self.other_form.id)
        page = self.url_open(self.path).text
        self.assertIn("Room", page)
        self.assertNotIn("Serial number", page)
        self._file(
            {self.room: "12"}, path=self.path, questions_of=str(self.other_form.id)
        )
        self.assertEqual(self._get_values(self._get_tickets()), {"Room": "12"})
        # everybody else is asked as before
        self.assertNotIn("Room", self.url_open("/support").text)

    def test_other_changes_leave_the_form_as_it_is(self):
        self._override(handler_kind="project")
        self.assertEqual(self.topic._get_form(self.customer), self.form)
