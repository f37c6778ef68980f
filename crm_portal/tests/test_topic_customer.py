from psycopg2 import IntegrityError

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .topic_common import TopicCustomerCase


@tagged("post_install", "-at_install")
class TestTopicOfACustomer(TopicCustomerCase):
    """A topic is another for one customer, field by field."""

    # -- what is inherited -------------------------------------------------------

    def test_without_changes_all_is_inherited(self):
        served = self.topic._for_customer(self.customer)
        self.assertEqual(served.topic, self.topic)
        self.assertEqual(served.project, self.project)
        self.assertEqual(served.handler_kind, "people")
        self.assertEqual(served.users, self.user_plain)
        self.assertFalse(served.is_hidden)

    def test_only_the_project_is_another(self):
        self._override(project_id=self.project_2.id)
        served = self.topic._for_customer(self.customer)
        self.assertEqual(served.project, self.project_2)
        self.assertEqual(served.users, self.user_plain)
        # a contact has what its customer has, everybody else what the topic says
        self.assertEqual(self.topic._for_customer(self.contact), served)
        nobody = self.env["res.partner"]
        for partner in (self.other, nobody):
            served = self.topic._for_customer(partner)
            self.assertEqual(served.project, self.project)

    def test_only_the_people_are_others(self):
        override = self._override(handler_kind="people", user_ids=self.colleague.ids)
        served = self.topic._for_customer(self.customer)
        self.assertEqual(served.project, self.project)
        self.assertEqual(served.users, self.colleague)
        self.assertEqual(self.topic._get_handlers(self.contact).users, self.colleague)
        self.assertEqual(self.topic._get_handlers(self.other).users, self.user_plain)
        # people left over from earlier count for nothing
        override.handler_kind = False
        self.assertEqual(self.topic._get_handlers(self.customer).users, self.user_plain)

    def test_the_other_projects_managers(self):
        self.project.user_id = self.user_plain
        self.project_2.user_id = self.colleague
        self._override(project_id=self.project_2.id, handler_kind="project")
        handlers = self.topic._get_handlers(self.customer)
        self.assertEqual((handlers.users, handlers.reason), (self.colleague, "project"))

    def test_a_ticket_goes_to_the_project_of_the_customer(self):
        self._override(project_id=self.project_2.id)
        tasks = self.env["project.task"]
        for partner, project in (
            (self.customer, self.project_2),
            (self.contact, self.project_2),
            (self.other, self.project),
            (tasks.partner_id, self.project),
        ):
            with self.subTest(partner=partner.name):
                ticket = tasks.create(
                    {
                        "name": "Help",
                        "crm_topic_id": self.topic.id,
                        "partner_id": partner.id,
                    }
                )
                self.assertEqual(ticket.project_id, project)
        given = tasks.create(
            {
                "name": "Help",
                "crm_topic_id": self.topic.id,
                "partner_id": self.customer.id,
                "project_id": self.project.id,
            }
        )
        self.assertEqual(given.project_id, self.project)

    def test_a_change_holds_its_project(self):
        self._override(project_id=self.project_2.id)
        with self.assertRaisesRegex(UserError, "Test topic"):
            self.project_2.unlink()

    # -- what can be chosen ------------------------------------------------------

    def test_topics_of_a_customer_in_order(self):
        hidden = self._create_topic(name="Hidden", sequence=1)
        own = self._create_topic(name="Own", sequence=2, customer_id=self.customer.id)
        self._create_topic(name="Of another", customer_id=self.other.id)
        self._override(topic_id=hidden.id, is_hidden=True)
        topics = self.env["crm.portal.topic"]
        self.assertEqual(topics._get_public_topics(), hidden | self.topic)
        self.assertEqual(topics._get_public_topics(self.customer), own | self.topic)
        self.assertEqual(topics._get_public_topics(self.contact), own | self.topic)
        self.assertNotIn(own, topics._get_public_topics(self.other))
        own.active = False
        self.assertEqual(topics._get_public_topics(self.customer), self.topic)

    def test_topics_of_another_company_are_not_offered(self):
        company = self.env["res.company"].create({"name": "Other company"})
        project = self.project.copy({"company_id": company.id})
        theirs = self._create_topic(
            company_id=company.id, project_id=project.id, customer_id=self.customer.id
        )
        topics = self.env["crm.portal.topic"]
        self.assertEqual(topics._get_public_topics(self.customer), self.topic)
        self.assertEqual(
            topics.with_company(company)._get_public_topics(self.customer), theirs
        )

    # -- what is refused ---------------------------------------------------------

    def test_only_public_topics_are_changed(self):
        own = self._create_topic(customer_id=self.customer.id)
        with self.assertRaisesRegex(ValidationError, "one customer alone"):
            self._override(topic_id=own.id)
        self._override(is_hidden=True)
        with self.assertRaisesRegex(ValidationError, "changes of their own"):
            self.topic.customer_id = self.other

    @mute_logger("odoo.sql_db")
    def test_one_change_per_topic_and_customer(self):
        self._override()
        with self.assertRaises(IntegrityError), self.cr.savepoint():
            self._override(is_hidden=True)

    def test_a_contact_is_no_customer(self):
        with self.assertRaisesRegex(ValidationError, "not one of its contacts"):
            self._override(customer_id=self.contact.id)
        with self.assertRaisesRegex(ValidationError, "not one of its contacts"):
            self._create_topic(customer_id=self.contact.id)

    def test_all_is_of_one_company(self):
        company = self.env["res.company"].create({"name": "Other company"})
        theirs = self.project.copy({"company_id": company.id})
        stranger = new_test_user(
            self.env,
            "topic_stranger",
            "base.group_user",
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )
        customer = self._create_customer("Theirs", company_id=company.id)
        for values in (
            {"project_id": theirs.id},
            {"handler_kind": "people", "user_ids": stranger.ids},
            {"customer_id": customer.id},
        ):
            with self.subTest(values=values), self.assertRaises(UserError):
                self._override(**values)
        with self.assertRaises(UserError):
            self._create_topic(customer_id=customer.id)

    def test_a_customer_with_topics_is_not_deleted(self):
        own = self._create_topic(customer_id=self.other.id)
        with self.assertRaises(UserError):
            self.other.unlink()
        own.unlink()
        self._override(customer_id=self.other.id)
        self.other.unlink()
        self.assertFalse(self.topic.override_ids)

    # -- deleting and copying ----------------------------------------------------

    def test_deleting_archives_those_with_tickets(self):
        unused = self._create_topic(name="Unused")
        self.env["project.task"].create(
            {"name": "Help", "crm_topic_id": self.topic.id, "active": False}
        )
        self.env["bus.bus"].search([]).unlink()
        both = (self.topic | unused).with_user(self.user_crm_manager)
        self.assertTrue(both.unlink())
        self.assertFalse(unused.exists())
        self.assertTrue(self.topic.exists())
        self.assertFalse(self.topic.active)
        self.env.cr.precommit.run()
        said = self.env["bus.bus"].search([]).mapped("message")
        self.assertIn("Test topic", "".join(said))
        self.assertNotIn("Unused", "".join(said))

    def test_who_may_not_delete_archives_nothing(self):
        self.env["project.task"].create({"name": "Help", "crm_topic_id": self.topic.id})
        with (
            mute_logger("odoo.addons.base.models.ir_model"),
            self.assertRaises(UserError),
        ):
            self.topic.with_user(self.user_delete).unlink()
        self.assertTrue(self.topic.active)

    def test_a_copy_has_the_same_changes(self):
        self._override(project_id=self.project_2.id)
        copy = self.topic.copy()
        self.assertEqual(copy.override_ids.project_id, self.project_2)
        self.assertEqual(self.topic.override_ids.project_id, self.project_2)
