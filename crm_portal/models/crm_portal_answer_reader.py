from zoneinfo import ZoneInfo

from odoo.tools.misc import format_date, get_lang

from odoo.addons.crm_cubicl.tools.import_convert import Locale

from ..tools.answers import (
    CHOICES,
    NUMBERS,
    AnswerError,
    local_day,
    read_choices,
    read_date,
    read_datetime,
    read_number,
    read_text,
)
from ..tools.conditions import is_asked
from ..tools.upload import MOST_BYTES, judge


def field_name(question_id: int) -> str:
    """Return the name of a question's field on the page."""
    return f"question_{question_id}"


def get_zone(env, company=None) -> str:
    """Return the time zone in which visitors read times, and are asked for them."""
    # sudo: resource.calendar - where a company works is no secret
    company_sudo = (company or env.company).sudo()
    return env.context.get("tz") or company_sudo.resource_calendar_id.tz or "UTC"


class AnswerReader:
    """Read what was answered to the questions of one form, and judge it.

    :param files: None where no file can be sent: then none is asked for
    """

    def __init__(self, form_sudo, post, files) -> None:
        self.env = form_sudo.env
        self.questions = form_sudo.question_ids
        if files is None:
            self.questions = self.questions._filter_without_files()
        self.post, self.files = post, files
        point = get_lang(self.env).decimal_point or "."
        day = get_lang(self.env).date_format
        self.locale = Locale(point, day, ZoneInfo(get_zone(self.env)))

    def collect(self) -> tuple[dict, dict]:
        """Return the answers by question, and the errors by field."""
        answers, errors, asked, facts = {}, {}, set(), {}
        for question in self.questions:
            if not is_asked(question._get_condition(), asked, facts):
                # what is not asked is neither required nor kept
                continue
            asked.add(question.id)
            try:
                value = self._read_one(question)
            except AnswerError as error:
                errors[field_name(question.id)] = self._explain(question, error)
                continue
            if value is not None:
                answers[question.id] = value
                facts[question.id] = self._get_fact(question, value)
        return answers, errors

    def _get_fact(self, question, value):
        """Return the answer as conditions see it: a moment by its day."""
        if question.question_type == "datetime":
            return local_day(value, self.locale)
        return value

    def _read_one(self, question):
        """Return the answer, None where there is none."""
        kind, name = question.question_type, field_name(question.id)
        if kind == "file":
            return self._read_files(question, name)
        raws = [raw for raw in self.post.getlist(name) if raw.strip()]
        if kind == "boolean":
            if question.is_required and not raws:
                raise AnswerError("consent")
            return bool(raws)
        if not raws:
            if question.is_required:
                raise AnswerError("required")
            return None
        return self._read_typed(question, kind, raws)

    def _read_typed(self, question, kind: str, raws: list[str]):
        limits = question._get_limits()
        if kind in CHOICES:
            known = set(question.option_ids.ids)
            return read_choices(kind, raws, known, limits)
        raw = raws[0].strip()
        if kind in NUMBERS:
            return read_number(kind, raw, limits, self.locale)
        if kind in ("date", "datetime"):
            read = read_date if kind == "date" else read_datetime
            return read(raw, limits, self.locale)
        return read_text(kind, raw, limits)

    def _read_files(self, question, name: str) -> list[dict] | None:
        uploads = [upload for upload in self.files.getlist(name) if upload.filename]
        limits = question._get_limits()
        if not uploads:
            if question.is_required:
                raise AnswerError("required")
            return None
        if len(uploads) > limits.most:
            raise AnswerError("files", limit=limits.most)
        if len(uploads) < limits.least:
            raise AnswerError("few", limit=limits.least)
        return [self._read_file(upload) for upload in uploads]

    def _read_file(self, upload) -> dict:
        name = upload.filename.replace("\\", "/").rpartition("/")[2][-120:]
        content = upload.read(MOST_BYTES + 1)
        verdict = judge(upload.filename, content)
        if verdict.code:
            raise AnswerError(f"file_{verdict.code}", name=name)
        return {"name": name, "raw": content, "mimetype": verdict.mimetype}

    # -- words -----------------------------------------------------------------------

    def _explain(self, question, error: AnswerError) -> str:
        """Return what is wrong in the visitor's language."""
        limit, name = error.params.get("limit"), error.params.get("name", "")
        if error.code == "pattern":
            return self._explain_pattern(error.params["pattern"])
        shown = self._show_limit(question, limit)
        words = self._get_words(shown) | self._get_file_words(name, shown)
        return words[error.code]

    def _show_limit(self, question, limit) -> str:
        if limit is None:
            return ""
        if hasattr(limit, "year"):
            return format_date(self.env, limit)
        text = f"{limit:.10g}"
        return text.replace(".", self.locale.decimal_point)

    def _get_words(self, limit: str) -> dict[str, str]:
        return {
            "required": self.env._("Please answer this question."),
            "consent": self.env._("Please tick this; else we cannot go on."),
            "longer": self.env._("At most %s letters, please.", limit),
            "shorter": self.env._("At least %s letters, please.", limit),
            "link": self.env._(
                "This is no address of a page, such as https://example.com."
            ),
            "email": self.env._("This is no e-mail address."),
            "phone": self.env._("This is no phone number."),
            "integer": self.env._("Please give a whole number."),
            "number": self.env._("Please give a number."),
            "huge": self.env._("This number is too large."),
            "less": self.env._("At least %s, please.", limit),
            "more": self.env._("At most %s, please.", limit),
            "date": self.env._("Please give a date."),
            "datetime": self.env._("Please give a date and a time."),
            "before": self.env._("Not before %s, please.", limit),
            "after": self.env._("Not after %s, please.", limit),
            "choice": self.env._("Please choose from the list."),
            "one": self.env._("Please choose one only."),
            "many": self.env._("Please choose at most %s.", limit),
            "few": self.env._("Please choose at least %s.", limit),
        }

    def _get_file_words(self, name: str, limit: str) -> dict[str, str]:
        most = MOST_BYTES // 1024**2
        return {
            "files": self.env._("At most %s files, please.", limit),
            "file_type": self.env._("%s: this kind of file cannot be sent here.", name),
            "file_empty": self.env._("%s is empty.", name),
            "file_size": self.env._(
                "%(name)s is larger than %(limit)s MB.", name=name, limit=most
            ),
            "file_content": self.env._("%s is not what its name says.", name),
        }

    def _explain_pattern(self, pattern: str) -> str:
        return {
            "digits": self.env._("Digits only, please."),
            "letters": self.env._("Letters only, please."),
            "code": self.env._("Letters and digits without blanks, please."),
            "postcode": self.env._("A postcode has five digits."),
            "time": self.env._("Please give a time of day, such as 14:30."),
            "plate": self.env._("This is no number plate, such as 34 ABC 123."),
            "iban": self.env._("This is no IBAN: a digit or letter may be mistyped."),
            "tax": self.env._(
                "This is no tax or identity number: a digit may be mistyped."
            ),
        }[pattern]
