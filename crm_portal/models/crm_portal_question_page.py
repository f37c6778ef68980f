import json

from odoo import models
from odoo.tools.misc import format_date

from ..tools.answers import CHOICES, LENGTHS
from .crm_portal_answer_reader import field_name, get_zone

# so many choices are shown one below the other, more in a list to open
MOST_RADIOS = 6
INPUTS = {
    "email": {"type": "email", "autocomplete": "off"},
    "phone": {"type": "tel", "autocomplete": "off"},
    "link": {"type": "text", "inputmode": "url", "autocomplete": "off"},
    "integer": {"type": "text", "inputmode": "numeric", "autocomplete": "off"},
    # as text: the visitor's own decimal sign is understood, whatever the browser's
    "number": {"type": "text", "inputmode": "decimal", "autocomplete": "off"},
    "amount": {"type": "text", "inputmode": "decimal", "autocomplete": "off"},
    "date": {"type": "date"},
    "datetime": {"type": "datetime-local"},
    "text": {"type": "text", "autocomplete": "off"},
}
KINDS = {"choices": "checkboxes", "boolean": "checkbox", "file": "file"}


class CrmPortalQuestion(models.Model):
    """A question on a visitor's page."""

    _inherit = "crm.portal.question"

    def _filter_without_files(self):
        """Return what can be asked where no file can be sent, as on the phone."""
        return self.filtered(lambda question: question.question_type != "file")

    def _get_fields(self) -> list[dict]:
        """Return what the page needs of each question, in the reader's language."""
        # one query for all of them
        self.option_ids.fetch(["name", "question_id"])
        return [question._get_field() for question in self]

    def _get_field(self) -> dict:
        kind = self.question_type
        options = [(str(o.id), o.name) for o in self.option_ids]
        if kind == "choice":
            shape = "radios" if len(options) <= MOST_RADIOS else "select"
        else:
            shape = KINDS.get(kind, "textarea" if kind == "long_text" else "input")
        condition = self._get_condition()
        return {
            "id": self.id,
            "name": field_name(self.id),
            "label": self.name,
            "hint": self._get_hint(),
            "kind": kind,
            "shape": shape,
            "options": options if kind in CHOICES else [],
            "unit": self.currency_id.symbol if kind == "amount" else "",
            "is_required": self.is_required,
            # a browser without JavaScript hides nothing, and would insist on it
            "browser_requires": self.is_required and not condition,
            "attributes": self._get_attributes(),
            "condition": self._get_condition_json(condition),
            "condition_text": condition and self.condition_text,
        }

    def _get_condition_json(self, condition) -> str | None:
        if not condition:
            return None
        value = condition.value
        if isinstance(value, set):
            value = [str(id_) for id_ in sorted(value)]
        elif hasattr(value, "isoformat"):
            value = value.isoformat()
        return json.dumps(
            {
                "question": condition.question,
                "operator": condition.operator,
                "value": value,
            }
        )

    def _get_attributes(self) -> dict:
        kind, limits = self.question_type, self._get_limits()
        attributes = dict(INPUTS.get(kind, {}))
        if kind in LENGTHS:
            attributes["maxlength"] = limits.most or LENGTHS[kind]
            if limits.least:
                attributes["minlength"] = limits.least
        if kind in ("date", "datetime"):
            clock = {"earliest": "T00:00", "latest": "T23:59"}
            for edge, name in (("earliest", "min"), ("latest", "max")):
                if day := getattr(limits, edge):
                    late = clock[edge] if kind == "datetime" else ""
                    attributes[name] = f"{day.isoformat()}{late}"
        if kind == "file" and limits.most > 1:
            attributes["multiple"] = "multiple"
        return attributes

    def _get_hint(self) -> str:
        """Return the question's hint, and what it allows."""
        parts = [self.help or "", *self._get_limit_hints()]
        if self.question_type == "datetime":
            parts.append(self.env._("Time zone: %s", get_zone(self.env)))
        return " ".join(filter(None, parts))

    def _get_limit_hints(self) -> list[str]:
        limits = self._get_limits()
        kind = self.question_type
        if kind in ("date", "datetime"):
            return self._get_day_hints(limits)
        if kind == "choices" or (kind == "file" and limits.most > 1):
            low, high = limits.least, limits.most
        else:
            low, high = (
                None if edge is None else f"{edge:.10g}"
                for edge in (limits.minimum, limits.maximum)
            )
        if low and high:
            return [self.env._("From %(low)s to %(high)s.", low=low, high=high)]
        if low:
            return [self.env._("At least %s.", low)]
        return [self.env._("At most %s.", high)] if high else []

    def _get_day_hints(self, limits) -> list[str]:
        hints = {
            self.env._("Not before %s."): limits.earliest,
            self.env._("Not after %s."): limits.latest,
        }
        return [hint % format_date(self.env, day) for hint, day in hints.items() if day]
