from odoo.tests import new_test_user, tagged

from .common import PortalCommon


@tagged("post_install", "-at_install")
class TopicCustomerCase(PortalCommon):
    """A customer with a contact, another one, and a topic for everybody."""

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
