from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common import CustomerCase


@tagged("post_install", "-at_install")
class TestMergeLosses(CustomerCase):
    """What core's merge is reported, or was seen, to lose; each by its number."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.source = cls._create_customer("Akbank T.A.Ş.")
        cls.target = cls._create_customer("Akbank TAS")
        cls.accountant = new_test_user(
            cls.env, "accountant", "base.group_user,account.group_account_user"
        )

    def _merge(self, **options):
        return self.env["crm.merge"]._merge(self.source, self.target, **options)

    def _create_accounts(self, **differing):
        """Return the same bank account of both; what differs is of the source."""
        return self.env["res.partner.bank"].create(
            [
                {"acc_number": "TR330006100519786457841326", "partner_id": partner.id}
                | values
                for partner, values in ((self.source, differing), (self.target, {}))
            ]
        )

    def test_odoo_179657_clashing_rows_are_not_deleted_silently(self):
        """Core deletes the source's row when a unique constraint forbids two."""
        theirs, ours = self._create_accounts(acc_holder_name="Akbank Genel Müdürlük")
        with self.assertRaisesRegex(UserError, "res_partner_bank"):
            self._merge()
        self.assertEqual((theirs + ours).exists(), theirs + ours)
        merge = self._merge(accept_losses=True)
        self.assertFalse(theirs.exists())
        [gone] = merge.journal_ids.filtered(
            lambda line: line.table == "res_partner_bank"
        )
        self.assertEqual(gone.content[0]["acc_holder_name"], "Akbank Genel Müdürlük")
        merge._undo()
        self.env.invalidate_all()
        self.assertEqual(theirs.acc_holder_name, "Akbank Genel Müdürlük")
        self.assertEqual(theirs.partner_id, self.source)

    def test_odoo_234233_rows_that_do_not_clash_stay(self):
        """Core deletes all rows of the source in a table where one of them clashes.

        The follower of both documents' source is joined where the target follows too,
        and stays where only the source follows.
        """
        tasks = self.env["project.task"].create([{"name": "A"}, {"name": "B"}])
        tasks.message_subscribe(self.source.ids)
        tasks[0].message_subscribe(self.target.ids)
        merge = self._merge()
        for task in tasks:
            self.assertEqual(task.message_partner_ids & self.target, self.target)
        merge._undo()
        self.env.invalidate_all()
        both = self.source + self.target
        self.assertEqual(tasks[0].message_partner_ids & both, both)
        self.assertEqual(tasks[1].message_partner_ids & both, self.source)

    def test_odoo_167061_what_names_a_joined_row_names_the_one_that_stays(self):
        """Core fails, or empties the field, where a payment names the account."""
        theirs, ours = self._create_accounts()
        payment = self.env["account.payment"].create(
            {
                "partner_id": self.source.id,
                "partner_bank_id": theirs.id,
                "payment_type": "outbound",
                "partner_type": "supplier",
                "amount": 10,
            }
        )
        merge = self._merge()
        self.assertEqual(payment.partner_bank_id, ours)
        merge._undo()
        self.env.invalidate_all()
        self.assertEqual(payment.partner_bank_id, theirs)

    def test_followed_differently_on_the_way(self):
        """Rows that only the merge itself brings into each other's way are told too.

        Each follows itself: both name the partner in two columns of one row.
        """
        self.source.message_subscribe(self.source.ids)
        self.target.message_subscribe(self.target.ids)
        merge = self._merge()
        self.assertIn(self.target, self.target.message_partner_ids)
        merge._undo()
        self.env.invalidate_all()
        self.assertIn(self.source, self.source.message_partner_ids)

    # -- properties --------------------------------------------------------------

    def _define(self, model, field, record, kinds):
        record[field] = [
            {"name": name, "string": name, "type": kind, **more}
            for name, kind, more in kinds
        ]
        self.env.flush_all()
        return model

    def test_properties_of_the_customer_are_not_lost(self):
        """Core takes none over (D6): the target keeps its own and gets the rest."""
        definition = self.env[
            "properties.base.definition"
        ]._get_definition_for_property_field("res.partner", "properties")
        self._define(
            "res.partner",
            "properties_definition",
            definition,
            [
                ("color", "char", {}),
                ("size", "integer", {}),
                ("boss", "many2one", {"comodel": "res.users"}),
            ],
        )
        self.source.properties = {"color": "red", "size": 3, "boss": self.env.uid}
        self.target.properties = {"color": "blue"}
        merge = self._merge()
        self.env.invalidate_all()
        self.assertEqual(
            dict(self.target.properties),
            {"color": "blue", "size": 3, "boss": self.env.user},
        )
        self.assertEqual(len(definition.properties_definition), 3)
        merge._undo()
        self.env.invalidate_all()
        self.assertEqual(self.source.properties["size"], 3)
        self.assertFalse(self.target.properties["size"])

    def test_properties_that_name_the_customer(self):
        """One record or several: they name the target, each once."""
        project = self.env["project.project"].create({"name": "Bakım"})
        self._define(
            "project.task",
            "task_properties_definition",
            project,
            [
                ("one", "many2one", {"comodel": "res.partner"}),
                ("some", "many2many", {"comodel": "res.partner"}),
                ("note", "char", {}),
            ],
        )
        third = self._create_customer("Üçüncü")
        task = self.env["project.task"].create(
            {
                "name": "A",
                "project_id": project.id,
                "task_properties": {
                    "one": self.source.id,
                    "some": (self.source + third + self.target).ids,
                    "note": str(self.source.id),
                },
            }
        )
        old = dict(task.task_properties)
        merge = self._merge()
        self.env.invalidate_all()
        self.assertEqual(task.task_properties["one"], self.target)
        self.assertEqual(task.task_properties["some"], self.target + third)
        self.assertEqual(task.task_properties["note"], old["note"])
        self.assertIn("Tasks and their files", merge.move_ids.mapped("name"))
        merge._undo()
        self.env.invalidate_all()
        self.assertEqual(dict(task.task_properties), old)

    # -- sealed entries ----------------------------------------------------------

    def test_hash_of_sealed_entries_stays_good(self):
        """Core changes them and the chain of hashes is broken (facts 4)."""
        journal = self.env["account.journal"].create(
            {
                "name": "Mühürlü",
                "code": "MHR",
                "type": "sale",
                "default_account_id": self.env["account.account"]
                .search([("account_type", "=", "income")], limit=1)
                .id,
                "restrict_mode_hash_table": True,
            }
        )
        move = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "journal_id": journal.id,
                "partner_id": self.source.id,
                "invoice_line_ids": [Command.create({"name": "İş", "price_unit": 10})],
            }
        )
        move.action_post()
        with self.assertRaisesRegex(UserError, move.name):
            self._merge()
        self._check_chain(move)
        # the other way round the sealed ones stay as they are
        self.env["crm.merge"]._merge(self.target, self.source)
        self._check_chain(move)

    def _check_chain(self, move):
        company = self.env.company.with_user(self.accountant)
        results = company._check_hash_integrity()["results"]
        [told] = [r for r in results if move.journal_id.name in r["journal_name"]]
        self.assertEqual(told["status"], "verified", told)

    # -- many, one after the other -----------------------------------------------

    def test_many_into_one(self):
        """Five with e-mails of their own, by somebody who is no administrator."""
        self.user_edit.group_ids |= self.env.ref("crm_cubicl.crm_cubicl_group_merge")
        sources = self.env["res.partner"].create(
            [
                {
                    "name": f"Şube {number}",
                    "is_company": True,
                    "is_crm_customer": True,
                    "email": f"sube{number}@example.com",
                    "child_ids": [Command.create({"name": f"Kişi {number}"})],
                }
                for number in range(5)
            ]
        )
        ids, children = sources.ids, sources.child_ids
        merges = self._as(self.user_edit, self.env["crm.merge"])
        done = [merges._merge(source, self.target) for source in sources]
        self.assertEqual(children.parent_id, self.target)
        found = self.env["crm.merge"]._find_by_number(ids)
        self.assertEqual(found, dict.fromkeys(ids, self.target))
        emails = [f"sube{number}@example.com" for number in range(5)]
        partners = self.env["res.partner"]._find_or_create_from_emails(emails)
        self.assertEqual(partners, [self.target] * 5)
        with self.assertRaisesRegex(UserError, "later"):
            done[0]._undo()
        for merge in reversed(done):
            merge._undo()
        self.env.invalidate_all()
        self.assertEqual(sources.exists(), sources)
        self.assertEqual(children.mapped("parent_id"), sources)
        self.assertEqual(sources.mapped("email"), emails)

    def test_one_into_another_into_a_third(self):
        """The number of the first leads to the third, and back step by step."""
        third = self._create_customer("Üçüncü")
        first = self.source.id
        inner = self._merge()
        outer = self.env["crm.merge"]._merge(self.target, third)
        finder = self.env["crm.merge"]._find_by_number
        self.assertEqual(
            finder([first, self.target.id]),
            dict.fromkeys([first, self.target.id], third),
        )
        with self.assertRaisesRegex(UserError, "merged on"):
            inner._undo()
        outer._undo()
        self.env.invalidate_all()
        self.assertEqual(finder([first]), {first: self.target})
        inner._undo()
        self.env.invalidate_all()
        self.assertTrue(self.source.exists() and third.exists())
        self.assertFalse(finder([first]))
