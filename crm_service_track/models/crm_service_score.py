from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL, date_utils

from ..tools.score_figures import Cell, choose, get_settled
from .crm_service_visit import LOW_SCORE

USER = "crm_service_track.crm_service_track_group_user"
# a customer has been asked; a form taken back or cancelled does not count
ASKED = ("waiting", "approved", "objected", "closed")
MONTHS = 12


class CrmServiceScore(models.Model):
    """How customers rate the services: a row for each form that asked one.

    A corrected form takes the place of the one that it corrects as soon as the customer
    is asked again: one service counts once. The rows are for managers; technicians get
    fixed figures over five answers or more (`get_figures`), with no domain and no group
    of their choice.
    """

    _name = "crm.service.score"
    _description = "Score of a Service"
    _auto = False
    _order = "date desc, id desc"

    name = fields.Char(string="Number", readonly=True)
    visit_id = fields.Many2one("crm.service.visit", string="Form", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    customer_id = fields.Many2one("res.partner", readonly=True)
    type_id = fields.Many2one("crm.service.type", string="Service", readonly=True)
    user_id = fields.Many2one("res.users", string="Technician", readonly=True)
    date = fields.Datetime(string="Date of the Service", readonly=True)
    score_date = fields.Datetime(
        string="Date of the Answer",
        readonly=True,
        help="When the customer answered, or else was asked.",
    )
    asked = fields.Integer(readonly=True, help="Forms that customers were sent.")
    answers = fields.Integer(readonly=True, help="Forms with a score.")
    unanswered = fields.Integer(readonly=True, help="Forms without any answer.")
    unanswered_share = fields.Float(
        string="Without Answer (%)", readonly=True, digits=(16, 1), aggregator="avg"
    )
    score = fields.Float(
        string="Average Score", readonly=True, digits=(16, 1), aggregator="avg"
    )
    low = fields.Integer(
        string="Low Scores", readonly=True, help="Scores of 6 and below."
    )
    customer_comment = fields.Text(string="Customer's Comment", readonly=True)

    _depends = {
        "crm.service.visit": [
            "name",
            "company_id",
            "customer_id",
            "type_id",
            "user_id",
            "date_start",
            "state",
            "corrects_id",
            "sent_date",
            "answered_date",
            "answer",
            "score",
            "customer_comment",
        ]
    }

    @property
    def _table_query(self) -> SQL:
        return SQL(
            """
            WITH RECURSIVE replaced AS (
                SELECT corrects_id AS id FROM crm_service_visit
                WHERE corrects_id IS NOT NULL AND state IN %(asked)s
                UNION
                SELECT visit.corrects_id FROM replaced
                JOIN crm_service_visit visit ON visit.id = replaced.id
                WHERE visit.corrects_id IS NOT NULL
            )
            SELECT visit.id, visit.name, visit.id AS visit_id, visit.company_id,
                visit.customer_id, visit.type_id, visit.user_id,
                visit.date_start AS date,
                COALESCE(visit.answered_date, visit.sent_date) AS score_date,
                1 AS asked,
                (visit.score IS NOT NULL)::int AS answers,
                (visit.answer IS NULL)::int AS unanswered,
                CASE WHEN visit.answer IS NULL THEN 100.0 ELSE 0.0 END
                    AS unanswered_share,
                visit.score::numeric AS score,
                COALESCE(visit.score <= %(low)s, false)::int AS low,
                visit.customer_comment
            FROM crm_service_visit visit
            WHERE visit.state IN %(asked)s
                AND NOT EXISTS (SELECT FROM replaced WHERE replaced.id = visit.id)
            """,
            asked=ASKED,
            low=LOW_SCORE,
        )

    def action_view_visit(self) -> dict:
        """Open the form that was rated."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "crm.service.visit",
            "res_id": self.id,
            "views": [[False, "form"]],
        }

    # -- for technicians ---------------------------------------------------------

    @api.model
    @api.readonly
    def get_figures(self) -> dict:
        """Return what a technician sees: the own average, those of services and months.

        Nothing can be asked for: the groups are fixed, and which of them are shown is
        decided by `tools.score_figures`. They are of this year and the last, up to the
        end of last month.
        """
        if not self.env.user.has_group(USER):
            raise AccessError(
                self.env._("Ask an administrator for the role Technician.")
            )
        cells = self._get_cells()
        own = get_settled(cell for cell in cells if cell.is_own)
        months = self._get_months(cells)
        by_service = {
            service: get_settled(cell for cell in cells if cell.service == service)
            for service in dict.fromkeys(cell.service for cell in cells)
        }
        kinds = {"own": {True: own}, "months": months, "services": by_service}
        shown = choose(kinds)
        names = self._get_service_names(by_service)
        return {
            "own": self._get_row(self.env._("My services"), shown["own"].get(True)),
            "months": [
                self._get_row(month, shown["months"].get(month))
                for month in list(months)[-MONTHS:]
            ],
            "services": [
                self._get_row(name, shown["services"].get(service))
                for service, name in names.items()
            ],
        }

    @api.model
    def _get_cells(self) -> list[Cell]:
        """Return the answers of this year and the last in one query."""
        self.env["crm.service.visit"].flush_model(self._depends["crm.service.visit"])
        today = fields.Datetime.now()
        return [
            Cell(*row)
            for row in self.env.execute_query(
                SQL(
                    """
                    SELECT user_id = %(user)s, type_id,
                        to_char(score_date, 'YYYY-MM') AS month, sum(asked)::int,
                        sum(unanswered)::int, sum(answers)::int,
                        COALESCE(sum(score), 0)::int
                    FROM (%(scores)s) score
                    WHERE company_id = %(company)s
                        AND score_date >= %(since)s AND score_date < %(until)s
                    GROUP BY user_id = %(user)s, type_id, month
                    """,
                    user=self.env.uid,
                    scores=self._table_query,
                    company=self.env.company.id,
                    since=date_utils.start_of(today, "year") - relativedelta(years=1),
                    until=date_utils.start_of(today, "month"),
                )
            )
        ]

    @api.model
    def _get_months(self, cells: list[Cell]) -> dict[str, frozenset[Cell]]:
        return {
            month: frozenset(cell for cell in cells if cell.month == month)
            for month in sorted({cell.month for cell in cells})
        }

    @api.model
    def _get_service_names(self, services) -> dict[int, str]:
        """Return the names of the services in their order, archived ones too."""
        types = self.env["crm.service.type"].with_context(active_test=False)
        found = types.search_fetch([("id", "in", list(services))], ["name"])
        return {service.id: service.name for service in found}

    @api.model
    def _get_row(self, label: str, group: frozenset[Cell] | None) -> dict:
        """Return a line of the page; without figures where they are not shown."""
        row = {"label": label, "is_shown": bool(group)}
        if group:
            answers = sum(cell.answers for cell in group)
            asked = sum(cell.asked for cell in group)
            unanswered = sum(cell.unanswered for cell in group)
            row.update(
                asked=asked,
                answers=answers,
                unanswered_share=round(100 * unanswered / asked, 1),
                score=round(sum(cell.total for cell in group) / answers, 1),
            )
        return row
