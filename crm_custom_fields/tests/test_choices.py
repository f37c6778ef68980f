from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common import CardCase


@tagged("post_install", "-at_install")
class TestChoices(CardCase):
    """A choice comes from the field's own list, whatever way it comes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Partner = cls.env["res.partner"].with_user(cls.other)
        options = [Command.create({"name": n}) for n in ("AKTİF", "PASİF")]
        cls.secret, cls.one, cls.many = cls._create_fields(
            {
                "name": "Secret",
                "field_type": "choice",
                "option_ids": options,
                "group_ids": [Command.set(cls.group.ids)],
            },
            {"name": "One", "field_type": "choice", "option_ids": options},
            {"name": "Many", "field_type": "choices", "option_ids": options},
        )
        cls.names = (cls.one.technical_name, cls.many.technical_name)

    def test_choice_of_another_field(self):
        """Core would tell the name of a choice that the user may not see."""
        one, many = self.names
        foreign = self.secret.option_ids[0].id
        rows = (
            {one: foreign},
            {one: self.many.option_ids[0].id},
            {many: [Command.link(foreign)]},
            {many: [Command.set([foreign])]},
            {many: [foreign]},
        )
        partner = self.Partner.create({"name": "P"})
        for row in rows:
            with self.subTest(row=row):
                with self.assertRaises(ValidationError) as caught:
                    self.Partner.create({"name": "New", **row})
                self.assertNotIn("AKTİF", str(caught.exception))
                with self.assertRaises(ValidationError):
                    partner.write(row)

    def test_default_of_another_field(self):
        """Nobody looks up names by defaults of his own: a new form shows them."""
        one = self.names[0]
        foreign, mine = self.secret.option_ids[0].id, self.one.option_ids[0].id
        Default = self.env["ir.default"].with_user(self.other)
        spec = {one: {"fields": {"display_name": {}}}}
        for choice, expected in ((foreign, False), (mine, "AKTİF")):
            Default.set("res.partner", one, choice, user_id=True)
            self.env.invalidate_all()
            value = self.Partner.onchange({}, [], spec)["value"][one]
            self.assertEqual(value and value["display_name"], expected)
            partner = self.Partner.create({"name": "By default"})
            self.assertEqual(partner[one].name, expected)

    def test_own_choice(self):
        one, many = self.names
        mine = self.one.option_ids[1]
        tags = self.many.option_ids
        partner = self.Partner.create(
            {"name": "P", one: mine.id, many: [Command.set(tags.ids)]}
        )
        partner.write({one: False, many: [Command.unlink(tags[0].id)]})
        partner.write({one: mine.id, many: [Command.link(tags[0].id)]})
        partner[many] = tags[1]
        self.assertEqual(partner.copy()[one], mine)
        self.assertEqual(self._as(self.other, partner)[many], tags[1])

    def test_core_import_takes_the_fields_own_choice(self):
        """Fields may have choices of the same name: each import finds its own."""
        one, many = self.names
        self.patch(type(self.registry), "reset_changes", lambda registry: None)
        for user in (self.other, self.manager, self.seer):
            Partner = self.env["res.partner"].with_user(user)
            result = Partner.load(["name", one, many], [["A", "PASİF", "AKTİF,PASİF"]])
            self.assertFalse(result["messages"])
            partner = Partner.browse(result["ids"])
            self.assertEqual(partner[one], self.one.option_ids[1])
            self.assertEqual(partner[many], self.many.option_ids)
