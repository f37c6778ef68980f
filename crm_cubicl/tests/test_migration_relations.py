from pathlib import Path

from odoo.fields import Command
from odoo.modules.module import load_script
from odoo.tests import tagged
from odoo.tools import SQL

from .common import CustomerCase

SCRIPTS = Path(__file__).parents[1] / "migrations" / "19.0.1.1.0"


@tagged("post_install", "-at_install")
class TestMigrationRelations(CustomerCase):
    """From one relation of a customer to several, with nothing lost."""

    def _migrate(self, name):
        self.env.flush_all()
        script = load_script(str(SCRIPTS / name), name.removesuffix(".py"))
        script.migrate(self.env.cr, "19.0.1.0.0")
        self.env.invalidate_all()

    def test_every_customer_keeps_its_relation(self):
        relations = self.env["crm.customer.relation"].search([])
        customers = self.env["res.partner"]
        for index, relation in enumerate(relations):
            customers |= self._create_customer(f"Eski {index}", active=bool(index))
            customers[-1].crm_relation_ids = False
            relation.active = index != 1
        without = self._create_customer("İlişkisiz")
        known = self._create_customer("İki kez")
        known.crm_relation_ids = relations[0] | relations[2]
        self.env.flush_all()
        cr = self.env.cr
        cr.execute(SQL("ALTER TABLE res_partner ADD COLUMN crm_relation_id integer"))
        for customer, relation in zip(customers, relations, strict=True):
            cr.execute(
                SQL(
                    "UPDATE res_partner SET crm_relation_id = %s WHERE id = %s",
                    relation.id,
                    customer.id,
                )
            )
        cr.execute(
            SQL(
                "UPDATE res_partner SET crm_relation_id = %s WHERE id = %s",
                relations[0].id,
                known.id,
            )
        )
        count = SQL("SELECT count(*) FROM crm_customer_relation_rel")
        ((before,),) = self.env.execute_query(count)
        self._migrate("post-relations.py")
        ((after,),) = self.env.execute_query(count)
        self.assertEqual(after - before, len(customers))
        for customer, relation in zip(customers, relations, strict=True):
            self.assertEqual(customer.crm_relation_ids, relation)
        self.assertFalse(without.crm_relation_ids)
        self.assertEqual(known.crm_relation_ids, relations[0] | relations[2])
        # a second run changes nothing
        self._migrate("post-relations.py")
        self.assertEqual(self.env.execute_query(count), [(after,)])

    def test_a_new_database_has_nothing_to_move(self):
        self._migrate("post-relations.py")

    def test_the_new_name_stands_wherever_the_old_one_did(self):
        lines = self.env["crm.card.field"].search(
            [("builtin_name", "=", "crm_relation_ids")]
        )
        self.assertEqual(len(lines), 2)
        saved = self.env["ir.filters"].create(
            {
                "name": "Rakipler",
                "model_id": "res.partner",
                "user_ids": [Command.set(self.user_view.ids)],
                "domain": "[('crm_relation_id.name', '=', 'Competitor'),"
                " ('crm_relation_ids', '!=', False)]",
                "context": "{'group_by': ['crm_relation_id']}",
                "sort": '["crm_relation_id"]',
            }
        )
        other = self.env["ir.filters"].create(
            {"name": "X", "model_id": "res.users", "domain": "[('crm_relation_id',)]"}
        )
        template = self.env["ir.exports"].create(
            {
                "name": "Liste",
                "resource": "res.partner",
                "export_fields": [Command.create({"name": "crm_relation_id/name"})],
            }
        )
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "UPDATE crm_card_field SET builtin_name = 'crm_relation_id',"
                " field_name = 'crm_relation_id' WHERE id IN %s",
                lines._ids,
            )
        )
        self._migrate("pre-relations.py")
        self.assertEqual(set(lines.mapped("builtin_name")), {"crm_relation_ids"})
        self.assertEqual(set(lines.mapped("field_name")), {"crm_relation_ids"})
        self.assertEqual(
            saved.domain,
            "[('crm_relation_ids.name', '=', 'Competitor'),"
            " ('crm_relation_ids', '!=', False)]",
        )
        self.assertEqual(saved.context, "{'group_by': ['crm_relation_ids']}")
        self.assertEqual(saved.sort, '["crm_relation_ids"]')
        self.assertEqual(other.domain, "[('crm_relation_id',)]")
        self.assertEqual(template.export_fields.name, "crm_relation_ids/name")
