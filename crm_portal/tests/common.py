from odoo.tests import TransactionCase, new_test_user, tagged

EDIT = "crm_cubicl.crm_cubicl_group_delete"
MANAGE = "crm_cubicl.crm_cubicl_group_manage"
VIEW = "crm_cubicl.crm_cubicl_group_view"


@tagged("post_install", "-at_install")
class PortalCommon(TransactionCase):
    """One user per role, a project, and a factory of topics."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user_plain = new_test_user(cls.env, "topic_plain", "base.group_user")
        cls.user_delete = new_test_user(
            cls.env, "topic_delete", f"{EDIT},project.group_project_user"
        )
        cls.user_crm_manager = new_test_user(cls.env, "topic_crm_manager", MANAGE)
        cls.user_project_manager = new_test_user(
            cls.env, "topic_project_manager", f"{VIEW},project.group_project_manager"
        )
        cls.user_portal = new_test_user(cls.env, "topic_portal", "base.group_portal")
        cls.project = cls.env["project.project"].create(
            {
                "name": "Test project",
                "company_id": cls.env.company.id,
                "privacy_visibility": "employees",
            }
        )

    @classmethod
    def _create_topic(cls, **values):
        return cls.env["crm.portal.topic"].create(
            {"name": "Test topic", "project_id": cls.project.id} | values
        )
