from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common import MANAGE, PortalCommon

OPERATIONS = {"read", "write", "create", "unlink"}
MODELS = ("crm.portal.topic", "crm.portal.topic.override", "crm.portal.link")
ALLOWED = {
    "user_portal": set(),
    "user_plain": {"read"},
    "user_delete": {"read"},
    "user_crm_manager": OPERATIONS,
    "user_project_manager": OPERATIONS,
}


@tagged("post_install", "-at_install")
class TestAccess(PortalCommon):
    def test_each_role_does_exactly_what_it_may(self):
        for user, allowed in ALLOWED.items():
            for model in MODELS:
                records = self.env[model].with_user(getattr(self, user))
                for operation in OPERATIONS:
                    with self.subTest(user=user, model=model, operation=operation):
                        self.assertEqual(
                            records.has_access(operation), operation in allowed
                        )

    def test_the_lowest_role_that_may_makes_a_topic(self):
        topics = self.env["crm.portal.topic"].with_user(self.user_crm_manager)
        topic = topics.create({"name": "Sales", "project_id": self.project.id})
        topic.user_ids = self.user_plain
        topic.action_archive()
        self.assertEqual(topic.company_id, self.env.company)

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_the_highest_role_that_may_not_changes_no_topic(self):
        topic = self._create_topic()
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            topic.with_user(self.user_delete).name = "Changed"

    def test_a_topic_is_seen_in_its_own_company_only(self):
        other = self.env["res.company"].create({"name": "Other company"})
        project = self.project.copy({"company_id": other.id})
        theirs = self._create_topic(company_id=other.id, project_id=project.id)
        ours = self._create_topic()
        self.env.flush_all()
        self.env.invalidate_all()
        topics = self.env["crm.portal.topic"].with_user(self.user_crm_manager)
        found = topics.search([("id", "in", (ours | theirs).ids)])
        self.assertEqual(found, ours)
        with (
            mute_logger("odoo.addons.base.models.ir_rule"),
            self.assertRaises(AccessError),
        ):
            topics.browse(theirs.id).read(["name"])

    def test_a_window_is_seen_by_who_opened_it(self):
        """In it stands what a customer has said, or who is going to see a ticket."""
        task = self.env["project.task"].create(
            {"name": "Task", "project_id": self.project.id}
        )
        customer = self.env["res.partner"].create(
            {"name": "Gizem Optik", "is_crm_customer": True}
        )
        site = self.env["crm.portal.site"].search([], limit=1)
        values = {
            "crm.portal.call": {"subject": "Secret", "text": "Secret"},
            "crm.portal.check": {"site_id": site.id},
            "crm.portal.invite": {"task_id": task.id},
            "crm.portal.link.create": {"customer_id": customer.id},
            "crm.portal.merge": {"task_ids": task.ids},
            "crm.portal.turn": {"task_id": task.id},
        }
        ours = (name for name in self.env.registry if name.startswith("crm.portal."))
        windows = {name for name in ours if self.env[name].is_transient()}
        self.assertEqual(windows, set(values))
        groups = f"{MANAGE},project.group_project_manager"
        users = [new_test_user(self.env, f"window_{n}", groups) for n in range(2)]
        for model, vals in values.items():
            window = self.env[model].with_user(users[0]).create(vals)
            self.env.flush_all()
            for user, sees in zip(users, (True, False), strict=True):
                self.env.invalidate_all()
                with self.subTest(model=model, sees=sees):
                    found = window.with_user(user).search([("id", "=", window.id)])
                    self.assertEqual(bool(found), sees)
                    self.assertEqual(window.with_user(user).has_access("read"), sees)
