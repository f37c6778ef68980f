from psycopg2 import IntegrityError

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged
from odoo.tools import mute_logger

from .common import VIEW, PortalCommon


@tagged("post_install", "-at_install")
class TestTopicOfACustomer(PortalCommon):
    """A topic is another for one customer, field by field."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["crm.portal.topic"].search([]).active = False
        cls.customer = cls._create_customer("Gizem Optik")
        cls.contact = cls.env["res.partner"].create(
            {"name": "Ayşe", "parent_id": cls.customer.id}
        )
        cls.other = cls._create_customer("Other customer")
        cls.colleague = new_test_user(cls.env, "topic_colleague", "base.group_user")
        cls.project_2 = cls.project.copy({"name": "Second project"})
        cls.topic = cls._create_topic(
            handler_kind="people", user_ids=cls.user_plain.ids
        )

    @classmethod
    def _create_customer(cls, name, **values):
        return cls.env["res.partner"].create(
            {"name": name, "is_company": True, "is_crm_customer": True} | values
        )

    @classmethod
    def _override(cls, **values):
        return cls.env["crm.portal.topic.override"].create(
            {"topic_id": cls.topic.id, "customer_id": cls.customer.id} | values
        )

    # -- what is inherited -----------------------------------------------------------

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

    # -- what can be chosen ------------------------------------------------------------

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

    # -- what is refused -----------------------------------------------------------------

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

    # -- deleting and copying --------------------------------------------------------------

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
        with mute_logger("odoo.addons.base.models.ir_model"):
            with self.assertRaises(UserError):
                self.topic.with_user(self.user_delete).unlink()
        self.assertTrue(self.topic.active)

    def test_a_copy_has_the_same_changes(self):
        self._override(project_id=self.project_2.id)
        copy = self.topic.copy()
        self.assertEqual(copy.override_ids.project_id, self.project_2)
        self.assertEqual(self.topic.override_ids.project_id, self.project_2)

    # -- who would be told -------------------------------------------------------------------

    def test_the_form_says_who_would_be_told(self):
        manager = new_test_user(self.env, "topic_manager", f"{VIEW}")
        self.customer.user_id = manager
        form = Form(self.topic.with_user(self.user_crm_manager))
        self.assertEqual(form.told_names, self.user_plain.name)
        self.assertEqual(form.told_reason, "In charge of the topic")
        form.handler_kind = "account"
        form.preview_customer_id = self.customer
        self.assertEqual(form.told_names, manager.name)
        self.assertEqual(form.told_reason, "The customer's account manager")
        # a change that is not saved yet counts
        with form.override_ids.new() as override:
            override.customer_id = self.customer
            self.assertEqual(override.inherited_project, "Test project")
            override.handler_kind = "people"
            override.user_ids.add(self.colleague)
            self.assertEqual(override.told_names, self.colleague.name)
        self.assertEqual(form.told_names, self.colleague.name)
        form.preview_customer_id = self.env["res.partner"]
        self.assertTrue(form.told_names)
        form.save()
        self.assertEqual(self.topic.override_ids.user_ids, self.colleague)

    def test_never_nobody(self):
        for kind in ("people", "project", "account"):
            topic = self._create_topic(handler_kind=kind)
            self.assertTrue(topic.told_names, kind)
            self.assertTrue(topic.told_reason, kind)

    def test_nobody_asks_for_hidden_customers(self):
        self.customer.write(
            {"user_id": self.user_crm_manager.id, "crm_is_closed": True}
        )
        self.topic.handler_kind = "account"
        self.env.flush_all()
        self.env.invalidate_all()
        topic = self.topic.with_user(self.user_project_manager).with_context(
            crm_portal_customer_id=self.customer.id
        )
        self.assertNotIn(self.user_crm_manager.name, topic.told_names)

    def test_the_topics_as_a_customer_has_them(self):
        own = self._create_topic(name="Own", customer_id=self.customer.id)
        hidden = self._create_topic(name="Hidden")
        plain = self._create_topic(name="Plain")
        self._override(topic_id=hidden.id, is_hidden=True)
        self._override(project_id=self.project_2.id)
        action = self.contact.with_user(
            self.user_crm_manager
        ).action_open_support_topics()
        topics = self.env["crm.portal.topic"].with_user(self.user_crm_manager)
        topics = topics.with_context(**action["context"]).search(action["domain"])
        states = {topic.name: topic.customer_state for topic in topics}
        self.assertEqual(
            states,
            {
                "Own": "own",
                "Hidden": "hidden",
                "Plain": "public",
                "Test topic": "changed",
            },
        )
        changed = topics.filtered(lambda t: t.id == self.topic.id)
        self.assertEqual(changed.customer_project_id, self.project_2)
        opened = changed.action_change_for_customer()
        self.assertEqual(opened["res_id"], self.topic.override_ids.id)
        new = topics.browse(plain.id).action_change_for_customer()
        self.assertFalse(new["res_id"])
        self.assertEqual(new["context"]["default_customer_id"], self.customer.id)
        itself = topics.browse(own.id).action_change_for_customer()
        self.assertEqual((itself["res_model"], itself["res_id"]), (own._name, own.id))

    # -- rights --------------------------------------------------------------------------------

    def test_hidden_customers_changes_and_topics_are_hidden(self):
        self.customer.crm_is_closed = True
        override = self._override(is_hidden=True)
        own = self._create_topic(name="Own", customer_id=self.customer.id)
        link = self.env["crm.portal.link"].create({"customer_id": self.customer.id})
        none = new_test_user(self.env, "topic_none", "base.group_user")
        none.crm_level = "none"
        self.env.flush_all()
        for user, is_seen in (
            (self.user_crm_manager, True),
            (self.user_project_manager, False),
            (self.user_delete, False),
            (none, False),
        ):
            for record in (override, own, link):
                with self.subTest(user=user.login, model=record._name):
                    self.env.invalidate_all()
                    asked = record.with_user(user)
                    self.assertEqual(asked.has_access("read"), is_seen)
                    found = asked.search([("id", "=", record.id)])
                    self.assertEqual(bool(found), is_seen)
        # a public topic stays seen, without the changes
        topic = self.topic.with_user(self.user_project_manager)
        self.assertTrue(topic.has_access("write"))
        self.assertFalse(topic.override_ids)

    def test_a_level_of_none_sees_no_customers_topic(self):
        own = self._create_topic(name="Own", customer_id=self.customer.id)
        self.user_plain.crm_level = "none"
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertFalse(own.with_user(self.user_plain).has_access("read"))
        self.assertTrue(self.topic.with_user(self.user_plain).has_access("read"))
        self.assertTrue(own.with_user(self.user_crm_manager).has_access("write"))

    def test_many_topics_cost_no_more(self):
        for number in range(20):
            topic = self._create_topic(name=f"Topic {number}")
            self._override(topic_id=topic.id, is_hidden=number % 2)
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(5):
            topics = self.env["crm.portal.topic"]._get_public_topics(self.customer)
            topics.mapped("name")
        self.assertEqual(len(topics), 11)
