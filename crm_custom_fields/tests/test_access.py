from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common import CardCase


@tagged("post_install", "-at_install")
class TestAccess(CardCase):
    """Who may manage cards and fields of one's own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.portal = new_test_user(cls.env, "card_portal", groups="base.group_portal")

    def test_manager(self):
        custom = (
            self.env["crm.custom.field"]
            .with_user(self.manager)
            .create(
                {
                    "name": "Registry No",
                    "field_type": "choice",
                    "option_ids": [Command.create({"name": "AKTİF"})],
                    "card_ids": [Command.set(self.cards.ids)],
                }
            )
        )
        self.assertIn(custom.technical_name, self.env["res.partner"]._fields)
        custom.name = "Registry Number"
        custom.line_ids.is_required = True
        action = custom.action_delete()
        self.assertEqual(action["res_model"], "crm.custom.field")
        self.assertNotIn("x_registry_no", self.env["res.partner"]._fields)

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_matrix(self):
        custom = self._create_fields(
            {
                "name": "Level",
                "field_type": "choice",
                "option_ids": [Command.create({"name": "One"})],
            }
        )
        records = {
            "crm.card": self.person,
            "crm.card.field": custom.line_ids[0],
            "crm.custom.field": custom,
            "crm.custom.field.option": custom.option_ids,
        }
        readable = {"crm.custom.field.option"}
        for model, record in records.items():
            for user in (self.other, self.portal):
                for operation in ("read", "write", "create", "unlink"):
                    expected = (
                        operation == "read" and user == self.other and model in readable
                    )
                    with self.subTest(model=model, user=user.login, op=operation):
                        self.assertEqual(
                            self._as(user, record).has_access(operation), expected
                        )
        with self.assertRaises(AccessError):
            self._as(self.other, custom).action_count_values()

    def test_cards_stay(self):
        with (
            self.assertRaises(AccessError),
            mute_logger("odoo.addons.base.models.ir_model"),
        ):
            self.person.with_user(self.manager).unlink()

    def test_choices_of_a_restricted_field(self):
        custom = self._create_fields(
            {
                "name": "Risk",
                "field_type": "choice",
                "group_ids": [Command.set(self.group.ids)],
                "option_ids": [Command.create({"name": "High"})],
            }
        )
        Option = self.env["crm.custom.field.option"]
        domain = [("custom_field_id", "=", custom.id)]
        self.assertTrue(self._as(self.seer, Option).search(domain))
        self.assertTrue(self._as(self.manager, Option).search(domain))
        self.assertFalse(self._as(self.other, Option).search(domain))
        self.assertFalse(self._as(self.other, Option).name_search("High"))
