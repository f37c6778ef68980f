from odoo import api, models
from odoo.fields import Domain

from ..tools.answers import CHOICES, DATES, LENGTHS, NUMBERS


class CrmPortalForm(models.Model):
    """What was answered to a form, counted over the tickets one may read."""

    _inherit = "crm.portal.form"

    def action_open_tickets(self) -> dict:
        """Open the tickets on which questions of the form were answered."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_portal.crm_portal_ticket_action"
        )
        return action | {
            "domain": [("crm_reply_ids.form_id", "=", self.id)],
            "context": {},
        }

    def get_tickets_action(self, question_id: int, key=None) -> dict:
        """Return the action of the tickets on which a question was answered.

        :param key: the choice, or the yes or no, that was answered; None for any
        """
        self.ensure_one()
        question = self.env["crm.portal.question"].browse(int(question_id))
        answered = [("question_id", "=", question.id)]
        if key is not None and question.question_type == "boolean":
            answered.append(("value_boolean", "=", bool(key)))
        elif key is not None:
            answered.append(("option_ids", "in", [int(key)]))
        return self.action_open_tickets() | {
            "name": question.name,
            "display_name": question.name,
            "domain": [("crm_reply_ids", "any", answered)],
        }

    def action_open_replies(self) -> dict:
        """Open the answers as a list, a pivot table and a graph."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_portal.crm_portal_reply_action"
        )
        return action | {"domain": [("form_id", "=", self.id)], "context": {}}

    @api.readonly
    def get_statistics(self) -> list[dict]:
        """Return what was answered to each question, in order.

        A number of queries that neither questions nor tickets make larger.
        """
        self.ensure_one()
        self.check_access("read")
        domain = Domain("form_id", "=", self.id)
        questions = self.with_context(active_test=False).question_ids
        counts = self._count_replies(domain)
        options = self._count_options(domain)
        texts = self._get_latest_texts(domain & Domain("question_id", "!=", False))
        return [
            self._get_question_statistics(question, counts, options, texts)
            for question in questions
            if question.active or question in counts
        ]

    @api.model
    def _count_replies(self, domain: Domain) -> dict:
        rows = self.env["crm.portal.reply"]._read_group(
            domain,
            ["question_id"],
            [
                "__count",
                "value_number:avg",
                "value_number:min",
                "value_number:max",
                "value_number:sum",
                "value_date:min",
                "value_date:max",
                "value_datetime:min",
                "value_datetime:max",
            ],
        )
        yes = dict(
            self.env["crm.portal.reply"]._read_group(
                domain & Domain("value_boolean", "=", True),
                ["question_id"],
                ["__count"],
            )
        )
        return {question: (*rest, yes.get(question, 0)) for question, *rest in rows}

    @api.model
    def _count_options(self, domain: Domain) -> dict:
        rows = self.env["crm.portal.reply"]._read_group(
            domain & Domain("option_ids", "!=", False),
            ["question_id", "option_ids"],
            ["__count"],
        )
        return {(question, option): count for question, option, count in rows}

    def _get_latest_texts(self, domain: Domain) -> dict:
        """Return the latest text of each question."""
        ids = self.env["crm.portal.reply"]._read_group(
            domain & Domain("question_type", "in", list(LENGTHS)),
            ["question_id"],
            ["id:max"],
        )
        replies = self.env["crm.portal.reply"].browse([id_ for _q, id_ in ids])
        return {reply.question_id: reply.value_text for reply in replies}

    def _get_question_statistics(self, question, counts, options, texts) -> dict:
        kind = question.question_type
        count, average, low, high, total, *days, yes = counts.get(
            question, (0, 0, 0, 0, 0, None, None, None, None, 0)
        )
        row = {
            "id": question.id,
            "label": question.name,
            "kind": kind,
            "is_archived": not question.active,
            "count": count,
            "bars": [],
            "facts": [],
            "latest": texts.get(question, ""),
        }
        if kind in CHOICES:
            row["bars"] = self._get_option_bars(question, options)
        elif kind == "boolean" and count:
            row["bars"] = [
                {"key": True, "label": self.env._("Yes"), "count": yes},
                {"key": False, "label": self.env._("No"), "count": count - yes},
            ]
        elif kind in NUMBERS and count:
            row["facts"] = self._get_number_facts(question, average, low, high, total)
        elif kind in DATES and count:
            row["facts"] = self._get_day_facts(kind, days)
        return row

    def _get_option_bars(self, question, options) -> list[dict]:
        known = question.with_context(active_test=False).option_ids
        return [
            {"key": option.id, "label": option.name, "count": found}
            for option in known
            if (found := options.get((question, option), 0)) or option.active
        ]

    def _get_number_facts(self, question, average, low, high, total) -> list:
        def show(value):
            row = self.env["crm.portal.reply"].new(
                {
                    "question_type": question.question_type,
                    "value_number": round(value, 2),
                    "currency_id": question.currency_id.id,
                }
            )
            return row._format_number()

        return [
            [self.env._("Average"), show(average)],
            [self.env._("Lowest"), show(low)],
            [self.env._("Highest"), show(high)],
            [self.env._("Sum"), show(total)],
        ]

    def _get_day_facts(self, kind: str, days: list) -> list:
        first, last = days[:2] if kind == "date" else days[2:]
        show = self.env["ir.qweb.field." + kind].value_to_html
        return [
            [self.env._("Earliest"), show(first, {})],
            [self.env._("Latest"), show(last, {})],
        ]
