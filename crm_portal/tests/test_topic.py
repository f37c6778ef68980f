from psycopg2 import IntegrityError

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.crm_portal.hooks import uninstall_hook

from .common import PortalCommon


@tagged("post_install", "-at_install")
class TestTopic(PortalCommon):
    def test_the_default_topic_is_there_with_a_project_of_its_own(self):
        topic = self.env.ref("crm_portal.crm_portal_topic_other")
        self.assertEqual(topic.with_context(lang="en_US").name, "Other")
        self.assertEqual(topic.handler_kind, "project")
        self.assertEqual(topic.company_id, topic.project_id.company_id)
        self.assertEqual(len(topic.project_id.type_ids), 3)
        self.assertFalse(topic.project_id.user_id)

    def test_topics_come_in_the_order_given(self):
        first = self._create_topic(sequence=2)
        second = self._create_topic(sequence=3)
        both = self.env["crm.portal.topic"].search([("id", "in", (first | second).ids)])
        self.assertEqual(both.ids, [first.id, second.id])
        second.sequence = 1
        both = both.search([("id", "in", both.ids)])
        self.assertEqual(both.ids, [second.id, first.id])

    def test_a_topic_needs_name_and_project(self):
        for missing in ("name", "project_id"):
            with (
                self.subTest(missing=missing),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.cr.savepoint(),
            ):
                self._create_topic(**{missing: False})

    def test_a_customer_cannot_be_in_charge(self):
        with self.assertRaisesRegex(ValidationError, "topic_portal"):
            self._create_topic(user_ids=self.user_portal.ids)

    def test_project_and_people_are_of_the_topics_company(self):
        other = self.env["res.company"].create({"name": "Other company"})
        project = self.project.copy({"company_id": other.id})
        with self.assertRaises(UserError):
            self._create_topic(project_id=project.id)
        with self.assertRaises(UserError):
            self._create_topic(
                company_id=other.id,
                project_id=project.id,
                user_ids=self.user_plain.ids,
            )

    def test_a_project_of_all_companies_may_be_chosen(self):
        self.project.company_id = False
        self.assertTrue(self._create_topic(user_ids=self.user_plain.ids))

    def test_a_topic_holds_its_project(self):
        topic = self._create_topic(name="Spare parts")
        topic.action_archive()
        with self.assertRaisesRegex(UserError, "Spare parts"):
            self.project.unlink()
        topic.unlink()
        self.project.unlink()
        self.assertFalse(self.project.exists())

    def test_a_copy_gets_another_name(self):
        topic = self._create_topic()
        self.assertEqual(topic.copy().name, "Test topic (copy)")
        self.assertEqual(topic.copy({"name": "Else"}).name, "Else")

    def test_uninstalling_leaves_the_project_and_its_stages(self):
        project = self.env.ref("crm_portal.project_project_support")
        uninstall_hook(self.env)
        owned = self.env["ir.model.data"].search([("module", "=", "crm_portal")])
        kept = {"mail.alias", "project.project", "project.task.type"}
        self.assertFalse(kept & set(owned.mapped("model")))
        self.assertIn("crm.portal.topic", owned.mapped("model"))
        self.assertTrue(project.exists())
