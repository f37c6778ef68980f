from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.modules.migration import load_script
from odoo.tests import Form, new_test_user, tagged
from odoo.tools import file_path, mute_logger

from .common import CustomerCase


@tagged("post_install", "-at_install")
class TestLevelDefault(CustomerCase):
    """Default of new colleagues, and None as a choice that stays."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.group_user = cls.env.ref("base.group_user")
        cls.group_portal = cls.env.ref("base.group_portal")
        cls.other_group = cls.env.ref("project.group_project_user")
        cls.levels = cls.env["res.users"]._get_crm_level_groups()

    def _create(self, login="yeni", **vals):
        return self.env["res.users"].create({"name": login, "login": login, **vals})

    def _changes(self, user):
        return self.env["crm.level.change"].search([("user_id", "=", user.id)])

    def test_no_groups_named(self):
        user = self._create()
        self.assertEqual(user.crm_level, "view")
        self.assertEqual(user.crm_level_source, "default")
        change = self._changes(user)
        self.assertEqual((change.old_level, change.new_level), (False, "view"))

    def test_only_other_groups_named(self):
        for number, command in enumerate(
            (
                Command.set([self.group_user.id, self.other_group.id]),
                Command.link(self.group_user.id),
            )
        ):
            user = self._create(f"diger{number}", group_ids=[command])
            self.assertEqual(user.crm_level, "view")
            self.assertEqual(user.crm_level_source, "default")
            self.assertEqual(self._changes(user).door, "default")

    def test_named_level_is_kept(self):
        user = self._create(
            group_ids=[Command.set([self.group_user.id, self.levels["edit"].id])]
        )
        self.assertEqual(user.crm_level, "edit")
        self.assertEqual(user.crm_level_source, "chosen")
        self.assertNotIn(self.levels["view"], user.group_ids)

    def test_default_of_the_house_names_a_level(self):
        self.env.ref("base.default_user_group").implied_ids |= self.levels["delete"]
        user = self._create()
        self.assertEqual(user.crm_level, "delete")

    def test_level_given_by_name(self):
        user = self._create(crm_level="delete", crm_assigned_only=True)
        self.assertEqual(user.crm_level, "delete")
        self.assertTrue(user.crm_assigned_only)
        self.assertTrue(user.has_group("base.group_user"))
        with self.assertRaises(ValidationError):
            self._create("kotu", crm_level="everything")

    def test_none_is_a_choice_that_stays(self):
        user = self._create(crm_level="none")
        self.assertEqual(user.crm_level, "none")
        self.assertEqual(user.crm_level_source, "chosen")
        user.group_ids |= self.other_group
        user.write({"name": "Başka ad", "active": False})
        user.write({"active": True})
        self.other_group.user_ids -= user
        # what an upgrade and a second installation do
        self.env["res.users"]._give_default_levels()
        self.assertEqual(user.crm_level, "none")
        self.assertEqual(len(self._changes(user)), 1)

    def test_taking_the_level_away_is_a_choice(self):
        user = self._create()
        user.group_ids -= self.levels["view"]
        self.assertEqual(user.crm_level, "none")
        self.assertEqual(user.crm_level_source, "chosen")
        self.env["res.users"]._give_default_levels()
        self.assertEqual(user.crm_level, "none")

    def test_copy_has_the_same_level(self):
        for level in ("none", "view", "edit"):
            user = self._create(f"ilk_{level}", crm_level=level)
            copy = user.copy()
            self.assertEqual(copy.crm_level, level)

    def test_form_of_administrators_shows_the_default(self):
        with Form(self.env["res.users"]) as form:
            form.name = form.login = "formdan"
            self.assertIn(self.levels["view"], form.group_ids[:])
        self.assertEqual(form.record.crm_level, "view")
        self.assertEqual(form.record.crm_level_source, "default")

    def test_form_of_administrators_left_empty_is_none(self):
        with Form(self.env["res.users"], "base.view_users_form") as form:
            form.name = form.login = "formdan"
            form.group_ids.remove(id=self.levels["view"].id)
        self.assertEqual(form.record.crm_level, "none")
        self.assertEqual(form.record.crm_level_source, "chosen")

    def test_portal_user_turned_internal(self):
        user = self._create(group_ids=[Command.set(self.group_portal.ids)])
        self.assertEqual(user.crm_level, "none")
        self.assertFalse(self._changes(user))
        user.group_ids = [Command.set(self.group_user.ids)]
        self.assertEqual(user.crm_level, "view")
        user.group_ids = [Command.set(self.group_portal.ids)]
        self.assertEqual(user.crm_level, "none")
        user.group_ids = [
            Command.unlink(self.group_portal.id),
            Command.link(self.group_user.id),
        ]
        self.assertEqual(user.crm_level, "view")
        self.assertEqual(
            [(c.old_level, c.new_level) for c in self._changes(user)],
            [(False, "view"), ("view", "none"), (False, "view")],
        )

    def test_portal_user_turned_internal_by_the_group(self):
        user = self._create(group_ids=[Command.set([])])
        self.assertTrue(user.share)
        self.group_user.user_ids |= user
        self.assertEqual(user.crm_level, "view")
        self.assertEqual(self._changes(user).door, "default")

    def test_invitation(self):
        self.env["res.users"].with_context(no_reset_password=True).web_create_users(
            ["davetli@ornek.example"]
        )
        user = self.env["res.users"].search([("login", "=", "davetli@ornek.example")])
        self.assertEqual(user.crm_level, "view")

    def test_sign_up_makes_no_colleague(self):
        user = self.env["res.users"]._create_user_from_template(
            {"login": "disarida", "name": "Dışarıdan"}
        )
        self.assertTrue(user.share)
        self.assertEqual(user.crm_level, "none")
        self.assertFalse(user.crm_level_source)

    def test_existing_colleagues_get_view(self):
        """What the installation and the migration do."""
        user = self._create()
        self.env.flush_all()
        self.env.cr.execute(
            "DELETE FROM res_groups_users_rel WHERE uid = %s AND gid = %s",
            [user.id, self.levels["view"].id],
        )
        user.invalidate_recordset()
        self.env.add_to_compute(user._fields["crm_level"], user)
        self.assertEqual(user.crm_level, "none")
        self.env["res.users"]._give_default_levels()
        self.assertEqual(user.crm_level, "view")
        self.assertEqual(self.user_none.crm_level, "none")
        self.assertEqual(self.user_edit.crm_level, "edit")

    def test_migration_keeps_levels(self):
        """A database of 19.0.1.0.0: no default yet, levels given by hand."""
        bare = self._create("eskiden")
        self.env.cr.execute(
            "DELETE FROM res_groups_users_rel WHERE uid = %s AND gid = %s",
            [bare.id, self.levels["view"].id],
        )
        self.env.cr.execute("UPDATE res_users SET crm_level_chosen = NULL")
        self.env.invalidate_all()
        users = bare | self.user_edit | self.user_none
        self.env.add_to_compute(bare._fields["crm_level"], users)
        path = file_path("crm_cubicl/migrations/19.0.1.1.0/post-levels.py")
        load_script(path, "post_levels").migrate(self.env.cr, "19.0.1.0.0")
        self.env.invalidate_all()
        self.assertEqual(users.mapped("crm_level"), ["view", "edit", "view"])
        self.assertEqual(
            users.mapped("crm_level_source"), ["default", "chosen", "default"]
        )

    def test_administrators_manage(self):
        user = self._create(
            group_ids=[Command.set([self.env.ref("base.group_system").id])]
        )
        self.assertEqual(user.crm_level, "manage")
        self.assertEqual(user.crm_level_source, "administrator")

    def test_a_group_that_brings_a_level(self):
        user = self._create()
        self.other_group.write({"implied_ids": [Command.link(self.levels["edit"].id)]})
        user.group_ids |= self.other_group
        self.assertEqual(user.crm_level, "edit")
        self.assertEqual(user.crm_level_source, "group")

    def test_accounting_is_told(self):
        self.env.ref("account.group_account_invoice").write(
            {"implied_ids": [Command.link(self.levels["view"].id)]}
        )
        user = new_test_user(
            self.env,
            "muhasebe",
            groups="base.group_user,account.group_account_invoice",
        )
        self.assertEqual(user.crm_level, "view")
        self.assertEqual(user.crm_level_source, "accounting")


@tagged("post_install", "-at_install")
class TestPermissionPage(CustomerCase):
    """Changing levels: by Manage alone, nobody themselves, no administrator."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = new_test_user(cls.env, "yonetici", groups="base.group_system")

    def _line(self, user, who=None):
        lines = self.env["crm.permission"].browse(user.ids)
        return self._as(who or self.user_manage, lines)

    def _changes(self, user):
        return self.env["crm.level.change"].search([("user_id", "=", user.id)])

    def test_manage_sees_every_colleague_and_only_them(self):
        portal = new_test_user(self.env, "disari", groups="base.group_portal")
        hidden = self.env["res.company"].create({"name": "Başka A.Ş."})
        far = new_test_user(
            self.env,
            "uzak",
            groups="base.group_user",
            company_id=hidden.id,
            company_ids=[Command.set(hidden.ids)],
        )
        seen = self._as(self.user_manage, self.env["crm.permission"]).search([])
        users = self.env["res.users"].search([("share", "=", False)])
        self.assertEqual(seen.user_id.sudo(), users)
        self.assertIn(far.id, seen.ids)
        self.assertNotIn(portal.id, seen.ids)
        line = seen.filtered(lambda line: line.id == self.admin.id)
        self.assertEqual((line.level, line.source), ("manage", "administrator"))

    def test_archived_colleagues_by_filter(self):
        self.user_view.active = False
        Permission = self._as(self.user_manage, self.env["crm.permission"])
        self.assertNotIn(self.user_view.id, Permission.search([]).ids)
        found = Permission.search([("active", "=", False)])
        self.assertIn(self.user_view.id, found.ids)

    def test_search_group_and_order(self):
        Permission = self._as(self.user_manage, self.env["crm.permission"])
        found = Permission.search([("level", "=", "none")])
        self.assertIn(self.user_none.id, found.ids)
        self.assertNotIn(self.user_view.id, found.ids)
        groups = Permission.formatted_read_group([], ["level"], ["__count"])
        self.assertIn("delete", [group["level"] for group in groups])
        self.assertTrue(Permission.search([], order="level, source", limit=5))

    def test_one_by_one(self):
        for level in ("edit", "delete", "manage", "view", "none"):
            self._line(self.user_view).web_save({"level": level}, {"level": {}})
            self.assertEqual(self.user_view.crm_level, level)
            self.assertTrue(self.user_view.has_group("base.group_user"))
            self.assertEqual(self.user_view.crm_level_source, "chosen")
        change = self._changes(self.user_view)[0]
        self.assertEqual((change.old_level, change.new_level), ("view", "none"))
        self.assertEqual(change.author_id, self.user_manage)
        self.assertEqual(change.door, "permissions")

    def test_choosing_the_default_is_a_choice(self):
        user = new_test_user(self.env, "yeni", groups="base.group_user")
        self.assertEqual(user.crm_level_source, "default")
        self._line(user).level = "view"
        self.assertEqual(user.crm_level_source, "chosen")
        self.assertEqual(len(self._changes(user)), 1)

    def test_many_at_once(self):
        users = self.user_view | self.user_edit | self.user_none
        wizard = (
            self._as(self.user_manage, self.env["crm.permission.set"])
            .with_context(active_model="crm.permission", active_ids=users.ids)
            .create({"level": "delete", "assigned_only": "yes"})
        )
        self.assertEqual(wizard.user_ids.sudo(), users)
        wizard.action_apply()
        self.assertEqual(users.mapped("crm_level"), ["delete"] * 3)
        self.assertEqual(users.mapped("crm_assigned_only"), [True] * 3)
        self.assertTrue(self._changes(self.user_none)[0].new_assigned_only)

    def test_many_at_once_is_all_or_none(self):
        users = self.user_view | self.admin
        wizard = self._as(self.user_manage, self.env["crm.permission.set"]).create(
            {"level": "edit", "user_ids": [Command.set(users.ids)]}
        )
        with self.assertRaises(UserError) as caught:
            wizard.action_apply()
        self.assertIn(self.admin.name, str(caught.exception))
        self.assertEqual(self.user_view.crm_level, "view")

    def test_wizard_asks_for_something(self):
        Wizard = self._as(self.user_manage, self.env["crm.permission.set"])
        for vals in ({"level": "edit"}, {"user_ids": [(6, 0, self.user_view.ids)]}):
            with self.assertRaises(UserError):
                Wizard.create(vals).action_apply()

    def test_queries_do_not_grow(self):
        users = self.env["res.users"].browse(
            [
                new_test_user(self.env, f"cok_{i}", groups="base.group_user").id
                for i in range(40)
            ]
        )
        self._line(users[0]).write({"level": "edit"})
        counts = []
        for some in (users[1:3], users[3:]):
            lines = self._line(some)
            lines.mapped("level")
            before = self.env.cr.sql_log_count
            lines.write({"level": "edit"})
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 2)

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_below_manage_nothing_works(self):
        """Delete, the level below Manage, by every door of the page."""
        for user in (self.user_none, self.user_view, self.user_edit, self.user_delete):
            with self.subTest(user=user.login):
                self._check_refused(user)
        self.assertEqual(self.user_view.crm_level, "view")

    def _check_refused(self, user):
        line = self._line(self.user_view, user)
        with self.assertRaises(AccessError):
            line.read(["level"])
        with self.assertRaises(AccessError):
            line.search([])
        with self.assertRaises(AccessError):
            line.write({"level": "manage"})
        with self.assertRaises(AccessError):
            line.web_save({"level": "manage"}, {})
        with self.assertRaises(AccessError):
            self._as(user, self.env["crm.permission.set"]).create(
                {"level": "manage", "user_ids": [(6, 0, user.ids)]}
            ).action_apply()
        with self.assertRaises(AccessError):
            self._as(user, self.env["crm.level.change"]).search([])
        with self.assertRaises(AccessError):
            self._as(user, self.user_view).write({"crm_level": "manage"})
        with self.assertRaises(AccessError):
            self._as(user, user).read(["crm_level"])
        with self.assertRaises(AccessError):
            self._as(user, user)._set_permissions("manage")
        with self.assertRaises(AccessError):
            self._as(user, user).write(
                {
                    "group_ids": [
                        (4, self.env.ref("crm_cubicl.crm_cubicl_group_manage").id)
                    ]
                }
            )

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_manage_writes_nothing_else_of_a_user(self):
        with self.assertRaises(AccessError):
            self._as(self.user_manage, self.user_view).write({"crm_level": "edit"})
        with self.assertRaises(UserError):
            self._line(self.user_view).write({"login": "baska"})
        with self.assertRaises(UserError):
            self._line(self.user_view).write({"level": "edit", "user_id": 1})
        with self.assertRaises(AccessError):
            self._line(self.user_view).unlink()
        with self.assertRaises(UserError):
            self._line(self.user_view).create({"name": "x"})

    def test_unknown_level(self):
        with self.assertRaises(ValidationError):
            self._line(self.user_view).write({"level": "admin"})

    def test_administrator_cannot_be_lowered(self):
        for level in ("none", "view", "edit", "delete"):
            with self.assertRaises(UserError) as caught:
                self._line(self.admin).write({"level": level})
            self.assertIn("administrator", str(caught.exception))
            with self.assertRaises(UserError):
                self._line(self.admin, self.admin).write({"level": level})
            with self.assertRaises(UserError):
                self.admin.crm_level = level
        with self.assertRaises(UserError):
            self._line(self.admin).write({"assigned_only": True})
        self.assertEqual(self.admin.crm_level, "manage")

    def test_accounting_cannot_be_none(self):
        for group in (
            "account.group_account_invoice",
            "account.group_account_readonly",
            "account.group_account_manager",
        ):
            user = new_test_user(
                self.env, group.split(".")[1], groups=f"base.group_user,{group}"
            )
            with self.assertRaises(UserError) as caught:
                self._line(user).write({"level": "none"})
            self.assertIn("accounting", str(caught.exception))
            with self.assertRaises(UserError):
                self._line(user).write({"assigned_only": True})
            self._line(user).write({"level": "edit"})
            self.assertEqual(user.crm_level, "edit")

    def test_level_of_another_group_is_told(self):
        levels = self.env["res.users"]._get_crm_level_groups()
        group = self.env["res.groups"].create(
            {"name": "Saha ekibi", "implied_ids": [(4, levels["edit"].id)]}
        )
        self.user_view.group_ids |= group
        with self.assertRaises(UserError) as caught:
            self._line(self.user_view).write({"level": "view"})
        self.assertIn("Saha ekibi", str(caught.exception))
        self._line(self.user_view).write({"level": "delete"})
        self.assertEqual(self.user_view.crm_level, "delete")

    def test_portal_users_have_no_level(self):
        portal = new_test_user(self.env, "disari", groups="base.group_portal")
        with self.assertRaises(UserError):
            self._as(self.user_manage, portal)._set_permissions("view")
        with self.assertRaises(UserError):
            portal.crm_level = "view"
        self.assertTrue(portal.share)

    def test_own_limit_stays(self):
        self.user_manage.crm_assigned_only = True
        with self.assertRaises(AccessError):
            self._line(self.user_manage).write({"assigned_only": False})
        self._line(self.user_manage).write({"level": "edit"})
        self.assertEqual(self.user_manage.crm_level, "edit")

    def test_nobody_raises_himself_by_the_settings(self):
        """Access Rights of Odoo may write users, but not one's own level."""
        manage = self.env.ref("crm_cubicl.crm_cubicl_group_manage")
        clerk = new_test_user(self.env, "haklar", groups="base.group_erp_manager")
        self.assertEqual(clerk.crm_level, "view")
        with self.assertRaises(AccessError):
            self._as(clerk, clerk).write({"group_ids": [(4, manage.id)]})
        with self.assertRaises(AccessError):
            self._as(clerk, clerk).write({"crm_level": "edit"})
        with self.assertRaises(AccessError):
            self._as(clerk, manage).write({"user_ids": [(4, clerk.id)]})
        with self.assertRaises(AccessError):
            group = self.env.ref("base.group_erp_manager")
            self._as(clerk, group).write({"implied_ids": [(4, manage.id)]})
        with self.assertRaises(AccessError):
            self._as(clerk, clerk).with_context(crm_level_door="default").write(
                {"group_ids": [(4, manage.id)]}
            )
        self._as(clerk, self.user_view).write({"group_ids": [(4, manage.id)]})
        self.assertEqual(self.user_view.crm_level, "manage")


