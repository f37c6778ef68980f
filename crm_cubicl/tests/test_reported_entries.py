import ast
from pathlib import Path
from unittest.mock import patch

from odoo.tests import BaseCase, tagged
from odoo.tools import file_path

from ..tools.reported_entries import REPORTED
from .common import CustomerCase


@tagged("post_install", "-at_install")
class TestReportedFields(BaseCase):
    """The addons of core have the fields by which reported entries are known."""

    def test_fields_and_states_are_there(self):
        for addon, fields in REPORTED.items():
            source = self._read_fields(addon)
            for path, states in fields.items():
                for name in path.split("."):
                    self.assertIn(name, source, addon)
                known = source[path.split(".")[-1]]
                for state in states:
                    self.assertIn(state, known, (addon, path))

    def test_new_states_are_looked_at(self):
        """A state that a new release brings is sorted here before it is shipped."""
        before_sending = {
            *("error", "not_sent", "ready", "skipped", "ready_to_send", "to_send"),
            *("rejected", "bill_fetched", "invoice_refused", "sending_failed"),
            *("demo", "disagreed", "invalid", "cancelled"),
        }
        for addon, fields in REPORTED.items():
            source = self._read_fields(addon)
            for name, states in fields.items():
                if states:
                    others = set(source[name]) - set(states) - before_sending
                    self.assertFalse(others, (addon, name))

    def _read_fields(self, addon: str) -> dict[str, list[str]]:
        """Return the selection values of all fields of an addon, from its source."""
        found = {}
        for path in Path(file_path(f"{addon}/models")).glob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
                    for target in node.targets:
                        if isinstance(target, ast.Name):
                            found[target.id] = list(self._read_states(node.value))
        return found

    def _read_states(self, call):
        """Yield the values of a selection: texts that stand first of two."""
        for node in ast.walk(call):
            if isinstance(node, ast.Tuple) and len(node.elts) == 2:
                value = getattr(node.elts[0], "value", None)
                yield from [value] if isinstance(value, str) else []


@tagged("post_install", "-at_install")
class TestReportedEntries(CustomerCase):
    def test_they_refuse(self):
        """By states, or by anything at all, in a field that is installed."""
        source, target = self._create_customer("A"), self._create_customer("B")
        move = self.env["account.move"].create(
            {"move_type": "out_invoice", "partner_id": source.id}
        )
        plans = self.env["crm.merge.plan"]
        for states, ref, is_refused in (
            (("told",), "told", True),
            (("told",), "ready", False),
            ((), "ready", True),
            ((), False, False),
        ):
            move.ref = ref
            with patch.dict(REPORTED, {"ours": {"ref": states}}, clear=True):
                reasons = plans._get_refusals(source, target)
            self.assertEqual(bool(reasons), is_refused, (states, ref))
