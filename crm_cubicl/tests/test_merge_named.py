import json

from odoo.tests import BaseCase, tagged

from ..tools.merge_named import Naming
from .common import CustomerCase

PATHS = {
    ("order", "partner_id"): "res.partner",
    ("order", "line_ids"): "line",
    ("line", "partner_id"): "res.partner",
    ("res.partner", "id"): "res.partner",
    ("file", "res_id"): "@res_model",
    ("file", "ref"): "*",
}


@tagged("post_install", "-at_install")
class TestNaming(BaseCase):
    """What is read as the number of a customer in a text, and what is not."""

    def _rename(self, syntax, text, model="order"):
        resolve = lambda *path: PATHS.get(path, "")  # noqa: E731
        return Naming("res.partner", 5, 77, resolve).rename(syntax, text, model)

    def test_domains(self):
        for text, became in (
            ("[('partner_id', '=', 5)]", "[('partner_id', '=', 77)]"),
            ("[('amount', '=', 5), ('id', '=', 5)]", None),
            ("[('partner_id', '>', 5)]", None),
            ("[('partner_id', 'in', [6, 5, 77])]", "[('partner_id', 'in', [6, 77])]"),
            ("[('partner_id', 'in', (5, 77))]", "[('partner_id', 'in', (77,))]"),
            (
                "['|', ('partner_id', 'child_of', [5]), ('user_id', '=', uid)]",
                "['|', ('partner_id', 'child_of', [77]), ('user_id', '=', uid)]",
            ),
            ("[('line_ids', 'any', [('partner_id', '=', 5)])]", "5 becomes 77"),
            ("[('x', '=', 'Şişli 4'), ('partner_id', '=', 5)]", "5 becomes 77"),
            ("[('x', '=', 'Şişli 5')]", None),
            ("[('partner_id', '=', 5 if uid else 6)]", "5 becomes 77"),
            ("[('partner_id', '=', 5)", None),
            ("[" * 2000, None),
        ):
            with self.subTest(text=text[:80]):
                if became == "5 becomes 77":
                    became = text.replace("5", "77")
                self.assertEqual(self._rename("domain", text), became or text)

    def test_of_the_model_itself(self):
        text = " [['id', 'in', [5]]]\n"
        self.assertEqual(
            self._rename("domain", text, "res.partner"), text.replace("5", "77")
        )

    def test_pairs_and_references(self):
        pair = "[('res_model', '=', 'res.partner'), ('res_id', '=', 5)]"
        self.assertEqual(self._rename("domain", pair, "file"), pair.replace("5", "77"))
        for other in (pair.replace("res.partner", "x"), pair.replace("[", "['|', ")):
            self.assertEqual(self._rename("domain", other, "file"), other)
        text = "[('ref', '=', 'res.partner,5')]"
        self.assertEqual(self._rename("domain", text, "file"), text.replace("5", "77"))

    def test_contexts_and_values(self):
        for syntax, text, became in (
            (
                "context",
                "{'default_partner_id': 5, 'search_default_partner_id': [5], 'x': 5}",
                "{'default_partner_id': 77, 'search_default_partner_id': [77], 'x': 5}",
            ),
            (
                "context",
                "{'active_model': 'res.partner', 'active_ids': [5, 4]}",
                "{'active_model': 'res.partner', 'active_ids': [77, 4]}",
            ),
            ("context", "{'active_model': 'order', 'active_id': 5}", None),
            (
                "values",
                "{'partner_id': 5, 'amount': 5}",
                "{'partner_id': 77, 'amount': 5}",
            ),
            ("value", "[[6, 0, [5]], [4, 5]]", "[[6, 0, [77]], [4, 77]]"),
            ("value", "[[5, 6]]", None),
            ("value", "5", "77"),
            ("value", "true", None),
            ("list", "5, {{ object.id }},77", "77, {{ object.id }}"),
            ("list", "55", None),
            ("condition", "partner_id=5", "partner_id=77"),
            ("condition", "amount=5", None),
        ):
            with self.subTest(text=text):
                self.assertEqual(self._rename(syntax, text), became or text)


