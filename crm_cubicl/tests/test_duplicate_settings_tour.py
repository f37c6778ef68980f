import json

from odoo.tests import HttpCase, tagged

from odoo.addons.crm_cubicl.models.crm_duplicate_own import OWN
from odoo.addons.crm_cubicl.models.crm_duplicate_weights import (
    CUT,
    ESTIMATED_CUT,
    WEIGHT_SET,
    WEIGHTS,
)

from .common import CustomerMixin


@tagged("post_install", "-at_install")
class TestDuplicateSettingsTour(CustomerMixin, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_customers()
        parameters = cls.env["ir.config_parameter"].sudo()
        for key in (ESTIMATED_CUT, WEIGHT_SET, OWN):
            parameters.set_param(key, False)
        parameters.set_param(CUT, "8")
        cls.customers = cls.env["res.partner"].concat(
            cls._create_customer("Toros Gıda A.Ş.", phone="0212 555 12 34"),
            cls._create_customer("TOROS GIDA LTD", phone="+90 212 555 12 34"),
            cls._create_customer("Toros Gıda Tarım Ürünleri A.Ş.", city="Adana"),
        )
        cls.env.flush_all()
        cls.env["crm.duplicate.scan"]._request()

    def test_settings(self):
        self.start_tour(
            "/odoo/crm-duplicate-settings",
            "crm_duplicate_settings",
            login="level_manage",
        )
        self.env.invalidate_all()
        self.env.registry.clear_cache()
        parameters = self.env["ir.config_parameter"].sudo()
        self.assertEqual(parameters.get_param(CUT), "3.0")
        self.assertEqual(parameters.get_param(WEIGHT_SET), "shipped")
        self.assertEqual(json.loads(parameters.get_param(WEIGHTS))["phone"][-1], 2)
        self.assertEqual(json.loads(parameters.get_param(OWN)), {"ref": [-3, 6]})
