from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common import VIEW, PortalCommon

EDIT = "crm_cubicl.crm_cubicl_group_edit"


@tagged("post_install", "-at_install")
class TestSupportLinkAccess(PortalCommon):
    """Who sees a customer's link, and who makes, renews and revokes it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer = cls.env["res.partner"].create(
            {"name": "Gizem Optik", "is_company": True, "is_crm_customer": True}
        )
        cls.contact = cls.env["res.partner"].create(
            {"name": "Ayşe Işık", "parent_id": cls.customer.id}
        )
        cls.link = cls.env["crm.portal.link"].create({"customer_id": cls.customer.id})

    def test_the_address_is_for_those_who_may_edit_the_customer(self):
        viewer = new_test_user(self.env, "link_viewer", VIEW)
        editor = new_test_user(self.env, "link_editor", EDIT)
        for user, is_shown in (
            (viewer, False),
            (self.user_project_manager, False),
            (editor, True),
            (self.user_crm_manager, True),
        ):
            with self.subTest(user=user.login):
                self.env.flush_all()
                self.env.invalidate_all()
                link = self.link.with_user(user)
                [row] = link.read(["url", "state"])
                self.assertEqual(bool(row["url"]), is_shown)
                self.assertEqual(row["state"], "open")

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_who_may_make_renew_and_revoke(self):
        editor = new_test_user(self.env, "link_editor", EDIT)
        self.env.flush_all()
        self.env.invalidate_all()
        link = self.link.with_user(editor)
        for method in (link.action_revoke, link.action_renew):
            with self.assertRaises(AccessError):
                method()
        with self.assertRaises(AccessError):
            link.read(["nonce"])
        other = self.customer.copy({"name": "Other"})
        with self.assertRaisesRegex(AccessError, "Other has no support link"):
            other.with_user(editor).action_open_support_link()
        self.assertEqual(
            self.contact.with_user(editor).action_open_support_link()["res_id"],
            self.link.id,
        )
        self.env.invalidate_all()
        action = other.with_user(self.user_crm_manager).action_open_support_link()
        wizard = self.env[action["res_model"]].with_user(self.user_crm_manager)
        wizard = wizard.with_context(**action["context"]).create({})
        self.assertFalse(other.crm_link_ids)
        made = self.link.browse(wizard.action_create()["res_id"])
        self.assertEqual(made.customer_id, other)
        made = made.with_user(self.user_crm_manager)
        made.action_revoke()
        self.assertEqual(made.state, "revoked")
        made.action_renew()
        self.assertEqual(made.state, "open")

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_nobody_chooses_the_nonce(self):
        links = self.env["crm.portal.link"].with_user(self.user_crm_manager)
        other = self.customer.copy({"name": "Other"})
        with self.assertRaises(AccessError), self.cr.savepoint():
            links.create({"customer_id": other.id, "nonce": "known"})
        with self.assertRaises(AccessError), self.cr.savepoint():
            links.with_context(default_nonce="known").create({"customer_id": other.id})
        with self.assertRaises(AccessError):
            self.link.with_user(self.user_crm_manager).nonce = "known"