@tagged("post_install", "-at_install")
class TestMergeNamed(CustomerCase):
    """Filters, rules and defaults lead to the target, and back when it is undone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.source = cls._create_customer("Akbank T.A.Ş.")
        cls.target = cls._create_customer("Akbank TAS")
        cls.model = cls.env["ir.model"]._get("sale.order")

    def _check(self, record, name, text):
        """Check what a text becomes: ``%s`` stands for the number."""
        old, new = self.source.id, self.target.id
        self.assertEqual(record[name], text % old)
        merge = self.env["crm.merge"]._merge(self.source, self.target)
        self.assertEqual(record[name], text % new)
        label = self.env["ir.model"]._get(record._name).name
        self.assertEqual(merge.move_ids.filtered(lambda m: m.name == label).count, 1)
        merge._undo()
        self.env.invalidate_all()
        self.assertEqual(record[name], text % old)

    def _create_filter(self, **values):
        return self.env["ir.filters"].create(
            {"name": "Akbank", "model_id": "sale.order", **values}
        )

    def test_filter(self):
        text = "[('partner_id', 'child_of', %s), ('user_id', '=', uid)]"
        made = self._create_filter(domain=text % self.source.id)
        self._check(made, "domain", text)

    def test_filter_context(self):
        text = "{'default_partner_id': %s, 'group_by': ['partner_id']}"
        made = self._create_filter(context=text % self.source.id)
        self._check(made, "context", text)

    def test_filter_of_contacts(self):
        text = "[('id', 'in', [%s])]"
        made = self._create_filter(
            model_id="res.partner", domain=text % self.source.id, user_ids=self.env.user
        )
        self._check(made, "domain", text)

    def test_filter_finds_the_same(self):
        order = self.env["sale.order"].create({"partner_id": self.source.id})
        made = self._create_filter(
            domain=f"[('partner_id.commercial_partner_id', '=', {self.source.id})]"
        )
        self.env["crm.merge"]._merge(self.source, self.target)
        found = order.search(made._get_eval_domain())
        self.assertEqual(found, order)

    def test_same_number_of_another_model(self):
        text = f"[('order_line.product_id', '=', {self.source.id})]"
        made = self._create_filter(domain=text)
        merge = self.env["crm.merge"]._merge(self.source, self.target)
        self.assertEqual(made.domain, text)
        self.assertNotIn("ir_filters", merge.journal_ids.mapped("table"))

    def test_automation(self):
        text = "[('partner_id', '=', %s)]"
        made = self.env["base.automation"].create(
            {
                "name": "Akbank",
                "model_id": self.model.id,
                "trigger": "on_create_or_write",
                "filter_domain": text % self.source.id,
            }
        )
        self._check(made, "filter_domain", text)

    def test_rule_is_read_anew(self):
        text = "[('partner_id', '=', %s)]"
        rule = self.env["ir.rule"].create(
            {
                "name": "Akbank",
                "model_id": self.model.id,
                "domain_force": text % self.source.id,
            }
        )
        self.user_manage.group_ids |= self.env.ref("sales_team.group_sale_manager")
        order = self.env["sale.order"].create({"partner_id": self.source.id})
        orders = self._as(self.user_manage, order)
        self.assertEqual(orders._filtered_access("read"), orders)
        merge = self.env["crm.merge"]._merge(self.source, self.target)
        self.env.invalidate_all()
        self.assertEqual(orders._filtered_access("read"), orders)
        merge._undo()
        self.env.invalidate_all()
        self.assertEqual(orders._filtered_access("read"), orders)
        self._check(rule, "domain_force", text)

    def test_default_value(self):
        defaults = self.env["ir.default"]
        defaults.set("sale.order", "partner_id", self.source.id)
        made = defaults.search([("field_id.name", "=", "partner_id")])
        self._check(made, "json_value", "%s")
        self.env["crm.merge"]._merge(self.source, self.target)
        self.assertEqual(defaults._get("sale.order", "partner_id"), self.target.id)

    def test_default_of_a_condition(self):
        field = self.env["ir.model.fields"]._get("sale.order", "client_order_ref")
        made = self.env["ir.default"].create(
            {
                "field_id": field.id,
                "json_value": '"A"',
                "condition": f"partner_id={self.source.id}",
            }
        )
        self._check(made, "condition", "partner_id=%s")

    def test_window_action(self):
        text = "[('partner_id', '=', %s)]"
        made = self.env["ir.actions.act_window"].create(
            {
                "name": "Akbank",
                "res_model": "sale.order",
                "domain": text % self.source.id,
            }
        )
        self._check(made, "domain", text)

    def test_window_action_on_the_record(self):
        made = self.env["ir.actions.act_window"].create(
            {"name": "Akbank", "res_model": "res.partner", "res_id": self.source.id}
        )
        merge = self.env["crm.merge"]._merge(self.source, self.target)
        self.assertEqual(made.res_id, self.target.id)
        merge._undo()
        self.env.invalidate_all()
        self.assertEqual(made.res_id, self.source.id)

    def test_server_action(self):
        made = self.env["ir.actions.server"].create(
            {
                "name": "Akbank",
                "model_id": self.model.id,
                "state": "object_write",
                "update_path": "partner_id",
                "evaluation_type": "value",
                "value": str(self.source.id),
            }
        )
        self._check(made, "value", "%s")

    def test_recipients_of_a_template(self):
        text = "{{ object.user_id.partner_id.id }}, %s"
        made = self.env["mail.template"].create(
            {
                "name": "Akbank",
                "model_id": self.model.id,
                "partner_to": text % self.source.id,
            }
        )
        self._check(made, "partner_to", text)

    def test_mail_alias(self):
        text = "{'partner_id': %s}"
        made = self.env["mail.alias"].create(
            {
                "alias_name": "akbank",
                "alias_model_id": self.env["ir.model"]._get("project.task").id,
                "alias_defaults": text % self.source.id,
            }
        )
        self._check(made, "alias_defaults", text)

    def test_mail_alias_of_the_record(self):
        model = self.env["ir.model"]._get("res.partner")
        made = self.env["mail.alias"].create(
            {
                "alias_name": "akbank",
                "alias_model_id": model.id,
                "alias_force_thread_id": self.source.id,
                "alias_parent_model_id": self.model.id,
                "alias_parent_thread_id": self.source.id,
            }
        )
        self.env["crm.merge"]._merge(self.source, self.target)
        self.assertEqual(made.alias_force_thread_id, self.target.id)
        self.assertEqual(made.alias_parent_thread_id, self.source.id)

    def test_embedded_filter(self):
        action = self.env["ir.actions.act_window"].create(
            {"name": "Akbank", "res_model": "sale.order"}
        )
        embedded = self.env["ir.embedded.actions"].create(
            {
                "parent_action_id": action.id,
                "parent_res_model": "res.partner",
                "parent_res_id": self.source.id,
                "action_id": action.id,
            }
        )
        made = self._create_filter(
            embedded_action_id=embedded.id, embedded_parent_res_id=self.source.id
        )
        merge = self.env["crm.merge"]._merge(self.source, self.target)
        self.assertEqual(made.embedded_parent_res_id, self.target.id)
        self.assertEqual(embedded.parent_res_id, self.target.id)
        merge._undo()
        self.env.invalidate_all()
        self.assertEqual(made.embedded_parent_res_id, self.source.id)
        self.assertEqual(embedded.parent_res_id, self.source.id)

    def test_download(self):
        text = '[["id", "in", [%s]]]'
        made = self.env["crm.customer.export"].create(
            {
                "domain": text % self.source.id,
                "record_ids": [self.source.id, self.target.id],
            }
        )
        self._check(made, "domain", text)
        self.env["crm.merge"]._merge(self.source, self.target)
        self.assertEqual(made.record_ids, [self.target.id])

    def test_embedded_settings_of_both(self):
        """One row a user, action and record: the target's settings stay."""
        settings = self.env["res.users.settings"]._find_or_create_for_user(
            self.env.user
        )
        action = self.env["ir.actions.act_window"].create(
            {"name": "Akbank", "res_model": "sale.order"}
        )
        made = self.env["res.users.settings.embedded.action"].create(
            [
                {
                    "user_setting_id": settings.id,
                    "action_id": action.id,
                    "res_model": "res.partner",
                    "res_id": partner.id,
                }
                for partner in (self.source, self.target)
            ]
        )
        merge = self.env["crm.merge"]._merge(self.source, self.target)
        self.assertEqual(made.exists().res_id, self.target.id)
        merge._undo()
        self.env.invalidate_all()
        self.assertEqual(made.mapped("res_id"), [self.source.id, self.target.id])

    def test_plan_counts_them(self):
        for _number in range(2):
            self._create_filter(
                name=f"A {_number}",
                domain=json.dumps([["partner_id", "=", self.source.id]]),
            )
        dialog = self.env["crm.merge.dialog"].create(
            {"source_id": self.source.id, "target_id": self.target.id}
        )
        plan = dialog._get_plan()
        self.assertEqual(len(plan.rewritings), 2)
        self.assertIn("Filters", dialog.moves)
