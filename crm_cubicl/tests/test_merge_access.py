from odoo.exceptions import AccessError
from odoo.tests import HttpCase, JsonRpcException, tagged
from odoo.tools import mute_logger

from .common import CustomerMixin

LOGGERS = ("odoo.http", "odoo.addons.base.models.ir_model")


@tagged("post_install", "-at_install")
class TestMergeAccess(CustomerMixin, HttpCase):
    """Who may not merge finds no menu, and is refused at every door."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_customers()
        cls.source, cls.target, cls.other = (
            cls._create_customer(name) for name in ("Kaynak", "Hedef", "Başka")
        )
        cls.merge = cls.env["crm.merge"]._merge(cls.source, cls.target)
        cls.dialog = cls.env["crm.merge.dialog"].create(
            {"source_id": cls.other.id, "target_id": cls.target.id}
        )
        undo = cls.merge.action_undo()["res_id"]
        cls.undo_dialog = cls.env["crm.merge.undo.dialog"].browse(undo)

    def _call(self, records, method, *args):
        return self.make_jsonrpc_request(
            "/web/dataset/call_kw",
            {
                "model": records._name,
                "method": method,
                "args": [records.ids, *args] if records else list(args),
                "kwargs": {},
            },
        )

    def _get_calls(self):
        merges, dialogs = self.env["crm.merge"], self.env["crm.merge.dialog"]
        pair = {"source_id": self.other.id, "target_id": self.target.id}
        return [
            (merges, "search_read", [], ["source_name"]),
            (self.merge, "read", ["source_name"]),
            (self.merge, "action_undo"),
            (self.merge, "unlink"),
            (self.env["crm.merge.move"], "search_read", []),
            (self.env["crm.merge.journal"], "search_read", []),
            (dialogs, "create", pair),
            (dialogs, "create", {**pair, "kind": "attach"}),
            (self.dialog, "action_merge"),
            (self.dialog, "action_attach_instead"),
            (self.undo_dialog, "action_take_back"),
            (merges, "_attach", self.other.id, self.target.id),
            (merges, "_merge", self.other.id, self.target.id),
            (merges, "_undo"),
        ]

    def test_refused_by_rpc(self):
        for user in (self.user_view, self.user_edit, self.user_delete):
            self.authenticate(user.login, user.login)
            for records, method, *args in self._get_calls():
                with (
                    self.subTest(user=user.login, method=f"{records._name}.{method}"),
                    self.assertRaisesRegex(JsonRpcException, "AccessError"),
                    mute_logger(*LOGGERS),
                ):
                    self._call(records, method, *args)
        self.assertTrue(self.other.exists())
        self.assertEqual(self.merge.state, "done")

    def test_journal_is_for_nobody(self):
        journals = self.env["crm.merge.journal"].with_user(self.user_manage)
        with self.assertRaises(AccessError):
            journals.search([])

    def test_menu_is_for_whoever_may(self):
        menu = self.env.ref("crm_cubicl.crm_merge_menu")
        for user, sees in (
            (self.user_view, False),
            (self.user_edit, False),
            (self.user_delete, False),
            (self.user_manage, True),
        ):
            with self.subTest(user=user.login):
                visible = self.env["ir.ui.menu"].with_user(user)._visible_menu_ids()
                self.assertEqual(menu.id in visible, sees)

    def test_manage_is_let_in(self):
        self.authenticate("level_manage", "level_manage")
        merges = self._call(self.env["crm.merge"], "search_read", [], ["source_name"])
        self.assertIn("Kaynak", [merge["source_name"] for merge in merges])
        self._call(self.undo_dialog.browse(self._open_undo()), "action_take_back")
        self.env.invalidate_all()
        self.assertTrue(self.source.exists())

    def _open_undo(self):
        return self._call(self.merge, "action_undo")["res_id"]
