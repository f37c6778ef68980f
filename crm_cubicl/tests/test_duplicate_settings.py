import json

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from odoo.addons.crm_cubicl.models.crm_duplicate_own import OWN
from odoo.addons.crm_cubicl.models.crm_duplicate_weights import (
    CUT,
    ESTIMATED_CUT,
    ESTIMATED_WEIGHTS,
    SURE_SCORE,
    WEIGHT_SET,
    WEIGHTS,
)
from odoo.addons.crm_cubicl.tools.duplicate_cut import USUAL_CUT
from odoo.addons.crm_cubicl.tools.duplicate_settings import USUAL_SURE_SCORE
from odoo.addons.crm_cubicl.tools.duplicate_weights import SHIPPED

from .common import CustomerCase

HOSTILE = (
    None,
    False,
    True,
    "4",
    "",
    "−3",
    [],
    {},
    float("nan"),
    float("inf"),
    10**400,
)


@tagged("post_install", "-at_install")
class TestDuplicateSettings(CustomerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.engine = cls.env["crm.duplicate.engine"]
        cls.parameters = cls.env["ir.config_parameter"].sudo()
        for key in (CUT, ESTIMATED_CUT, SURE_SCORE, WEIGHT_SET, WEIGHTS, OWN):
            cls.parameters.set_param(key, False)
        cls.parameters.set_param(ESTIMATED_WEIGHTS, False)

    def setUp(self):
        super().setUp()
        self.scans = 0

        def request_scan(engine):
            self.scans += 1

        registry = self.env.registry["crm.duplicate.engine"]
        self.patch(registry, "_request_scan", request_scan)
        self.settings = self._as(self.user_manage, self.env["crm.duplicate.settings"])

    def _prepare(self, **changes):
        """Return the settings in use with changes, as the page sends them."""
        return self.settings._get_values_in_use() | changes

    def _weights(self, **changes):
        return {field: list(values) for field, values in SHIPPED.items()} | changes

    # -- what is in use --------------------------------------------------------

    def test_as_shipped(self):
        self.assertEqual(self.engine._get_weights(), SHIPPED)
        self.assertEqual(self.engine._get_cut(), USUAL_CUT)
        self.assertEqual(self.engine._get_sure_score(), USUAL_SURE_SCORE)
        self.parameters.set_param(ESTIMATED_CUT, "3.2")
        self.assertEqual(self.engine._get_cut(), 3.2)

    def test_saved_settings_are_in_use(self):
        weights = self._weights(vat=[-5, 3, 9])
        self.settings.create(
            {
                "is_cut_automatic": False,
                "cut": 6.5,
                "sure_score": 0.995,
                "weight_set": "hand",
                "weights": weights,
            }
        )
        self.assertEqual(self.engine._get_cut(), 6.5)
        self.assertEqual(self.engine._get_sure_score(), 0.995)
        self.assertEqual(self.engine._get_weights()["vat"], [-5, 3, 9])
        self.assertEqual(self.scans, 1)
        shown = self._as(self.user_manage, self.settings).new()
        self.assertEqual(shown.weights["vat"], [-5, 3, 9])
        self.assertFalse(shown.is_cut_automatic)

    def test_nothing_changed_is_no_scan(self):
        self.settings.create({})
        settings = self.settings.create({})
        self.scans = 0
        settings.write({"sure_score": 0.99})
        self.assertEqual(self.scans, 0)
        settings.write({"sure_score": 0.98})
        self.assertEqual(self.scans, 1)

    def test_back_to_what_is_shipped(self):
        weights = self._weights(vat=[-5, 3, 9])
        settings = self.settings.create({"weight_set": "hand", "weights": weights})
        settings.write({"weight_set": "shipped", "is_cut_automatic": True})
        self.assertEqual(self.engine._get_weights(), SHIPPED)
        # what was typed is not lost
        settings.write({"weight_set": "hand"})
        self.assertEqual(self.engine._get_weights()["vat"], [-5, 3, 9])

    def test_useless_parameters_are_passed_over(self):
        for text in ("x", "-1", "nan", "inf", "1e9", "{}"):
            for key in (CUT, ESTIMATED_CUT, SURE_SCORE, WEIGHTS, OWN):
                self.parameters.set_param(key, text)
            self.parameters.set_param(WEIGHT_SET, "hand")
            with self.subTest(text=text):
                self.assertEqual(self.engine._get_cut(), USUAL_CUT)
                self.assertEqual(self.engine._get_sure_score(), USUAL_SURE_SCORE)
                self.assertEqual(self.engine._get_weights(), SHIPPED)
        self.parameters.set_param(WEIGHT_SET, "other")
        self.assertEqual(self.engine._get_weight_set(), "shipped")
        self.parameters.set_param(WEIGHT_SET, "estimated")
        for text in (
            "[]",
            '{"weights": 4, "date": 4, "pairs": "x"}',
            '{"weights": {"vat": [1]}}',
            "null",
            "{",
        ):
            self.parameters.set_param(ESTIMATED_WEIGHTS, text)
            with self.subTest(text=text):
                self.assertEqual(self.engine._get_weights(), SHIPPED)
                self.assertFalse(self.engine._get_estimate()["date"])
                self.assertEqual(self.engine._get_estimate()["pairs"], 0)

    def test_estimate_now(self):
        self.assertFalse(self.engine._get_estimate()["date"])
        self.settings.estimate_weights()
        self.assertTrue(self.engine._get_estimate()["date"])

    # -- what cannot be --------------------------------------------------------

    def test_hostile_cut(self):
        for value in (*HOSTILE, -0.1, 20.1, 1e300):
            with (
                self.subTest(value=str(value)[:20]),
                self.assertRaises(ValidationError),
            ):
                self.settings._check_values(
                    self._prepare(is_cut_automatic=False, cut=value)
                )
        with self.assertRaisesRegex(ValidationError, "from 0 to 20, not “-4"):
            self.settings.create({"is_cut_automatic": False, "cut": -4})

    def test_hostile_sure_score(self):
        for value in (*HOSTILE, -1, 0, 0.49, 1, 99):
            with (
                self.subTest(value=str(value)[:20]),
                self.assertRaises(ValidationError),
            ):
                self.settings._check_values(self._prepare(sure_score=value))
        with self.assertRaisesRegex(ValidationError, "50 % to 99.99 %, not “9900 %”"):
            self.settings.create({"sure_score": 99})

    def test_hostile_weights(self):
        wrong = [
            {},
            None,
            "x",
            [1],
            {"vat": [-8, 4, 7]},
            self._weights(other=[1, 2]),
            self._weights(vat=[-8, 4]),
            self._weights(vat="-8"),
            self._weights(vat=None),
            *(self._weights(vat=[value, 4, 7.5]) for value in HOSTILE),
            self._weights(vat=[-20.5, 4, 7]),
            self._weights(vat=[-8, 4, 1e300]),
            self._weights(vat=[7, 4, -8]),
        ]
        for weights in wrong:
            values = self._prepare(weight_set="hand", weights=weights)
            with (
                self.subTest(weights=str(weights)[-40:]),
                self.assertRaises(ValidationError),
            ):
                self.settings._check_values(values)
        for weights, sentence in (
            (self._weights(vat=[-8, None, 7]), "“Tax number: one digit apart” needs"),
            (self._weights(vat=[-8, 4, 77]), "from −20 to 20, not 77"),
            (self._weights(vat=[7, 4, -8]), "“Tax number” cannot weigh less when"),
        ):
            with self.assertRaisesRegex(ValidationError, sentence):
                self.settings.create({"weight_set": "hand", "weights": weights})
        self.assertEqual(self.engine._get_weights(), SHIPPED)

    def test_hostile_choices(self):
        for values in (
            {"weight_set": "other"},
            {"weight_set": False},
            {"own_fields": "ref"},
            {"own_fields": {"name": [-1, 1]}},
            {"own_fields": {"no_such": [-1, 1]}},
            {"own_fields": {"ref": [1, 1]}},
            {"own_fields": {"ref": [-1, -1]}},
            {"own_fields": {"ref": [-1]}},
            {"own_fields": {"ref": ["-1", "1"]}},
            {"own_fields": {"ref": None}},
        ):
            with self.subTest(values=values), self.assertRaises(ValidationError):
                self.settings._check_values(self._prepare(**values))
        for values in (None, [], "x", 4):
            with self.subTest(values=values), self.assertRaises(ValidationError):
                self.settings._check_values(values)

    def test_preview_tells_what_is_wrong(self):
        values = self._prepare(is_cut_automatic=False, cut=-4)
        self.assertIn("not “-4”", self.settings.get_preview(values)["error"])
        self.assertIn("error", self.settings.get_preview({}))

    # -- who -------------------------------------------------------------------

    def test_only_manage(self):
        for user in (self.user_none, self.user_view, self.user_edit, self.user_delete):
            settings = self._as(user, self.env["crm.duplicate.settings"])
            values = self._prepare()
            with self.subTest(user=user.login):
                for ask in (
                    lambda settings=settings: settings.create({"cut": 9}),
                    lambda settings=settings, v=values: settings.get_preview(v),
                    lambda settings=settings: settings.estimate_weights(),
                    lambda settings=settings: settings.search([]),
                    lambda settings=settings: settings.web_search_read([], {}),
                ):
                    with self.assertRaises(AccessError):
                        ask()
                with self.assertRaises(AccessError):
                    parameters = self.env["ir.config_parameter"].with_user(user)
                    parameters.set_param(CUT, "1")
        self.assertEqual(self.scans, 0)

    def test_settings_of_somebody_else(self):
        own = self.settings.create({})
        with self.assertRaises(AccessError):
            self._as(self.user_delete, own).write({"cut": 9})

    def test_page(self):
        """What the form asks for, as whoever may open it."""
        form = self._as(self.user_manage, self.env["crm.duplicate.settings"])
        facts = form.new().facts
        self.assertEqual(json.loads(json.dumps(facts)), facts)
        for field in facts["fields"]:
            self.assertEqual(len(field["levels"]), len(SHIPPED[field["name"]]))
        self.assertEqual(form.new().display_name, "Finding duplicates")
