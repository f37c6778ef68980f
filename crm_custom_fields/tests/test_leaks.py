import base64

from lxml import etree

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from .common import CardMixin

SECRET = "ULTRA-SECRET-4711"


@tagged("post_install", "-at_install")
class TestLeaks(CardMixin, HttpCase):
    """A restricted field is seen by its groups, through no door by others."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_cards()
        groups = [Command.set(cls.group.ids)]
        cls.text, cls.file, cls.choice = cls._create_fields(
            {"name": "Secret Text", "group_ids": groups},
            {"name": "Secret File", "group_ids": groups, "field_type": "file"},
            {
                "name": "Secret Choice",
                "group_ids": groups,
                "field_type": "choice",
                "option_ids": [Command.create({"name": SECRET})],
            },
        )
        cls.names = [c.technical_name for c in (cls.text, cls.file, cls.choice)]
        cls.partner = cls.env["res.partner"].create(
            {
                "name": "Kept",
                cls.names[0]: SECRET,
                cls.names[1]: base64.b64encode(SECRET.encode()),
                f"{cls.names[1]}_filename": f"{SECRET}.txt",
                cls.names[2]: cls.choice.option_ids.id,
            }
        )
        cls.env.flush_all()
        cls.env.cr.precommit.run()

    def _hidden(self):
        return [*self.names, f"{self.names[1]}_filename"]

    @mute_logger("odoo.models", "odoo.orm.models")
    def test_orm(self):
        partner = self._as(self.other, self.partner)
        seer = self._as(self.seer, self.partner)
        for name in self._hidden():
            field = name
            calls = {
                "read": lambda p, f=field: p.read([f]),
                "attribute": lambda p, f=field: p[f],
                "search": lambda p, f=field: p.search([(f, "!=", False)]),
                "path": lambda p, f=field: p.search([(f"child_ids.{f}", "!=", False)]),
                "order": lambda p, f=field: p.search([], order=f),
                "group": lambda p, f=field: p._read_group([], [f]),
                "formatted": lambda p, f=field: p.formatted_read_group([], [f], []),
                "aggregate": lambda p, f=field: p._read_group([], [], [f"{f}:count"]),
                "web_read": lambda p, f=field: p.web_read({f: {}}),
                "search_read": lambda p, f=field: p.search_read([], [f]),
                "write": lambda p, f=field: p.write({f: False}),
                "create": lambda p, f=field: p.create({"name": "x", f: False}),
                "default": lambda p, f=field: p.with_context(
                    **{f"default_{f}": False}
                ).create({"name": "x"}),
            }
            for door, call in calls.items():
                with self.subTest(field=name, door=door):
                    self.env.invalidate_all()
                    with self.assertRaises(AccessError):
                        call(partner)
            self.assertNotIn(name, partner.fields_get())
            self.assertIn(name, seer.fields_get())
            self.assertTrue(seer.search([(name, "!=", False)]))

    def test_views(self):
        form = self.env.ref("base.view_partner_form").id
        for view_type, view_id in (("form", form), ("list", False), ("search", False)):
            for _round in range(2):  # the second one comes from the cache
                hidden = etree.tostring(
                    self._arch(self.other, view_type, view_id=view_id)
                ).decode()
                shown = etree.tostring(
                    self._arch(self.seer, view_type, view_id=view_id)
                ).decode()
                for name in self.names:
                    self.assertNotIn(name, hidden)
                self.assertIn(self.names[0], shown)
                self.assertNotIn("Secret Text", hidden)

    def test_export_and_import(self):
        for user in (self.other, self.seer):
            user.group_ids += self.env.ref("base.group_allow_export")
        partner = self._as(self.other, self.partner)
        with self.assertRaises(AccessError):
            partner.export_data(["name", self.names[0]])
        data = self._as(self.seer, self.partner).export_data([self.names[0]])
        self.assertEqual(data["datas"], [[SECRET]])
        Import = self.env["base_import.import"]
        for user, expected in ((self.other, False), (self.seer, True)):
            tree = Import.with_user(user).get_fields_tree("res.partner")
            names = {field["name"] for field in tree}
            self.assertEqual(self.names[0] in names, expected)

    def test_user_record(self):
        """A user is a partner too: the field shows there to nobody else."""
        field = self.env["res.users"]._fields[self.names[0]]
        self.assertEqual(
            field.groups, self.env["res.partner"]._fields[self.names[0]].groups
        )
        with self.assertRaises(AccessError), mute_logger("odoo.orm.models"):
            self._as(self.other, self.other).read([self.names[0]])

    def test_chatter(self):
        partner = self._as(self.seer, self.partner)
        partner[self.names[0]] = "changed"
        self.env.flush_all()
        self.env.cr.precommit.run()
        values = self.partner.message_ids.tracking_value_ids
        self.assertIn(SECRET, values.mapped("old_value_char"))
        self.assertFalse(values._filter_has_field_access(self.env(user=self.other)))
        self.assertTrue(values._filter_has_field_access(self.env(user=self.seer)))

    @mute_logger("odoo.http")
    def test_file(self):
        """The file is had neither by field, nor by id, nor with its token."""
        attachment = (
            self.env["ir.attachment"]
            .sudo()
            .search(
                [("res_field", "=", self.names[1]), ("res_model", "=", "res.partner")]
            )
        )
        self.assertEqual(attachment.raw.decode(), SECRET)
        token = attachment.generate_access_token()[0]
        self.env.flush_all()
        doors = (
            f"/web/content/res.partner/{self.partner.id}/{self.names[1]}",
            f"/web/content/{attachment.id}",
            f"/web/content/{attachment.id}?access_token={token}",
            f"/web/image/{attachment.id}?access_token={token}",
        )
        for login in ("card_other", None):
            self.authenticate(login, login)
            for door in doors:
                with self.subTest(login=login, door=door):
                    response = self.url_open(door)
                    self.assertNotIn(SECRET, response.text)
        self.authenticate("card_seer", "card_seer")
        self.assertEqual(self.url_open(doors[0]).text, SECRET)

    def test_portal(self):
        """Fields of one's own are no portal user's business unless marked."""
        portal = new_test_user(self.env, "card_portal", groups="base.group_portal")
        open_field = self._create_fields({"name": "Internal Remark"})
        portal.partner_id[open_field.technical_name] = SECRET
        partner = self._as(portal, portal.partner_id)
        with self.assertRaises(AccessError), mute_logger("odoo.orm.models"):
            partner.read([open_field.technical_name])
        self.assertNotIn(open_field.technical_name, partner.fields_get())

    def test_regroup(self):
        """Giving and taking the right takes effect at once."""
        partner = self._as(self.other, self.partner)
        self.other.group_ids += self.group
        self.env.invalidate_all()
        self.assertEqual(partner[self.names[0]], SECRET)
        self.text.group_ids = self.env.ref("base.group_system")
        self.env.invalidate_all()
        with self.assertRaises(AccessError), mute_logger("odoo.orm.models"):
            partner.read([self.names[0]])
