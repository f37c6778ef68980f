from odoo.tests import BaseCase, tagged

from odoo.addons.crm_cubicl.tools.duplicate_groups import group_pairs


@tagged("post_install", "-at_install")
class TestDuplicateGroups(BaseCase):
    def test_nothing_is_chained(self):
        """A like B and B like C does not put A beside C."""
        self.assertEqual(group_pairs([(1, 2), (2, 3)]), [[1, 2], [2, 3]])

    def test_all_alike_are_one_group(self):
        pairs = [(1, 2), (1, 3), (2, 3), (4, 5)]
        self.assertEqual(group_pairs(pairs), [[1, 2, 3], [4, 5]])

    def test_every_pair_is_in_a_group_once(self):
        """A holding whose twenty members are all alike is shown in parts."""
        pairs = [(a, b) for a in range(20) for b in range(a + 1, 20)]
        groups = group_pairs(pairs, most=6)
        self.assertLessEqual(max(map(len, groups)), 6)
        for first, second in pairs:
            self.assertTrue(any({first, second} <= set(group) for group in groups))

    def test_order_is_that_of_the_pairs(self):
        self.assertEqual(group_pairs([(8, 9), (1, 2)]), [[8, 9], [1, 2]])
        self.assertEqual(group_pairs([]), [])
