import ast

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common import CardCase


@tagged("post_install", "-at_install")
class TestUses(CardCase):
    """A field is deleted as a whole, or not at all; nothing else breaks by it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Partner = cls.env["res.partner"].with_user(cls.other)

    def _rule(self, custom, **vals):
        return self.env["base.automation"].create(
            {
                "name": "Watch it",
                "model_id": custom.model_id.id,
                "trigger": "on_create_or_write",
                **vals,
            }
        )

    def test_delete_with_values(self):
        """Choices in use do not hold their own field back."""
        options = [Command.create({"name": "A"}), Command.create({"name": "B"})]
        one, many = self._create_fields(
            {"name": "One", "field_type": "choice", "option_ids": options},
            {"name": "Many", "field_type": "choices", "option_ids": options},
        )
        partner = self.Partner.create(
            {
                "name": "User of both",
                one.technical_name: one.option_ids[0].id,
                many.technical_name: [Command.set(many.option_ids.ids)],
            }
        )
        self.env.flush_all()
        kept = (one | many).option_ids
        columns = (one | many).field_id
        (one | many).with_user(self.manager).unlink()
        for gone in (one | many, kept, columns):
            self.assertFalse(gone.exists())
        self.assertEqual(self._as(self.other, partner).name, "User of both")

    def test_delete_used_by_a_rule(self):
        custom = self._create_fields({"name": "Watched"})
        name = custom.technical_name
        column = custom.field_id
        uses = (
            {"filter_domain": f"[('{name}', '=', 'a')]"},
            {"filter_pre_domain": f"[('child_ids.{name}', '=', 'a')]"},
            {"trigger_field_ids": [Command.set(column.ids)], "active": False},
        )
        for use in uses:
            with self.subTest(use=use):
                rule = self._rule(custom, **use)
                with self.assertRaises(UserError) as caught:
                    custom.with_user(self.manager).unlink()
                self.assertIn("Watch it", str(caught.exception))
                rule.unlink()
        self._rule(custom, filter_domain=f"[('{name}_2', '=', 'a')]").active = False
        custom.with_user(self.manager).unlink()
        self.assertFalse(custom.exists())
        self.assertTrue(self.Partner.create({"name": "Saved after it"}))

    def test_delete_used_by_a_favorite(self):
        custom = self._create_fields({"name": "Liked"})
        name = custom.technical_name
        Favorite = self.env["ir.filters"].with_user(self.other)
        rows = {
            "By domain": {"domain": f"[('{name}', '=', 'a')]"},
            "By group": {"context": f"{{'group_by': ['{name}']}}"},
            "Another": {"domain": f"[('{name}er', '=', 'a')]"},
        }
        favorites = Favorite.create(
            [
                {
                    "name": title,
                    "model_id": "res.partner",
                    "user_ids": [Command.set(self.other.ids)],
                    **row,
                }
                for title, row in rows.items()
            ]
        )
        custom.with_user(self.manager).unlink()
        self.assertEqual(favorites.mapped("active"), [False, False, True])

    def test_column_is_not_changed_for_another(self):
        """No manager renames, opens or deletes a column that is not the field's."""
        mine = self._create_fields({"name": "Mine"})
        manual = self.env["ir.model.fields"].create(
            {
                "name": "x_of_somebody",
                "model_id": self.env["ir.model"]._get_id("res.country"),
                "ttype": "char",
                "state": "manual",
            }
        )
        column = mine.field_id
        as_manager = self._as(self.manager, mine)
        with self.assertRaises(UserError):
            as_manager.write({"field_id": manual.id})
        as_manager.write({"field_id": column.id, "name": "Still mine"})
        made = as_manager.create({"name": "New", "field_id": manual.id})
        self.assertEqual(made.field_id.name, made.technical_name)
        (made | as_manager).unlink()
        self.assertTrue(manual.exists())

    def test_file_names_never_clash(self):
        text = self._create_fields({"name": "Deed filename"})
        deed = self._create_fields({"name": "Deed", "field_type": "file"})
        act, note = self._create_fields(
            {"name": "Act", "field_type": "file"}, {"name": "Act filename"}
        )
        names = (text | deed | act | note).mapped("technical_name")
        self.assertEqual(
            names, ["x_deed_filename", "x_deed_2", "x_act", "x_act_filename_2"]
        )
        self.assertIn("x_deed_2_filename", self.env["res.partner"]._fields)

    def test_pointing_to_what_one_may_not_read(self):
        """Core shows the names of what a record points to, to everybody."""
        Custom = self.env["crm.custom.field"].with_user(self.manager)
        models = self.env["ir.model"].with_user(self.manager)
        # a manager who is no administrator finds the models in the list
        country = models.name_search("Country", [("model", "=", "res.country")])
        row = {"name": "Points", "field_type": "record"}
        self.assertTrue(Custom.create({**row, "relation_model_id": country[0][0]}))
        secret = self.env["ir.model"]._get_id("ir.config_parameter")
        with self.assertRaises(ValidationError):
            Custom.create({**row, "relation_model_id": secret})

    def test_archived_choice_is_kept(self):
        """What was chosen before stays on the record and is offered no more."""
        custom = self._create_fields(
            {
                "name": "Tags",
                "field_type": "choices",
                "option_ids": [Command.create({"name": n}) for n in "AB"],
            }
        )
        name = custom.technical_name
        first, second = custom.option_ids
        self._require(custom)
        partner = self.Partner.create({"name": "P", name: [Command.set(first.ids)]})
        first.active = False
        partner = self._as(self.other, partner)
        self.assertEqual(partner[name], first)
        self.assertFalse(partner.crm_is_incomplete)
        node = self._arch(
            self.other, "form", view_id=self.env.ref("base.view_partner_form").id
        ).xpath(f"//field[@name='{name}']")[0]
        context = ast.literal_eval(node.get("context"))
        Option = self.env["crm.custom.field.option"].with_user(self.other)
        offered = Option.with_context(**context).name_search(
            "", [("custom_field_id", "=", custom.id)]
        )
        self.assertEqual([row[0] for row in offered], second.ids)
        spec = {name: {"fields": {"display_name": {}}, "context": context}}
        self.assertEqual(partner.web_read(spec)[0][name][0]["display_name"], "A")