@tagged("post_install", "-at_install")
class TestLevelHistory(CustomerCase):
    """Every change is kept, whatever the door, and stays."""

    def _last(self, user):
        return self.env["crm.level.change"].search([("user_id", "=", user.id)], limit=1)

    def test_settings_of_the_user(self):
        admin = new_test_user(self.env, "yonetici", groups="base.group_system")
        levels = self.env["res.users"]._get_crm_level_groups()
        self._as(admin, self.user_view).write(
            {"group_ids": [(3, levels["view"].id), (4, levels["edit"].id)]}
        )
        change = self._last(self.user_view)
        self.assertEqual((change.old_level, change.new_level), ("view", "edit"))
        self.assertEqual(change.author_id, admin)
        self.assertEqual(change.door, "users")

    def test_settings_of_a_group(self):
        levels = self.env["res.users"]._get_crm_level_groups()
        levels["manage"].user_ids |= self.user_edit
        change = self._last(self.user_edit)
        self.assertEqual((change.old_level, change.new_level), ("edit", "manage"))
        self.assertEqual(change.door, "groups")
        levels["manage"].user_ids -= self.user_edit
        self.assertEqual(self._last(self.user_edit).new_level, "edit")

    def test_a_group_that_brings_another(self):
        levels = self.env["res.users"]._get_crm_level_groups()
        group = self.env["res.groups"].create(
            {"name": "Saha", "user_ids": [(4, self.user_view.id)]}
        )
        group.implied_ids |= levels["delete"]
        self.assertEqual(self._last(self.user_view).new_level, "delete")
        group.unlink()
        self.assertEqual(self._last(self.user_view).new_level, "view")
        self.env["res.groups"].create(
            {
                "name": "Saha 2",
                "user_ids": [(4, self.user_view.id)],
                "implied_ids": [(4, levels["edit"].id)],
            }
        )
        self.assertEqual(self._last(self.user_view).new_level, "edit")

    def test_what_changes_no_level_is_not_noted(self):
        before = self.env["crm.level.change"].search_count([])
        self.user_view.group_ids |= self.env.ref("project.group_project_user")
        self.user_view.name = "Yeni ad"
        self.assertEqual(self.env["crm.level.change"].search_count([]), before)

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_nobody_writes_or_deletes_it(self):
        change = self._last(self.user_view)
        admin = new_test_user(self.env, "yonetici", groups="base.group_system")
        for user in (self.user_manage, admin):
            record = self._as(user, change)
            self.assertEqual(record.read(["new_level"])[0]["new_level"], "view")
            for act in (
                lambda record=record: record.write({"new_level": "none"}),
                lambda record=record: record.unlink(),
                lambda record=record: record.create({"user_name": "x"}),
            ):
                with self.assertRaises(UserError):
                    act()
        with self.assertRaises(UserError):
            change.sudo().unlink()

    def test_it_outlives_the_user(self):
        user = new_test_user(self.env, "gecici", groups="base.group_user")
        change = self._last(user)
        user.unlink()
        change.invalidate_recordset()
        self.assertFalse(change.user_id)
        self.assertEqual(change.login, "gecici")

    def test_page_opens_it(self):
        lines = self.env["crm.permission"].browse(self.user_view.ids)
        action = lines.with_user(self.user_manage).action_open_history()
        found = self.env["crm.level.change"].search(action["domain"])
        self.assertEqual(found.user_id, self.user_view)
