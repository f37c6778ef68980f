from odoo.tests import HttpCase, JsonRpcException, tagged
from odoo.tools import mute_logger

from odoo.addons.crm_cubicl.tests.outside import DoorsMixin

from .common import PortalCustomerCase

# what core hands to portal users of the tasks that they may see
CORE_READABLE = "TASK_PORTAL_READABLE_FIELDS"
CORE_WRITABLE = "TASK_PORTAL_WRITABLE_FIELDS"
# core lets these be asked for in a search, of the tasks that one may see
CORE_SEARCHED = {
    "activity_state",
    "has_message",
    "is_rotting",
    "my_activity_date_deadline",
    "personal_stage_type_id",
    "personal_stage_type_ids",
    "project_privacy_visibility",
    "project_sale_order_id",
    "rating_active",
    "rating_avg",
    "sale_order_state",
    "task_to_invoice",
}
HIDDEN_MODELS = (
    "crm.portal.attempt",
    "crm.portal.notice",
    "crm.portal.share",
    "crm.portal.signup",
    "crm.portal.topic",
)


@tagged("post_install", "-at_install")
class TestPortalFields(DoorsMixin, PortalCustomerCase, HttpCase):
    """Nothing is read around our pages: no field, by no door."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # the widest that core opens: a project shared with the customer
        cls.project.privacy_visibility = "portal"
        cls.ticket = cls._file_for(cls.ayse)
        cls.project.write(
            {
                "collaborator_ids": [
                    (
                        0,
                        0,
                        {
                            "partner_id": cls.ayse.partner_id.id,
                            "limited_access": False,
                        },
                    )
                ]
            }
        )
        cls.ticket.with_user(cls.handler)._answer("Is it on?")
        cls.env.flush_all()
        cls.env.invalidate_all()

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_no_other_field_of_a_ticket_is_read(self):
        ticket = self.ticket.with_user(self.ayse)
        tasks = self.env["project.task"]
        readable = {*getattr(tasks, CORE_READABLE), *getattr(tasks, CORE_WRITABLE)}
        own = {name for name in ticket._fields if name.startswith("crm_")}
        self.assertFalse(own & readable, "Fields of tickets are read by our pages.")
        for name in sorted(set(ticket._fields) - readable - {"id"}):
            self.env.invalidate_all()
            for door, ask in self._get_doors(ticket, name).items():
                if name in CORE_SEARCHED and door in ("domain", "groupby"):
                    continue
                with self.subTest(field=name, door=door):
                    self._assert_refused(ask)

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_nothing_of_the_addons_own_models_is_read(self):
        ours = {name for name in self.env.registry if name.startswith("crm.portal.")}
        stored = {name for name in ours if not self.env[name]._abstract}
        transient = {name for name in stored if self.env[name]._transient}
        self.assertLessEqual(set(HIDDEN_MODELS), stored)
        for model in sorted(stored - transient):
            records = self.env[model].with_user(self.ayse)
            some = records.sudo().search([], limit=1).with_user(self.ayse)
            self.env.invalidate_all()
            for name in records._fields.keys() - {"id"}:
                for door, ask in self._get_doors(some, name).items():
                    if door in ("read", "web_read", "export_data") and not some:
                        continue
                    with self.subTest(model=model, field=name, door=door):
                        self._assert_refused(ask)
            for operation in ("read", "write", "create", "unlink"):
                self.assertFalse(records.has_access(operation), model)

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_model")
    def test_by_rpc_as_a_browser_would(self):
        self.authenticate("ayse", "ayse" + "x" * 4)
        share = self.ticket.crm_share_ids
        for model, method, args in (
            ("crm.portal.share", "read", [share.ids, ["nonce"]]),
            ("crm.portal.share", "search_read", [[], ["partner_id"]]),
            ("crm.portal.share", "write", [share.ids, {"is_revoked": False}]),
            ("crm.portal.topic", "search_read", [[], ["name"]]),
            ("crm.portal.notice", "search_read", [[], ["user_id"]]),
            ("crm.portal.signup", "search_read", [[], ["email"]]),
            ("project.task", "read", [self.ticket.ids, ["crm_number"]]),
            ("project.task", "write", [self.ticket.ids, {"name": "Other"}]),
            ("project.task", "create", [{"name": "x", "crm_topic_id": self.topic.id}]),
            ("project.task", "_file_ticket", [[], []]),
            ("project.task", "_get_ticket_page", [self.ticket.ids, 1]),
            ("project.task", "search", [[("crm_is_unverified", "=", True)]]),
            ("res.partner", "read", [self.ayse.partner_id.ids, ["crm_ticket_access"]]),
            (
                "res.partner",
                "write",
                [self.ayse.partner_id.ids, {"crm_ticket_access": "all"}],
            ),
            ("res.users", "write", [self.ayse.ids, {"crm_ticket_access": "all"}]),
            ("res.partner", "action_choose_for_signup", [self.ayse.partner_id.ids]),
        ):
            with self.subTest(model=model, method=method):
                before = self._get_state()
                with self.assertRaises(JsonRpcException):
                    self.make_jsonrpc_request(
                        f"/web/dataset/call_kw/{model}/{method}",
                        {"model": model, "method": method, "args": args, "kwargs": {}},
                    )
                self.assertEqual(self._get_state(), before)

    def _get_state(self):
        self.env.invalidate_all()
        contact = self.ayse.partner_id
        return (self.ticket.name, contact.crm_ticket_access, self.ticket.write_date)
