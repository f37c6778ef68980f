from odoo.tests import TransactionCase, tagged

KEY = "crm_cubicl.test_number"


@tagged("post_install", "-at_install")
class TestConfigParameter(TransactionCase):
    def _get(self, given, **bounds):
        self.env["ir.config_parameter"].set_param(KEY, given)
        return self.env["ir.config_parameter"]._get_number(KEY, 30, **bounds)

    def test_what_is_no_number_counts_as_the_default(self):
        for given in (False, "", "many", "-3", "1.5", "²"):
            with self.subTest(given=given):
                self.assertEqual(self._get(given), 30)

    def test_bounds(self):
        self.assertEqual(self._get("0"), 0)
        self.assertEqual(self._get("0", least=1), 30)
        self.assertEqual(self._get("7", least=1), 7)
        self.assertEqual(self._get("900", most=600), 600)

    def test_whoever_asks(self):
        self.env["ir.config_parameter"].set_param(KEY, "5")
        parameters = self.env(user=self.env.ref("base.public_user"))[
            "ir.config_parameter"
        ]
        self.assertEqual(parameters._get_number(KEY, 30), 5)
