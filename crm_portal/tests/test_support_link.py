import re

from freezegun import freeze_time

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import PortalCommon


@tagged("post_install", "-at_install")
class TestSupportLink(PortalCommon, HttpCase):
    """A customer's own address of the form."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.website = cls.env["website"].get_current_website()
        # works where the public form does not
        cls.website.crm_support_is_open = False
        cls.env["crm.portal.topic"].search([]).active = False
        cls.customer = cls.env["res.partner"].create(
            {"name": "Gizem Optik", "is_company": True, "is_crm_customer": True}
        )
        cls.contact = cls.env["res.partner"].create(
            {
                "name": "Ayşe Işık",
                "email": "ayse@gizem.example",
                "parent_id": cls.customer.id,
            }
        )
        cls.topic = cls._create_topic(name="Technical", user_ids=cls.user_plain.ids)
        cls.link = cls.env["crm.portal.link"].create({"customer_id": cls.customer.id})

    def _get_path(self):
        return f"/support/{self.link._get_token()}"

    def _file(self, path=None, **values):
        path = path or self._get_path()
        page = self.url_open(path)
        token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)[1]
        data = {
            "csrf_token": token,
            "first_name": "Ayşe",
            "last_name": "Işık",
            "email": "ayse@gizem.example",
            "subject": "Yazıcı çalışmıyor",
            "text": "Fiş kesemiyoruz.",
        } | values
        return self.url_open(path, data=data)

    def _get_ticket(self):
        return self.env["project.task"].search([("crm_link_id", "=", self.link.id)])

    # -- the page ----------------------------------------------------------------

    def test_the_page_shows_the_customers_name_and_topics(self):
        self._create_topic(name="Hidden", override_ids=[])
        hidden = self.env["crm.portal.topic"].search([("name", "=", "Hidden")])
        self.env["crm.portal.topic.override"].create(
            {
                "topic_id": hidden.id,
                "customer_id": self.customer.id,
                "is_hidden": True,
            }
        )
        self._create_topic(
            name="Own topic", customer_id=self.customer.id, icon="fa-truck"
        )
        other = self.customer.copy({"name": "Other"})
        self._create_topic(name="Of another", customer_id=other.id)
        page = self.url_open(self._get_path())
        self.assertEqual(page.status_code, 200)
        self.assertIn("Gizem Optik", page.text)
        self.assertIn("Own topic", page.text)
        self.assertIn("fa-truck", page.text)
        self.assertIn("Technical", page.text)
        self.assertNotIn("Hidden", page.text)
        self.assertNotIn("Of another", page.text)
        self.assertNotIn("company_name", page.text)
        self.assertEqual(page.headers["Referrer-Policy"], "no-referrer")
        self.assertIn("no-store", page.headers["Cache-Control"])

    def test_with_one_topic_there_is_no_list(self):
        self.assertNotIn("topic_id", self.url_open(self._get_path()).text)

    def test_without_topics_the_page_says_so(self):
        self.topic.active = False
        page = self.url_open(self._get_path())
        self.assertIn("Nothing can be asked here", page.text)
        self.assertNotIn('csrf_token" value', page.text)

    # -- tickets -----------------------------------------------------------------

    def test_a_known_contact_files_a_ticket(self):
        answer = self._file()
        ticket = self._get_ticket()
        self.assertEqual(answer.status_code, 200)
        self.assertIn(ticket.crm_number, answer.text)
        self.assertEqual(ticket.partner_id, self.contact)
        self.assertEqual(ticket.crm_topic_id, self.topic)
        self.assertEqual(ticket.user_ids, self.user_plain)
        self.assertTrue(ticket.crm_is_unverified)
        self.assertEqual(ticket.crm_channel, "form")

    def test_the_customers_project_holds(self):
        project = self.project.copy()
        self.env["crm.portal.topic.override"].create(
            {
                "topic_id": self.topic.id,
                "customer_id": self.customer.id,
                "project_id": project.id,
            }
        )
        self._file()
        self.assertEqual(self._get_ticket().project_id, project)

    def test_somebody_new_becomes_a_contact_of_the_customer(self):
        before = self.env["res.partner"].search([("is_crm_customer", "=", True)])
        self._file(
            email="yeni@gizem.example",
            first_name="Yeni",
            last_name="Kişi",
            company_name="Another company",
        )
        person = self._get_ticket().partner_id
        self.assertEqual(person.name, "Yeni Kişi")
        self.assertEqual(person.parent_id, self.customer)
        self.assertEqual(person.crm_customer_id, self.customer)
        self.assertTrue(person.crm_is_incomplete)
        self.assertFalse(self.customer.crm_is_incomplete)
        after = self.env["res.partner"].search([("is_crm_customer", "=", True)])
        self.assertEqual(after, before)

    def test_the_address_of_another_customers_contact_changes_nothing_there(self):
        stranger = self.env["res.partner"].create(
            {"name": "Stranger", "email": "known@other.example"}
        )
        self._file(email="known@other.example")
        person = self._get_ticket().partner_id
        self.assertNotEqual(person, stranger)
        self.assertEqual(person.parent_id, self.customer)
        self.assertEqual(stranger.name, "Stranger")

    def test_a_topic_of_another_customer_cannot_be_chosen(self):
        self._create_topic(name="Second")
        other = self.customer.copy({"name": "Other"})
        theirs = self._create_topic(name="Theirs", customer_id=other.id)
        answer = self._file(topic_id=theirs.id)
        self.assertEqual(answer.status_code, 422)
        self.assertFalse(self._get_ticket())

    def test_what_is_wrong_is_said_and_kept(self):
        answer = self._file(email="nobody")
        self.assertEqual(answer.status_code, 422)
        self.assertIn("Fiş kesemiyoruz", answer.text)
        self.assertFalse(self._get_ticket())

    def test_machines_file_nothing(self):
        self.assertEqual(self._file(website_url="http://x").status_code, 200)
        self.assertFalse(self._get_ticket())

    def test_floods_are_stopped(self):
        for _number in range(5):
            self.assertEqual(self._file().status_code, 200)
        self.assertEqual(self._file().status_code, 422)

    def test_without_csrf_nothing_is_filed(self):
        with mute_logger("odoo.http"):
            answer = self.url_open(self._get_path(), data={"subject": "x"})
        self.assertEqual(answer.status_code, 400)
        self.assertFalse(self._get_ticket())

    def test_uses_are_counted(self):
        self.assertEqual(self.link.ticket_count, 0)
        self.url_open(self._get_path())
        self._file()
        self.link.invalidate_recordset()
        self.assertEqual(self.link.ticket_count, 1)
        self.assertEqual(self.link.last_ticket_date, self._get_ticket().create_date)

    def test_looking_changes_nothing(self):
        self.env.flush_all()
        before = self.link.sudo().read()
        for _time in range(3):
            self.url_open(self._get_path())
        self.env.invalidate_all()
        self.assertEqual(self.link.sudo().read(), before)

    # -- links that open nothing -------------------------------------------------

    def _assert_closed(self, path):
        page = self.url_open(path)
        self.assertEqual(page.status_code, 404)
        self.assertIn("This address is not valid", page.text)
        self.assertNotIn("Gizem", page.text)
        self.assertEqual(self.url_open(f"{path}/thanks").status_code, 404)

    def test_links_that_were_never_given(self):
        path = self._get_path()
        for wrong in ("/support/x", path[:-3] + "abc", path + "x"):
            self._assert_closed(wrong)

    def test_a_ticket_link_is_no_support_link(self):
        self._file()
        token = self._get_ticket().crm_share_ids._get_token()
        self._assert_closed(f"/support/{token}")

    def test_a_revoked_link_opens_nothing(self):
        path = self._get_path()
        page = self.url_open(path)
        token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)[1]
        self.link.action_revoke()
        self._assert_closed(path)
        answer = self.url_open(path, data={"csrf_token": token, "subject": "x"})
        self.assertEqual(answer.status_code, 404)
        self.assertFalse(self._get_ticket())

    def test_a_renewed_link_has_another_address(self):
        old = self._get_path()
        self.link.action_revoke()
        self.link.action_renew()
        self.assertEqual(self.url_open(self._get_path()).status_code, 200)
        self._assert_closed(old)

    def test_a_link_ends_with_its_day(self):
        path = self._get_path()
        with freeze_time("2030-01-10"):
            self.link.expiry_date = "2030-01-10"
            self.assertEqual(self.link._find_by_token(path[9:]), self.link)
        with freeze_time("2030-01-11"):
            self.env.invalidate_all()
            self.assertFalse(self.link._find_by_token(path[9:]))
        self.link.expiry_date = "2020-01-01"
        self._assert_closed(path)
        self.link.action_renew()
        self.assertFalse(self.link.expiry_date)
        self.assertEqual(self.link.state, "open")

    def test_an_archived_customers_link_opens_nothing(self):
        self.customer.active = False
        self._assert_closed(self._get_path())
