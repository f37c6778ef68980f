import base64

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..tools.field_types import FIELD_TYPES
from .common import CardCase

VALUES = {
    "text": "abc",
    "long_text": "line one\nline two",
    "integer": 7,
    "number": 1.25,
    "amount": 1234.5,
    "date": "2026-11-22",
    "datetime": "2026-11-22 10:30:00",
    "boolean": True,
    "file": base64.b64encode(b"%PDF-1.4 real").decode(),
    "link": "https://example.com/a",
    "email": "a@example.com",
    "phone": "+90 212 555 12 34",
}


@tagged("post_install", "-at_install")
class TestCustomField(CardCase):
    """Columns: every type, in every door, at once."""

    def _create_all_types(self):
        country = self.env["ir.model"]._get_id("res.country")
        rows = []
        for key in FIELD_TYPES:
            row = {"name": f"Kind {key}", "field_type": key}
            if key == "record":
                row["relation_model_id"] = country
            if FIELD_TYPES[key].has_options:
                row["option_ids"] = [
                    Command.create({"name": "AKTİF", "sequence": 1}),
                    Command.create({"name": "PASİF", "sequence": 2}),
                ]
            rows.append(row)
        return {custom.field_type: custom for custom in self._create_fields(*rows)}

    def _values(self, customs):
        values = {customs[k].technical_name: value for k, value in VALUES.items()}
        options = customs["choices"].option_ids
        values[customs["choice"].technical_name] = customs["choice"].option_ids[0].id
        values[customs["choices"].technical_name] = [Command.set(options.ids)]
        values[customs["user"].technical_name] = self.seer.id
        values[customs["record"].technical_name] = self.env.ref("base.tr").id
        return values

    def test_every_type(self):
        """Created in one call; read, searched, grouped and exported by a user."""
        customs = self._create_all_types()
        self.assertEqual(set(customs), set(FIELD_TYPES))
        Partner = self.env["res.partner"].with_user(self.other)
        partner = Partner.create(
            {"name": "All types", "is_company": True, **self._values(customs)}
        )
        partner = self._as(self.other, partner)
        for key, value in VALUES.items():
            read = partner[customs[key].technical_name]
            if key in ("date", "datetime"):
                read = str(read)
            if key == "file":
                read = read.decode()
            self.assertEqual(read, value, key)
        self.assertEqual(partner[customs["choice"].technical_name].name, "AKTİF")
        self.assertEqual(len(partner[customs["choices"].technical_name]), 2)
        for key, custom in customs.items():
            name = custom.technical_name
            with self.subTest(type=key):
                found = Partner.search([(name, "!=", False), ("id", "=", partner.id)])
                self.assertEqual(found, partner)
                if FIELD_TYPES[key].groupable:
                    spec = f"{name}:month" if key in ("date", "datetime") else name
                    groups = Partner._read_group(
                        [("id", "=", partner.id)], [spec], ["__count"]
                    )
                    self.assertTrue(groups)
        self.env.user.group_ids += self.env.ref("base.group_allow_export")
        names = [c.technical_name for k, c in customs.items() if k != "file"]
        rows = partner.with_user(self.env.user).export_data(names)["datas"]
        self.assertIn("AKTİF", rows[0])

    def test_views(self):
        customs = self._create_all_types()
        partner_form = self.env.ref("base.view_partner_form").id
        form = self._arch(self.other, "form", view_id=partner_form)
        lists = self._arch(self.other, "list")
        search = self._arch(self.other, "search")
        for key, custom in customs.items():
            name = custom.technical_name
            with self.subTest(type=key):
                self.assertTrue(form.xpath(f"//field[@name='{name}']"))
                self.assertEqual(
                    bool(lists.xpath(f"//field[@name='{name}'][@optional]")),
                    key != "file",
                )
                self.assertEqual(
                    bool(search.xpath(f"//field[@name='{name}']")), key != "file"
                )
                self.assertEqual(
                    bool(search.xpath(f"//filter[@name='group_by_{name}']")),
                    FIELD_TYPES[key].groupable,
                )

    def test_core_import(self):
        """`load` knows the column under its label's name, choices to the letter."""
        customs = self._create_all_types()
        choice = customs["choice"].technical_name
        text = customs["text"].technical_name
        Partner = self.env["res.partner"].with_user(self.other)
        result = Partner.load(["name", text, choice], [["A", "00010", "AKTİF"]])
        self.assertTrue(result["ids"], result["messages"])
        partner = Partner.browse(result["ids"])
        self.assertEqual((partner[text], partner[choice].name), ("00010", "AKTİF"))

    @mute_logger("odoo.orm.models")
    def test_core_import_wrong_choice(self):
        customs = self._create_all_types()
        Partner = self.env["res.partner"].with_user(self.other)
        # a failed load re-reads committed fields only; ours are not committed
        self.patch(type(self.registry), "reset_changes", lambda registry: None)
        result = Partner.load(
            ["name", customs["choice"].technical_name], [["A", "aktif"]]
        )
        self.assertFalse(result["ids"])
        self.assertIn("aktif", result["messages"][0]["message"])

    def test_labels_follow(self):
        """Label, hint and their translations reach the column at once."""
        self.env["res.lang"]._activate_lang("tr_TR")
        custom = self._create_fields({"name": "Invoice No", "help": "As printed"})
        name = custom.technical_name
        self.assertEqual(name, "x_invoice_no")
        Partner = self.env["res.partner"].with_user(self.other)
        custom.with_context(lang="tr_TR").name = "Fatura No"
        custom.update_field_translations("help", {"tr_TR": "Basıldığı gibi"})
        in_turkish = Partner.with_context(lang="tr_TR").fields_get([name])[name]
        self.assertEqual(in_turkish["string"], "Fatura No")
        self.assertEqual(in_turkish["help"], "Basıldığı gibi")
        self.assertEqual(Partner.fields_get([name])[name]["string"], "Invoice No")
        custom.name = "Invoice Number"
        self.assertEqual(Partner.fields_get([name])[name]["string"], "Invoice Number")

    def test_names_never_clash(self):
        first, second = self._create_fields({"name": "Ticker"}, {"name": "TICKER"})
        third = self._create_fields({"name": "Ticker", "technical_name": "name"})
        self.assertEqual(first.technical_name, "x_ticker")
        self.assertEqual(second.technical_name, "x_ticker_2")
        self.assertEqual(third.technical_name, "x_ticker_3")

    def test_type_is_fixed(self):
        custom = self._create_fields({"name": "Fixed"})
        for vals in (
            {"field_type": "integer"},
            {"technical_name": "x_else"},
            {"model_id": self.env["ir.model"]._get_id("res.users")},
        ):
            with self.assertRaises(UserError):
                custom.write(vals)
        custom.write({"field_type": "text", "name": "Still fixed"})

    def test_bad_definitions(self):
        Custom = self.env["crm.custom.field"]
        for vals in (
            {"name": "  "},
            {"name": "No model", "field_type": "record"},
            {
                "name": "Wizard",
                "field_type": "record",
                "relation_model_id": self.env["ir.model"]._get_id(
                    "base.partner.merge.automatic.wizard"
                ),
            },
            {"name": "No cards", "model_id": self.env["ir.model"]._get_id("res.bank")},
            {"name": "Searched file", "field_type": "file", "in_search_box": True},
            {
                "name": "Secret",
                "in_search_box": True,
                "group_ids": [Command.set(self.group.ids)],
            },
        ):
            with self.subTest(vals=vals), self.assertRaises(ValidationError):
                Custom.create(vals)

    def test_open_browsers_are_told(self):
        bus = self.env["bus.bus"].sudo()
        self.env.cr.precommit.run()
        bus.search([]).unlink()
        custom = self._create_fields({"name": "Told"}, {"name": "Told again"})
        self.env.cr.precommit.run()
        told = [("message", "like", "crm_custom_fields/cards_changed")]
        self.assertEqual(bus.search_count(told), 1)
        self.assertNotIn("Told", bus.search(told).message)
        custom.line_ids[0].is_required = True
        self.env.cr.precommit.run()
        self.assertEqual(bus.search_count(told), 2)

    def test_search_box_mark(self):
        custom = self._create_fields({"name": "Ticker", "in_search_box": True})
        field = self.env["res.partner"]._fields[custom.technical_name]
        self.assertTrue(field.crm_in_search)
        custom.in_search_box = False
        field = self.env["res.partner"]._fields[custom.technical_name]
        self.assertFalse(getattr(field, "crm_in_search", False))

    def test_delete(self):
        custom = self._create_fields({"name": "Papers", "field_type": "file"})
        name = custom.technical_name
        self.assertIn(f"{name}_filename", self.env["res.partner"]._fields)
        custom.unlink()
        for gone in (name, f"{name}_filename"):
            self.assertNotIn(gone, self.env["res.partner"]._fields)
            self.assertNotIn(gone, self.env["res.users"]._fields)
        self.assertFalse(
            self.env["ir.model.fields"].search([("name", "like", f"{name}%")])
        )

    def test_delete_used_choice(self):
        custom = self._create_fields(
            {
                "name": "State",
                "field_type": "choice",
                "option_ids": [Command.create({"name": "A"})],
            }
        )
        option = custom.option_ids
        partner = self.env["res.partner"].create(
            {"name": "User of A", custom.technical_name: option.id}
        )
        with self.assertRaises(UserError):
            option.unlink()
        option.active = False
        self.assertEqual(partner[custom.technical_name].name, "A")
        self.assertFalse(self.env["crm.custom.field.option"].name_search("A"))

    def test_used_group_stays(self):
        self._create_fields(
            {"name": "Secret", "group_ids": [Command.set(self.group.ids)]}
        )
        with self.assertRaises(Exception) as caught, mute_logger("odoo.sql_db"):
            self.group.unlink()
            self.env.flush_all()
        self.assertIn("crm_custom_field_group_rel", str(caught.exception))

    def test_count_values(self):
        custom = self._create_fields({"name": "Counted"})
        Partner = self.env["res.partner"]
        Partner.create([{"name": n, custom.technical_name: n} for n in ("a", "b")])
        Partner.create({"name": "c", custom.technical_name: "c", "active": False})
        message = custom.action_count_values()["params"]["message"]
        self.assertTrue(message.startswith("3 "), message)
