import doctest
from datetime import datetime
from unittest.mock import patch

from freezegun import freeze_time
from psycopg2.errors import LockNotAvailable

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.sql_db import db_connect
from odoo.tests import BaseCase, new_test_user, tagged
from odoo.tools import SQL, mute_logger

from ..models import res_partner_hierarchy
from ..tools import rollup
from .test_stage import StageCase

DEEP = 60


class HierarchyCase(StageCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.holding = cls._create_customer("Holding")
        cls.mid = cls._create_customer("Orta", crm_parent_id=cls.holding.id)
        cls.leaf = cls._create_customer("Uç", crm_parent_id=cls.mid.id)
        cls.project = cls.env["project.project"].create({"name": "Proje"})
        cls.user_work = new_test_user(
            cls.env,
            "hierarchy_work",
            groups="project.group_project_user,crm_cubicl.crm_cubicl_group_view",
        )

    @classmethod
    def _create_task(cls, partner, **vals):
        return cls.env["project.task"].create(
            {
                "name": "Görev",
                "project_id": cls.project.id,
                "partner_id": partner.id,
                **vals,
            }
        )

    def _read_tree(self, user, domain=None):
        """Return what the hierarchy view asks for at first: names and children."""
        view = self.env.ref("crm_cubicl.crm_customer_view_hierarchy")
        Partner = self._as(user, self.env["res.partner"])
        arch = Partner.get_views([(view.id, "hierarchy")])
        names = arch["models"]["res.partner"]["fields"]
        self.assertIn("crm_rollup_task_count", names)
        records = Partner.hierarchy_read(
            [
                ("is_crm_customer", "=", True),
                *(domain or [("crm_parent_id", "=", False)]),
            ],
            {"name": {}, "crm_below_count": {}, "crm_rollup_task_count": {}},
            "crm_parent_id",
            "crm_child_ids",
        )
        return {record["name"]: record for record in records}


@tagged("post_install", "-at_install")
class TestHierarchy(HierarchyCase):
    """Customers below customers, as a tree that nobody can bend into a ring."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # of one tree alone core shows the second level too
        top = cls._create_customer("Başka tepe")
        cls._create_customer("Başka alt", crm_parent_id=top.id)

    def test_tops_and_what_is_below(self):
        self._create_customer("Tek başına")
        tree = self._read_tree(self.user_view)
        self.assertIn("Holding", tree)
        self.assertEqual(tree["Holding"]["crm_below_count"], 2)
        for name in ("Orta", "Tek başına"):
            self.assertNotIn(name, tree)
        found = self._read_tree(self.user_view, [("name", "=", "Tek başına")])
        self.assertEqual(set(found), {"Tek başına"})

    def test_below_an_archived_parent(self):
        """Archiving a parent leaves its children where they are, and in sight."""
        self.holding.action_archive()
        self.assertEqual(self.mid.crm_parent_id, self.holding)
        tree = self._read_tree(self.user_view)
        self.assertIn("Orta", tree)
        self.assertNotIn("Holding", tree)
        self.assertEqual(tree["Orta"]["crm_below_count"], 1)

    def test_deleting_a_parent_leaves_its_children(self):
        self._as(self.user_delete, self.mid).unlink()
        self.assertTrue(self.leaf.exists())
        self.assertFalse(self.leaf.crm_parent_id)

    def test_deep_tree(self):
        parent = self.leaf
        for number in range(DEEP):
            parent = self._create_customer(f"Derin {number}", crm_parent_id=parent.id)
        self.assertEqual(self.holding.crm_below_count, DEEP + 2)
        with self.assertRaisesRegex(ValidationError, "above itself"):
            self.holding.crm_parent_id = parent
        found = self.env["res.partner"].search(
            [("crm_parent_id", "child_of", self.holding.id)]
        )
        self.assertIn(parent, found)

    def test_a_screen_of_cards(self):
        for number in range(6):
            top = self._create_customer(f"Tepe {number}")
            self._create_customer(f"Alt {number}", crm_parent_id=top.id)
        with patch.object(res_partner_hierarchy, "MAX_ROOTS", 5):
            self.assertEqual(len(self._read_tree(self.user_view)), 5)

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_rights(self):
        self._as(self.user_edit, self.leaf).crm_parent_id = self.holding
        with self.assertRaises(AccessError):
            self._as(self.user_view, self.leaf).crm_parent_id = self.mid
        with self.assertRaises(AccessError):
            self._as(self.user_none, self.holding).read(["crm_below_count"])

    def test_two_changes_of_a_tree_wait_for_each_other(self):
        """What is above is locked, so that two changes cannot make a ring together."""
        # a row that other transactions see
        committed = self.env.ref("base.partner_root")
        query = SQL(
            "SELECT FROM res_partner WHERE id = %s FOR NO KEY UPDATE NOWAIT",
            committed.id,
        )
        with db_connect(self.env.cr.dbname).cursor() as other:
            other.execute(query)
            other.rollback()
            self.leaf._write({"crm_parent_id": committed.id})
            self.leaf.invalidate_recordset()
            self.leaf._lock_customers_above()
            with mute_logger("odoo.sql_db"), self.assertRaises(LockNotAvailable):
                other.execute(query)
            other.rollback()


@tagged("post_install", "-at_install")
@freeze_time("2026-04-10 08:00:00")
class TestRollup(HierarchyCase):
    """What is open with a customer and with all those below it."""

    def _read(self, user, customers):
        names = [
            "crm_below_count",
            "crm_rollup_task_count",
            "crm_rollup_overdue_count",
        ]
        records = self._as(user, customers).read(names)
        return {r["id"]: tuple(r[name] for name in names) for r in records}

    def test_counts(self):
        contact = self._create_contact(self.leaf)
        late = datetime(2026, 4, 10, 7)
        soon = datetime(2026, 4, 10, 9)
        self._create_task(contact, date_deadline=late)
        self._create_task(self.leaf, date_deadline=soon)
        self._create_task(self.mid)
        self._create_task(self.holding, state="1_done")
        self._create_task(self.holding, active=False)
        customers = self.holding | self.mid | self.leaf
        self.assertEqual(
            self._read(self.user_work, customers),
            {
                self.holding.id: (2, 3, 1),
                self.mid.id: (1, 3, 1),
                self.leaf.id: (0, 2, 1),
            },
        )

    def test_only_what_the_user_may_see(self):
        self._create_task(self.mid)
        self._create_task(self.leaf)
        private = self.env["project.project"].create(
            {"name": "Gizli", "privacy_visibility": "followers"}
        )
        self._create_task(self.leaf, project_id=private.id)
        self.assertEqual(
            self._read(self.user_work, self.holding), {self.holding.id: (2, 2, 0)}
        )
        # one in between that he may not see hides itself, not what is below it
        self._hide(self.mid, self.user_work)
        self.assertEqual(
            self._read(self.user_work, self.holding), {self.holding.id: (1, 1, 0)}
        )
        subtrees = self._as(self.user_work, self.holding)._get_subtrees()
        self.assertEqual(
            {top: set(ids) for top, ids in subtrees.items()},
            {self.holding.id: {self.holding.id, self.leaf.id}},
        )

    def test_a_ring_made_in_the_database_ends(self):
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "UPDATE res_partner SET crm_parent_id = %s WHERE id = %s",
                self.leaf.id,
                self.holding.id,
            )
        )
        self.env.invalidate_all()
        self.assertEqual(self.holding.crm_below_count, 2)

    def test_one_query_for_a_page(self):
        customers = self._create_customers(80)
        customers[1:].crm_parent_id = self.leaf
        for records in (customers[:5], customers):
            records = self._as(self.user_work, records)
            records.mapped("name")
            records.mapped("crm_below_count")
            self.env.invalidate_all()
            records.mapped("name")
            # every request reads its user
            records.env.user.mapped("share")
            with self.assertQueryCount(1):
                records.mapped("crm_below_count")
                records.mapped("crm_rollup_overdue_count")

    def test_balance(self):
        """The ledger's balances are added up over all below and shown per currency."""
        for customer, amount in ((self.holding, 1250.0), (self.leaf, 0.5)):
            invoice = self.env["account.move"].create(
                {
                    "move_type": "out_invoice",
                    "partner_id": customer.id,
                    "invoice_line_ids": [
                        Command.create(
                            {"name": "Hizmet", "price_unit": amount, "tax_ids": False}
                        )
                    ],
                }
            )
            invoice.action_post()
        reader = self.user_view
        self.assertFalse(self._as(reader, self.holding).crm_rollup_balance)
        reader.group_ids |= self.env.ref("crm_cubicl.crm_cubicl_group_ledger")
        self.assertIn("1,250.50", self._as(reader, self.holding).crm_rollup_balance)
        self.assertIn("0.50", self._as(reader, self.mid).crm_rollup_balance)


class TestAddUp(BaseCase):
    def test_doctest(self):
        self.assertFalse(doctest.testmod(rollup).failed)
