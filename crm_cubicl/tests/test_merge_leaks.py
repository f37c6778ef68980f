from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common import CustomerCase


@tagged("post_install", "-at_install")
class TestMergeLeaks(CustomerCase):
    """Merging tells nothing, and does nothing, beyond the rights of its user."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        merge = "crm_cubicl.crm_cubicl_group_merge"
        cls.merger = new_test_user(
            cls.env,
            "merger",
            groups=f"base.group_user,base.group_partner_manager,{merge}",
        )
        cls.assigned = new_test_user(
            cls.env,
            "assigned",
            groups=f"base.group_user,{merge},crm_cubicl.crm_cubicl_group_assigned",
        )
        cls.source, cls.target, cls.other = (
            cls._create_customer(name, email=f"{name}@example.com".lower())
            for name in ("Kaynak", "Hedef", "Gizli")
        )
        cls.other.crm_is_closed = True
        cls.mine = cls._create_customer("Benim", user_id=cls.assigned.id)

    # -- colleagues --------------------------------------------------------------

    def test_no_password_of_a_colleague(self):
        """A new password goes to the e-mail: merging must not bring another one."""
        colleague = self.env.ref("base.user_admin").partner_id
        colleague.email = "admin@example.com"
        nobody = self.env["res.partner"].create(
            {"name": "X", "email": "x@example.com", "company_id": self.env.company.id}
        )
        merges = self._as(self.merger, self.env["crm.merge"])
        pair = (nobody.with_user(self.merger), colleague.with_user(self.merger))
        with self.assertRaises(AccessError):
            merges._merge(*pair, values=["email"])
        with self.assertRaises(AccessError):
            merges._attach(*pair)
        self.assertEqual(colleague.email, "admin@example.com")

    def test_own_record(self):
        """One's own e-mail is one's own affair."""
        merges = self._as(self.merger, self.env["crm.merge"])
        own = self.merger.partner_id.with_user(self.merger)
        merges._check_may_merge(self.source.with_user(self.merger) + own)

    # -- dialogs -----------------------------------------------------------------

    def test_dialog_of_another(self):
        dialog = self._as(self.merger, self.env["crm.merge.dialog"]).create(
            {
                "source_id": self.source.id,
                "target_id": self.target.id,
                "value_ids": [
                    Command.create(
                        {"name": "Secret", "outcome": "clashes", "source_value": "x"}
                    )
                ],
            }
        )
        lines = dialog.value_ids
        for records in (dialog, lines):
            with self.subTest(model=records._name):
                theirs = self._as(self.user_manage, records)
                self.assertFalse(theirs.search([]))
                with self.assertRaises(AccessError):
                    theirs.read(["display_name"])
        other = self._as(self.user_manage, dialog.browse()).create(
            {
                "source_id": self.source.id,
                "value_ids": [Command.create({"name": "Mine", "outcome": "clashes"})],
            }
        )
        with self.assertRaises(AccessError):
            other.value_ids.dialog_id = dialog
        with self.assertRaises(AccessError):
            other.create(
                {"source_id": self.source.id, "value_ids": [Command.link(lines.id)]}
            )

    def test_dialog_names_nobody_hidden(self):
        for values in (
            {"source_id": self.other.id},
            {"source_id": self.mine.id, "target_id": self.other.id},
            {"source_id": self.other.id, "kind": "attach"},
        ):
            dialogs = self._as(self.assigned, self.env["crm.merge.dialog"])
            with self.subTest(values=values), self.assertRaises(AccessError):
                dialogs.create(values)
            for name in ("portal_count", "is_branch", "can_attach"):
                with self.subTest(name=name), self.assertRaises(AccessError):
                    dialogs.new(values)[name]
        with self.assertRaises(AccessError):
            dialogs.with_context(default_source_id=self.other.id).default_get(
                ["source_id"]
            )
        dialog = dialogs.create({"source_id": self.mine.id})
        with self.assertRaises(AccessError):
            dialog.target_id = self.other

    def test_undo_dialog_tells_of_no_hidden_merge(self):
        merge = self.env["crm.merge"]._merge(self.source, self.target)
        dialogs = self._as(self.assigned, self.env["crm.merge.undo.dialog"])
        with self.assertRaises(AccessError):
            dialogs.create({"merge_id": merge.id})
        with self.assertRaises(AccessError):
            dialogs.new({"merge_id": merge.id}).source_name  # noqa: B018
        action = self._as(self.user_manage, merge).action_undo()
        dialog = self._as(self.merger, dialogs.browse(action["res_id"]))
        with self.assertRaises(AccessError):
            dialog.read(["returns"])

    # -- in the name of another --------------------------------------------------

    def test_line_in_the_list_of_another(self):
        bulks = self.env["crm.duplicate.bulk"]
        theirs = bulks.with_user(self.user_manage).create({})
        line = {"source_number": self.other.id, "target_number": self.target.id}
        own = self._as(self.merger, bulks).create({"line_ids": [Command.create(line)]})
        with self.assertRaises(AccessError):
            own.line_ids.bulk_id = theirs

    # -- where the merged went ---------------------------------------------------

    def test_old_email_of_somebody_hidden(self):
        self.env["crm.merge"]._merge(self.source, self.other)
        partners = self._as(self.assigned, self.env["res.partner"])
        self.assertFalse(partners._find_merged_by_emails(["kaynak@example.com"]))
        self.assertEqual(
            self.env["res.partner"]._find_merged_by_emails(["kaynak@example.com"]),
            {"kaynak@example.com": self.other},
        )

    # -- reading -----------------------------------------------------------------

    def test_merges_of_hidden_customers(self):
        merge = self.env["crm.merge"]._merge(self.source, self.other)
        for records in (merge, merge.move_ids[:1] or merge):
            with self.subTest(model=records._name):
                own = self._as(self.merger, records)
                self.assertFalse(own.search([("id", "in", records.ids)]))
                with self.assertRaises(AccessError):
                    own.read([])
        with self.assertRaises(AccessError):
            self._as(self.merger, merge).action_undo()
        with self.assertRaises(AccessError):
            merge.with_user(self.merger).search([("source_keys", "!=", False)])
        with self.assertRaises(AccessError):
            self._as(self.user_manage, self.env["crm.duplicate.decision"]).search(
                [("facts1", "=like", "a%")]
            )
        with self.assertRaises(AccessError):
            self._as(self.user_manage, self.env["res.partner"]).search(
                [("crm_duplicates_stale", "=", True)]
            )

    def test_merge_whose_customer_is_gone(self):
        """Nobody can tell any more who might see it."""
        merge = self.env["crm.merge"]._merge(self.source, self.other)
        self.other.unlink()
        own = self._as(self.merger, merge)
        self.assertFalse(own.search([("id", "=", merge.id)]))
        with self.assertRaises(AccessError):
            own.action_undo()
