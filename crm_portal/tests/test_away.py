from freezegun import freeze_time

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common import VIEW, PortalCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-10 12:00:00")
class TestAway(PortalCommon):
    """Who is away is passed over; somebody is told all the same."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.first = new_test_user(cls.env, "away_first", VIEW)
        cls.second = new_test_user(cls.env, "away_second", VIEW)
        cls.general = new_test_user(cls.env, "away_general", VIEW)
        cls.manager = new_test_user(cls.env, "away_manager", VIEW)
        cls.project.user_id = cls.manager
        cls.env.company.crm_general_manager_ids = cls.general
        cls.customer = cls.env["res.partner"].create(
            {
                "name": "Gizem Optik",
                "is_company": True,
                "is_crm_customer": True,
                "user_id": cls.first.id,
                "crm_manager_ids": cls.second.ids,
            }
        )
        cls.topic = cls._create_topic(user_ids=(cls.first | cls.second).ids)

    def _told(self, customer=None):
        handlers = self.topic._get_handlers(customer or self.customer)
        return handlers.users, handlers.reason, handlers.is_assigned

    def test_when_somebody_is_away(self):
        for start, end, is_away in (
            (False, False, False),
            (False, "2026-03-10", True),
            (False, "2026-03-09", False),
            ("2026-03-10", "2026-03-10", True),
            ("2026-03-11", "2026-03-20", False),
            ("2026-03-01", "2026-03-31", True),
        ):
            with self.subTest(start=start, end=end):
                self.first.write({"crm_away_from": start, "crm_away_until": end})
                self.assertEqual(self.first._is_away(), is_away)

    @freeze_time("2026-03-10 22:30:00")
    def test_the_day_is_that_of_the_colleague(self):
        self.first.crm_away_until = "2026-03-10"
        self.first.tz = "UTC"
        self.assertTrue(self.first._is_away())
        self.first.tz = "Europe/Istanbul"
        self.assertFalse(self.first._is_away())

    def test_of_people_the_rest_is_told(self):
        self.first.crm_away_until = "2026-03-20"
        self.assertEqual(self._told(), (self.second, "people", True))
        self.second.crm_away_until = "2026-03-20"
        self.assertEqual(self._told(), (self.manager, "fallback", False))

    def test_of_account_managers_the_rest_then_the_general_ones(self):
        self.topic.handler_kind = "account"
        self.assertEqual(self._told(), (self.first | self.second, "account", True))
        self.first.crm_away_until = "2026-03-20"
        self.assertEqual(self._told(), (self.second, "account", True))
        self.second.active = False
        self.assertEqual(self._told(), (self.general, "general", True))
        self.general.crm_away_until = "2026-03-20"
        self.assertEqual(self._told(), (self.manager, "fallback", False))

    def test_the_topics_page_says_who_is_not_there(self):
        self.assertFalse(self.topic.passed_over_names)
        self.first.crm_away_until = "2026-03-20"
        self.topic.invalidate_recordset()
        self.assertEqual(self.topic.told_names, self.second.name)
        self.assertEqual(self.topic.passed_over_names, self.first.name)
        self.second.crm_away_until = "2026-03-20"
        self.topic.invalidate_recordset()
        self.assertEqual(self.topic.told_names, self.manager.name)
        self.assertEqual(
            self.topic.passed_over_names, f"{self.first.name}, {self.second.name}"
        )

    def test_nobody_there_tells_the_administrators(self):
        self.topic.handler_kind = "project"
        self.assertEqual(self._told(), (self.manager, "project", True))
        self.manager.crm_away_until = "2026-03-20"
        users, reason, is_assigned = self._told()
        self.assertEqual((reason, is_assigned), ("administrator", False))
        self.assertIn(self.user_project_manager, users)

    def test_everybody_away_tells_somebody(self):
        everybody = self.env["res.users"].search([("share", "=", False)])
        everybody.crm_away_until = "2026-03-20"
        users, reason, _is_assigned = self._told()
        self.assertTrue(users)
        self.assertEqual(reason, "administrator")

    def test_a_ticket_is_handed_to_who_is_there(self):
        self.first.crm_away_until = "2026-03-20"
        ticket = self.env["project.task"].create(
            {
                "name": "Help",
                "crm_topic_id": self.topic.id,
                "partner_id": self.customer.id,
                "user_ids": False,
            }
        )
        self.assertEqual(ticket.user_ids, self.second)
        self.assertEqual(ticket.crm_notice_ids.user_id, self.second)

    def test_one_says_it_oneself(self):
        own = self.first.with_user(self.first)
        own.write({"crm_away_from": "2026-03-12", "crm_away_until": "2026-03-20"})
        [row] = own.read(["crm_away_until"])
        self.assertEqual(str(row["crm_away_until"]), "2026-03-20")

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_nobody_says_it_of_others(self):
        with self.assertRaises(AccessError):
            self.first.with_user(self.second).crm_away_until = "2026-03-20"

    def test_dates_that_make_no_sense(self):
        with self.assertRaisesRegex(ValidationError, "until when"):
            self.first.crm_away_from = "2026-03-12"
        with self.assertRaisesRegex(ValidationError, "before you have left"):
            self.first.write(
                {"crm_away_from": "2026-03-12", "crm_away_until": "2026-03-11"}
            )
