import json

from odoo.tests import tagged
from odoo.tools import SQL

from ..tools.merge_reference import count_query, move_query
from .common import CustomerCase

# tables that stay small, as people fill them in by hand: they may be read as a whole
SMALL = {
    "account_analytic_distribution_model",
    "account_reconcile_model",
    "account_reconcile_model_line",
    "crm_handover_line",
    "ir_act_server",
    "ir_act_window",
    "ir_embedded_actions",
    "ir_ui_menu",
    "mail_scheduled_message",
    "theme_ir_ui_view",
}
# of addons that are no part of ours
OTHERS = {"snailmail_letter"}


@tagged("post_install", "-at_install")
class TestMergeCost(CustomerCase):
    """What a merge costs grows with what moves, not with what there is."""

    def test_no_large_table_is_read_as_a_whole(self):
        references = [
            reference
            for reference in self.env["crm.merge.catalogue"]._get_references(
                "res.partner"
            )
            if reference.kind in ("key", "pair", "text")
            and not (reference.owner and self.env[reference.owner]._transient)
        ]
        # plans depend on how much there is; whether an index serves does not
        self.env.cr.execute("SET LOCAL enable_seqscan = off")
        count = count_query(references, "res.partner", (1, 2))
        scanned = self._get_scanned(count)
        for reference in references:
            work = move_query(reference, "res.partner", {1: 2})
            query = SQL("WITH %s SELECT content FROM told", work)
            scanned |= self._get_scanned(query)
        self.assertFalse(scanned - SMALL - OTHERS)
        self.assertFalse(SMALL - scanned, "these have an index by now")

    def _get_scanned(self, query: SQL) -> set[str]:
        """Return the tables that PostgreSQL can only read as a whole."""
        explain = SQL("EXPLAIN (FORMAT JSON) %s", query)
        [[plan]] = self.env.execute_query(explain)
        found, nodes = set(), [json.loads(plan) if isinstance(plan, str) else plan]
        while nodes:
            node = nodes.pop()
            if isinstance(node, list):
                nodes += node
            elif isinstance(node, dict):
                nodes += node.values()
                if node.get("Node Type") == "Seq Scan":
                    found.add(node["Relation Name"])
        return found

    def test_queries(self):
        """As many for ten contacts as for one."""
        counts = []
        for contacts in (1, 1, 10):
            source, target = (
                self._create_customer(
                    name,
                    child_ids=[(0, 0, {"name": str(n)}) for n in range(contacts)],
                )
                for name in ("Kaynak", "Hedef")
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["crm.merge"]._merge(source, target)
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        # what only the first one has to find out stays known
        self.assertLessEqual(counts[1], 70)
        self.assertLessEqual(counts[2], counts[1] + 2)
