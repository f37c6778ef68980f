from odoo.tests import Form, new_test_user, tagged

from .common import VIEW
from .topic_common import TopicCustomerCase


@tagged("post_install", "-at_install")
class TestTopicPages(TopicCustomerCase):
    """What the pages of topics say, and to whom."""

    # -- who would be told -------------------------------------------------------

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

    # -- rights ------------------------------------------------------------------

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
