from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import CustomerCase
from .test_import import DATA, ImportMixin


@tagged("post_install", "-at_install")
class TestImportAlike(ImportMixin, CustomerCase):
    """Rows that may be here already are told before anything is written."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bank = cls._create_customer(
            "Akbank T.A.Ş.", phone="0212 385 55 55", city="İstanbul"
        )
        cls.other = cls._create_customer("Ülkü Emlak Ltd. Şti.", website="ulku.example")
        cls.env["res.partner"]._refresh_duplicates()

    FILE = (
        "Name;Phone;E-mail;Website;Tags\n"
        "AKBANK TAS;0212 385 55 55;info@akbank.example;;Bank\n"
        "Bambaşka Lojistik A.Ş.;0232 111 22 33;;;\n"
        "Şekerbank T.A.Ş.;0212 319 70 00;;sekerbank.example;\n"
        "SEKERBANK TAS;0212 319 70 00;a@sekerbank.example;;\n"
    )

    def setUp(self):
        super().setUp()
        self.env["res.partner.category"].create({"name": "Bank"})

    def _get_matches(self, job):
        return {
            match.row: (match.name, match.partner_id, match.earlier_row)
            for match in job.match_ids
        }

    def test_told(self):
        job = self._check(self.FILE)
        nobody = self.env["res.partner"]
        self.assertEqual(
            self._get_matches(job),
            {
                2: ("AKBANK TAS", self.bank, 0),
                5: ("SEKERBANK TAS", nobody, 4),
            },
        )
        self.assertEqual((job.match_count, job.new_count), (2, 4))
        first, last = job.match_ids
        self.assertEqual(first.likely_name, "Akbank T.A.Ş. · İstanbul")
        self.assertEqual(last.likely_name, "Row 4: Şekerbank T.A.Ş.")
        self.assertIn("same phone +90 212 385 55 55", first.reasons)
        self.assertGreater(first.score, 0.9)
        self.assertFalse(self._get_customers(job))
        self.assertEqual(set(job.match_ids.mapped("choice")), {"create"})

    def test_create_anyway(self):
        self.assertEqual(len(self._import(self.FILE)), 4)

    def test_leave_out(self):
        job = self._check(self.FILE)
        job.action_skip_all()
        self.assertEqual((job.create_count, job.skip_count), (2, 2))
        job.action_import()
        self.assertEqual(
            sorted(self._get_customers(job).mapped("name")),
            ["Bambaşka Lojistik A.Ş.", "Şekerbank T.A.Ş."],
        )
        self.assertEqual((job.new_count, job.skip_count), (2, 2))
        self.assertEqual(self.bank.email, False)

    def test_complete(self):
        """What is there stays, what is missing comes, tags are added."""
        self.bank.category_id = self.env["res.partner.category"].create({"name": "Old"})
        job = self._check(self.FILE.replace("0212 385 55 55", "0212 385 55 56", 1))
        job.action_complete_all()
        self.assertEqual((job.create_count, job.complete_count), (2, 2))
        job.action_import()
        customers = self._get_customers(job)
        self.assertEqual(
            sorted(customers.mapped("name")),
            ["Bambaşka Lojistik A.Ş.", "Şekerbank T.A.Ş."],
        )
        self.assertEqual(self.bank.name, "Akbank T.A.Ş.")
        self.assertEqual(self.bank.phone, "+90 212 385 55 55")
        self.assertEqual(self.bank.email, "info@akbank.example")
        self.assertEqual(set(self.bank.category_id.mapped("name")), {"Old", "Bank"})
        self.assertFalse(self.bank.crm_import_id)
        # the customer made of an earlier row takes the rest of the later one
        sugar = customers.filtered(lambda c: c.name.startswith("Ş"))
        self.assertEqual(sugar.email, "a@sekerbank.example")

    def test_one_choice_each(self):
        job = self._check(self.FILE)
        first, last = job.match_ids
        first.choice = "skip"
        self.assertEqual((job.create_count, job.skip_count), (3, 1))
        job.action_import()
        self.assertEqual(len(self._get_customers(job)), 3)

    def test_completed_row_of_a_row_that_is_left_out_is_created(self):
        job = self._check(
            "Name;Phone;E-mail\n"
            "AKBANK TAS;0212 385 55 55;\n"
            "Şekerbank T.A.Ş.;0212 319 70 00;\n"
            "SEKERBANK TAS;0212 319 70 00;a@sekerbank.example\n"
            "Sekerbank;0212 319 70 00;\n"
        )
        rows = {match.row: match for match in job.match_ids}
        self.assertEqual(set(rows), {2, 4, 5})
        rows[4].choice = "skip"
        rows[5].choice = "complete"
        earlier = rows[5].earlier_row
        job.action_import()
        names = set(self._get_customers(job).mapped("name"))
        self.assertEqual("Sekerbank" in names, earlier == 4)

    def test_choices_stay_when_checked_again(self):
        job = self._check(self.FILE)
        job.match_ids[0].choice = "skip"
        job.action_check()
        self.assertEqual(job.match_ids.mapped("choice"), ["skip", "create"])
        job.action_back()
        job.action_check()
        self.assertEqual(job.match_ids.mapped("choice"), ["skip", "create"])

    def test_rows_whose_key_is_known_are_not_asked_about(self):
        self.bank.ref = "B-1"
        content = "Name;Code\nAkbank TAS;B-1\nBambaşka A.Ş.;B-2\n"
        job = self._start(content)
        job.key_column_id = job.column_ids.filtered(lambda c: c.target == "ref")
        job.action_check()
        self.assertEqual((job.known_count, job.new_count), (1, 1))
        self.assertFalse(job.match_ids)

    def test_file_after_file(self):
        """Customers that came just now are known before the job has seen them."""
        self._import(self.FILE)
        self.bank.name = "Bambaşka Holding"
        job = self._check("Name\nBambaşka Lojistik\nAkbank\nŞekerbank\n")
        likely = {m.row: m.partner_id.name for m in job.match_ids}
        self.assertEqual(
            likely,
            {
                2: "Bambaşka Lojistik A.Ş.",
                3: "AKBANK TAS",
                4: job.match_ids[-1:].partner_id.name,
            },
        )
        self.assertIn("BANK", likely[4].upper())

    # -- rights ----------------------------------------------------------------

    def test_nothing_is_told_of_a_customer_closed_to_the_user(self):
        self.bank.crm_is_closed = True
        job = self._check(self.FILE)
        self.assertEqual(set(self._get_matches(job)), {5})
        self.assertEqual(job.match_count, 1)
        job = self._check(self.FILE, user=self.user_manage)
        self.assertEqual(set(self._get_matches(job)), {2, 5})

    def test_customer_closed_after_the_check(self):
        job = self._check(self.FILE)
        job.match_ids[0].choice = "complete"
        self.bank.crm_is_closed = True
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertRaises(UserError), self.cr.savepoint():
            job.action_import()
        self.assertFalse(self.bank.email)

    def test_customer_deleted_after_the_check(self):
        job = self._check(self.FILE)
        job.match_ids[0].choice = "complete"
        self.bank.unlink()
        self.env.invalidate_all()
        # nobody to complete any more: the row is created
        job.action_import()
        self.assertIn("AKBANK TAS", self._get_customers(job).mapped("name"))

    def test_who_may_choose(self):
        job = self._check(self.FILE)
        for user in (self.user_none, self.user_view, self.user_delete):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._as(user, job.match_ids).choice = "skip"
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._as(user, job).action_skip_all()
        self._as(self.user_manage, job).action_skip_all()
        self.assertEqual(set(job.match_ids.mapped("choice")), {"skip"})

    def test_only_the_choice_is_the_users(self):
        job = self._check(self.FILE)
        match = self._as(self.user_edit, job.match_ids[0])
        for vals in (
            {"partner_id": self.other.id},
            {"earlier_row": 3},
            {"row": 3, "choice": "skip"},
        ):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                match.write(vals)
        with self.assertRaises(AccessError):
            job.with_user(self.user_edit).match_ids = [
                (0, 0, {"row": 3, "partner_id": self.other.id})
            ]
        with self.assertRaises(AccessError):
            match.unlink()

    def test_open(self):
        job = self._check(self.FILE)
        action = job.match_ids[0].action_open()
        self.assertEqual(action["res_id"], self.bank.id)

    # -- cost ------------------------------------------------------------------

    def test_queries_do_not_grow(self):
        """Rows are compared as a set, and as the set of another file."""
        engine = self.env["crm.duplicate.engine"]

        def look(count):
            rows = {
                number: self.env["res.partner"].new({"name": f"Firma {number} Akbank"})
                for number in range(2, count)
            }
            before = self.env.cr.sql_log_count
            engine._find_rows_alike(rows)
            return self.env.cr.sql_log_count - before

        look(5)
        few = look(5)
        many = look(905)
        self.assertEqual(few, many)

    # -- real files ------------------------------------------------------------

    def test_two_real_files(self):
        """The banks among the companies of the stock exchange, and none besides."""
        companies = self._start(
            (DATA / "borsa_istanbul_companies.xlsx").read_bytes(), filename="a.xlsx"
        )
        companies.column_ids.filtered(
            lambda column: column.heading == "Full name"
        ).target = "name"
        companies.action_check()
        companies.action_import()
        banks = self._check((DATA / "turkish_banks.csv").read_bytes())
        likely = {m.name: m.partner_id.name for m in banks.match_ids if m.partner_id}
        for bank, company in (
            ("AKBANK", "Akbank TAS"),
            ("ŞEKERBANK", "Sekerbank TAS"),
            ("VAKIFLAR", "Turkiye Vakiflar Bankasi TAO"),
        ):
            with self.subTest(bank=bank):
                self.assertIn(
                    company, [c for name, c in likely.items() if bank in name.upper()]
                )
        self.assertEqual(len(likely), 12)
        for name, company in likely.items():
            with self.subTest(name=name):
                self.assertEqual("Sınai" in name, "Sinai" in company)
        self.assertFalse(
            companies.match_ids.filtered(lambda m: "Sinai Kalkinma" in m.name)
        )


@tagged("post_install", "-at_install")
class TestImportMerged(ImportMixin, CustomerCase):
    """Lists that still have the old codes of merged customers lead to the target."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.source = cls._create_customer("Akbank T.A.Ş.", ref="S-1", vat="8613037981")
        cls.target = cls._create_customer("Akbank TAS", ref="T-1")
        cls.env["ir.model.data"].create(
            {
                "module": "__import__",
                "name": "akbank",
                "model": "res.partner",
                "res_id": cls.source.id,
            }
        )
        cls.old_id = cls.source.id

    def _check_key(self, content, target):
        job = self._start(content)
        job.key_column_id = job.column_ids.filtered(lambda c: c.target == target)
        job.action_check()
        return job.known_count, job.new_count

    def test_old_code_is_a_known_key(self):
        content = "Name;Code\nAkbank;S-1\nAkbank;T-1\nYeni;N-1\n"
        self.assertEqual(self._check_key(content, "ref"), (2, 1))
        self.env["crm.merge"]._merge(self.source, self.target)
        self.assertEqual(self._check_key(content, "ref"), (2, 1))

    def test_code_that_was_replaced(self):
        self.env["crm.merge"]._merge(self.source, self.target, values=["ref"])
        self.assertEqual(self.target.ref, "S-1")
        content = "Name;Code\nAkbank;S-1\nAkbank;T-1\n"
        self.assertEqual(self._check_key(content, "ref"), (2, 0))

    def test_code_of_a_target_that_is_gone(self):
        self.env["crm.merge"]._merge(self.source, self.target)
        self.target.unlink()
        self.assertEqual(self._check_key("Name;Code\nAkbank;S-1\n", "ref"), (0, 1))

    def test_old_codes_are_nobodys_to_read(self):
        merge = self.env["crm.merge"]._merge(self.source, self.target)
        with self.assertRaises(AccessError):
            self._as(self.user_manage, merge).read(["source_keys"])

    def _load(self, names, *rows):
        result = self.env["res.partner"].load(names, [list(row) for row in rows])
        self.assertEqual(result["messages"], [])
        return result["ids"]

    def test_old_number_in_a_list(self):
        self.env["crm.merge"]._merge(self.source, self.target)
        ids = self._load([".id", "city"], (str(self.old_id), "Ankara"))
        self.assertEqual(ids, self.target.ids)
        self.assertEqual(self.target.city, "Ankara")

    def test_old_external_id_in_a_list(self):
        self.env["crm.merge"]._merge(self.source, self.target)
        ids = self._load(["id", "city"], ("__import__.akbank", "Ankara"))
        self.assertEqual(ids, self.target.ids)
        self.assertEqual(self.target.city, "Ankara")

    def test_named_by_a_contact(self):
        self.env["crm.merge"]._merge(self.source, self.target)
        ids = self._load(["name", "parent_id/.id"], ("Ayşe", str(self.old_id)))
        self.assertEqual(self.env["res.partner"].browse(ids).parent_id, self.target)
        ids = self._load(["name", "parent_id/id"], ("Can", "__import__.akbank"))
        self.assertEqual(self.env["res.partner"].browse(ids).parent_id, self.target)

    def test_number_of_nobody(self):
        for number in ("999999999", "0", "-1", "abc", "9" * 30):
            with self.subTest(number=number), self.cr.savepoint():
                partners = self.env["res.partner"]
                self.assertFalse(partners._get_merged_numbers([number]))

    def test_undone(self):
        merge = self.env["crm.merge"]._merge(self.source, self.target)
        merge._undo()
        self.env.invalidate_all()
        ids = self._load([".id", "city"], (str(self.old_id), "Ankara"))
        self.assertEqual(ids, [self.old_id])
