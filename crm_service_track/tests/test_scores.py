import random
from itertools import product

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import BaseCase, freeze_time, tagged
from odoo.tools import mute_logger

from ..tools.score_figures import LEAST, Cell, choose, count, get_settled, is_telling
from .common import ServiceTrackCommon

INFO = {"method": "POST", "address": "192.0.2.7", "agent": "Mozilla/5.0"}


@tagged("post_install", "-at_install")
class TestScores(ServiceTrackCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.hour = 0
        # who may export at all, so that the rows are what is refused
        export = cls.env.ref("base.group_allow_export")
        users = cls.user_technician | cls.user_plain
        users.write({"group_ids": [Command.link(export.id)]})

    def _ask(self, **values):
        """Return a form that the customer has been asked about; no two at a time."""
        type(self).hour += 1
        day, hour = divmod(self.hour, 20)
        return self._create_visit(
            **{
                "date_start": f"2026-03-{day + 1:02} {hour:02}:00:00",
                "date_end": f"2026-03-{day + 1:02} {hour:02}:30:00",
            }
            | values
        )

    def _rate(self, *scores, date="2026-03-20 12:00:00", **values):
        """Have the customer rate as many services; a score None is no answer."""
        visits = self.env["crm.service.visit"]
        with freeze_time(date):
            for score in scores:
                visit = self._ask(**values)
                visit.action_send()
                if score:
                    self._answer(visit, score)
                visits |= visit
        return visits

    def _answer(self, visit, score, answer="approve"):
        link = visit.link_ids.filtered(lambda found: found.state == "active")
        visit._answer(link, {"answer": answer, "score": score}, INFO)

    def _get_totals(self, groupby, domain=()):
        scores = self._as(self.user_manager, self.env["crm.service.score"])
        return {
            key: figures
            for key, *figures in scores._read_group(
                [("customer_id", "=", self.customer.id), *domain],
                [groupby],
                [
                    "asked:sum",
                    "answers:sum",
                    "unanswered_share:avg",
                    "score:avg",
                    "low:sum",
                ],
            )
        }

    # -- what counts -------------------------------------------------------------

    def test_managers_see_averages_by_technician_service_customer_and_month(self):
        other = self.env["crm.service.type"].create({"name": "Other service"})
        self._rate(10, 9, 5, None)
        self._rate(8, user_id=self.user_colleague.id, type_id=other.id)
        for groupby, key, expected in (
            ("user_id", self.user_technician, [4, 3, 25.0, 8.0, 1]),
            ("user_id", self.user_colleague, [1, 1, 0.0, 8.0, 0]),
            ("type_id", other, [1, 1, 0.0, 8.0, 0]),
            ("customer_id", self.customer, [5, 4, 20.0, 8.0, 1]),
        ):
            with self.subTest(groupby=groupby, key=key):
                self.assertEqual(self._get_totals(groupby)[key], expected)
        months = self._get_totals("date:month")
        self.assertEqual([*months.values()], [[5, 4, 20.0, 8.0, 1]])

    def test_what_was_never_sent_or_is_given_up_does_not_count(self):
        with freeze_time("2026-03-20 12:00:00"):
            self._ask()
            self._rate(None).action_take_back()
            self._rate(None).action_cancel()
            self.assertFalse(self._get_totals("user_id"))
            objected = self._rate(None)
            self._answer(objected, 3, "object")
            self.assertEqual(
                self._get_totals("user_id")[self.user_technician], [1, 1, 0.0, 3.0, 1]
            )
            # sent again, the form waits for a new score
            objected.with_user(self.user_technician).action_send()
            self.assertEqual(
                self._get_totals("user_id")[self.user_technician], [1, 0, 100, 0, 0]
            )

    def test_a_corrected_form_takes_the_place_of_the_one_before(self):
        technician = self.user_technician
        with freeze_time("2026-03-20 12:00:00"):
            first = self._rate(4)
            first.with_user(self.user_manager).action_close()
            second = first.browse(first.action_correct()["res_id"])
            self.assertEqual(self._get_totals("user_id")[technician][3], 4.0)
            second.action_send()
            self.assertEqual(
                self._get_totals("user_id")[technician], [1, 0, 100.0, 0, 0]
            )
            self._answer(second, 10)
            third = first.browse(second.action_correct()["res_id"])
            self.assertEqual(second.state, "cancelled")
            third.action_send()
            self._answer(third, 8)
            # the first is replaced although the one between is cancelled
            self.assertEqual(
                self._get_totals("user_id")[technician], [1, 1, 0.0, 8.0, 0]
            )

    def test_a_row_leads_to_its_form(self):
        visit = self._rate(9)
        score = self._as(
            self.user_manager, self.env["crm.service.score"].browse(visit.id)
        )
        self.assertEqual(score.action_view_visit()["res_id"], visit.id)

    # -- for technicians ---------------------------------------------------------

    def _get_figures(self, user, date="2026-05-10 12:00:00"):
        with freeze_time(date):
            return self._as(user, self.env["crm.service.score"]).get_figures()

    def test_technicians_see_fixed_figures_over_five_answers(self):
        self._rate(10, 9, 8, 7)
        self._rate(None, None)
        hidden = {"label": "My services", "is_shown": False}
        self.assertEqual(self._get_figures(self.user_technician)["own"], hidden)
        self._rate(6)
        shown = hidden | {
            "is_shown": True,
            "asked": 7,
            "answers": 5,
            "unanswered_share": 28.6,
            "score": 8.0,
        }
        self.assertEqual(self._get_figures(self.user_technician)["own"], shown)
        # a sixth of the month after tells nothing; five more are added
        self._rate(1, date="2026-04-02 12:00:00")
        self.assertEqual(self._get_figures(self.user_technician)["own"], shown)
        self._rate(1, 1, 1, 1, date="2026-04-02 12:00:00")
        own = self._get_figures(self.user_technician)["own"]
        self.assertEqual((own["answers"], own["score"]), (10, 4.5))

    def test_the_running_month_is_not_shown(self):
        self._rate(10, 9, 8, 7, 6)
        figures = self._get_figures(self.user_technician, "2026-03-31 23:00:00")
        self.assertFalse(figures["own"]["is_shown"])
        self.assertFalse(figures["months"])

    def test_all_and_all_but_one_are_not_both_shown(self):
        """One's own five and the month of all six: one is the colleague's."""
        self._rate(10, 9, 8, 7, 6)
        self._rate(2, user_id=self.user_colleague.id)
        figures = self._get_figures(self.user_technician)
        self.assertTrue(figures["own"]["is_shown"])
        self.assertFalse(any(row["is_shown"] for row in figures["months"]))
        self.assertFalse(any(row["is_shown"] for row in figures["services"]))
        figures = self._get_figures(self.user_colleague)
        self.assertFalse(figures["own"]["is_shown"])
        self.assertEqual(figures["months"][0]["answers"], 6)
        # one more of the colleague's is not enough, five are
        self._rate(2, 2, 2, 2, user_id=self.user_colleague.id)
        figures = self._get_figures(self.user_technician)
        self.assertEqual(figures["months"][0]["answers"], 10)

    def test_figures_cost_a_query(self):
        self._rate(10, 9, 8, 7, 6)
        scores = self._as(self.user_technician, self.env["crm.service.score"])
        scores.env.user.has_group("base.group_user")
        self.env["crm.service.type"].search([]).mapped("name")
        with freeze_time("2026-05-10 12:00:00"):
            scores.get_figures()
            with self.assertQueryCount(2):
                scores.get_figures()

    def test_a_page_of_the_managers_costs_a_query_and_the_names(self):
        self._rate(10, 9, 8, 7, 6)
        scores = self._as(self.user_manager, self.env["crm.service.score"])
        wanted = ["asked:sum", "answers:sum", "unanswered_share:avg", "score:avg"]
        domain = [("customer_id", "=", self.customer.id)]
        scores.web_read_group(domain, ["user_id"], wanted)
        self.env.invalidate_all()
        with self.assertQueryCount(3):
            scores.web_read_group(domain, ["user_id"], wanted)

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_nobody_else_has_a_door(self):
        visit = self._rate(9)
        for user in (self.user_technician, self.user_plain):
            scores = self._as(user, self.env["crm.service.score"])
            for door in (
                lambda s=scores: s.browse(visit.id).read(["score"]),
                lambda s=scores: s.search([("score", ">", 1)]),
                lambda s=scores: s.search_read([], ["score"]),
                lambda s=scores: s.web_search_read([], {"score": {}}),
                lambda s=scores: s._read_group([], ["user_id"], ["score:avg"]),
                lambda s=scores: s.formatted_read_group([], [], ["score:avg"]),
                lambda s=scores: s.web_read_group([], ["user_id"], ["score:avg"]),
                lambda s=scores: s.browse(visit.id).export_data(["score"]),
                lambda s=scores: s.name_search(""),
                lambda s=scores: s.search_count([("score", "<", 7)]),
            ):
                with (
                    self.subTest(user=user.login),
                    self.assertRaises(AccessError),
                ):
                    door()
        with self.assertRaises(AccessError):
            self._as(self.user_plain, self.env["crm.service.score"]).get_figures()

    def test_a_manager_sees_the_scores_of_customers_in_sight_and_own_companies(self):
        visit = self._rate(9)
        scores = self.env["crm.service.score"]
        self.assertTrue(self._as(self.user_manager, scores).search([], limit=1))
        self.customer.crm_is_closed = True
        domain = [("id", "=", visit.id)]
        self.assertFalse(self._as(self.user_manager, scores).search(domain))


@tagged("post_install", "-at_install")
class TestScoreFigures(BaseCase):
    def _get_cells(self, rand):
        return [
            Cell(own, service, month, answers + 1, 1, answers, 7 * answers)
            for own, service, month in product(
                (True, False), (1, 2, 3), ("2026-01", "2026-02", "2026-03", "2026-04")
            )
            if (answers := rand.choice((0, 0, 1, 2, 3, 6)))
        ]

    def test_no_figure_and_no_difference_is_of_few_answers(self):
        rand = random.Random(6)
        shown_once = 0
        for _again in range(300):
            cells = self._get_cells(rand)
            services = {cell.service for cell in cells}
            months = {cell.month for cell in cells}
            kinds = {
                "own": {1: get_settled(cell for cell in cells if cell.is_own)},
                "months": {
                    month: frozenset(c for c in cells if c.month == month)
                    for month in months
                },
                "services": {
                    service: get_settled(c for c in cells if c.service == service)
                    for service in services
                },
            }
            shown = choose(kinds)
            groups = [group for found in shown.values() for group in found.values()]
            shown_once += len(groups)
            for group in groups:
                self.assertGreaterEqual(count(group), LEAST)
            for one, other in product(groups, groups):
                if not count(other - one):
                    self.assertNotIn(count(one - other), range(1, LEAST))
            wholes = [frozenset().union(*found.values()) for found in shown.values()]
            for whole, found in product(wholes, shown.values()):
                if found:
                    self.assertFalse(is_telling(whole, found.values()))
        self.assertGreater(shown_once, 300)

    def test_what_is_shown_next_differs_by_five_answers(self):
        rand = random.Random(7)
        for _again in range(200):
            cells = self._get_cells(rand)
            before = frozenset()
            for month in ("2026-01", "2026-02", "2026-03", "2026-04"):
                settled = get_settled(c for c in cells if c.month <= month)
                self.assertLessEqual(before, settled)
                self.assertNotIn(count(settled - before), range(1, LEAST))
                before = settled
