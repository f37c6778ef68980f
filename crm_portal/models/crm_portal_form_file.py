from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.tools import split_every

from odoo.addons.crm_cubicl.tools.tabular_xlsx_writer import (
    MAX_TEXT,
    XlsxColumn,
    XlsxWriter,
)

from ..tools.answers import NUMBERS

# so many tickets are read at once
BATCH = 1000


class CrmPortalForm(models.Model):
    """Who may take the answers along."""

    _inherit = "crm.portal.form"

    def _may_export(self) -> bool:
        """Return whether the user may export at all, as core has it."""
        return self.env.su or self.env.user.has_group("base.group_allow_export")

    def _get_file_name(self) -> str:
        today = fields.Date.context_today(self).isoformat()
        name = self.env._("Answers to %(form)s %(date)s", form=self.name, date=today)
        return f"{name.replace('/', '-')}.xlsx"

    def action_export(self) -> dict:
        """Download a row per ticket, a column per question."""
        self.ensure_one()
        return {
            "type": "ir.actions.client",
            "tag": "crm_cubicl_download",
            "params": {"url": f"/crm/portal/form/{self.id}/answers.xlsx"},
        }


class CrmPortalFormFile(models.AbstractModel):
    """Write the answers to a form as a workbook: a row per ticket.

    Texts stay texts: none becomes a formula, whatever it begins with.
    """

    _name = "crm.portal.form.file"
    _description = "Answers to a form as a file"

    @api.model
    def _write_workbook(self, form, target) -> None:
        """Write what the user may read into an open binary file."""
        replies = self.env["crm.portal.reply"]
        domain = [("form_id", "=", form.id)]
        columns = self._get_columns(form, domain)
        heads = [XlsxColumn(label, kind) for label, kind in self._get_heads()]
        heads += [XlsxColumn(label, kind) for label, kind in columns.values()]
        writer = XlsxWriter(target, heads, form.name)
        groups = replies._read_group(domain, ["task_id"], order="task_id DESC")
        tickets = [task.id for (task,) in groups]
        for ids in split_every(BATCH, tickets):
            self._write_tickets(writer, domain, list(ids), list(columns))
        writer.close()

    @api.model
    def _get_heads(self) -> list[tuple[str, str]]:
        return [
            (self.env._("Ticket number"), "text"),
            (self.env._("Ticket"), "text"),
            (self.env._("Created on"), "datetime"),
            (self.env._("Topic"), "text"),
            (self.env._("Customer"), "text"),
        ]

    @api.model
    def _get_columns(self, form, domain) -> dict:
        """Return a column per question, and per question that was deleted.

        Keys are ids of questions, or the labels of those that are no more.
        """
        replies = self.env["crm.portal.reply"]
        asked = {q for (q,) in replies._read_group(domain, ["question_id"])}
        questions = form.with_context(active_test=False).question_ids
        columns = {
            question.id: (question.name, self._get_kind(question.question_type))
            for question in questions
            if question.active or question in asked
        }
        gone = replies._read_group(
            [*domain, ("question_id", "=", False)],
            ["question_label"],
            order="question_label",
        )
        return columns | {label: (label, "text") for (label,) in gone}

    @api.model
    def _get_kind(self, question_type: str) -> str:
        if question_type in NUMBERS:
            return "number"
        return question_type if question_type in ("date", "datetime") else "text"

    @api.model
    def _write_tickets(self, writer, domain, ids: list[int], keys: list) -> None:
        replies = self.env["crm.portal.reply"].search_fetch(
            [*domain, ("task_id", "in", ids)]
        )
        by_task = replies.grouped("task_id")
        zone = ZoneInfo(self.env.user.tz or "UTC")
        for task in self.env["project.task"].browse(ids):
            cells = {
                reply.question_id.id or reply.question_label: reply
                for reply in by_task.get(task, ())
            }
            row = self._get_ticket_cells(task, zone)
            row += [
                key in cells and self._get_cell(cells[key], key, zone) for key in keys
            ]
            writer.write_row([cell if cell is not False else None for cell in row])

    @api.model
    def _get_ticket_cells(self, task, zone) -> list:
        # sudo: res.partner, crm.portal.topic - a ticket names its customer and topic
        # to whoever may read it
        task_sudo = task.sudo()
        return [
            task.crm_number or "",
            task.name[:MAX_TEXT],
            _to_zone(task.create_date, zone),
            task_sudo.crm_topic_id.name or "",
            task_sudo.partner_id.name or "",
        ]

    @api.model
    def _get_cell(self, reply, key, zone):
        kind = reply.question_type
        if isinstance(key, str) or kind == "boolean":
            return (reply.display_value or "")[:MAX_TEXT]
        if kind in NUMBERS:
            return reply.value_number
        if kind == "date":
            return reply.value_date
        if kind == "datetime":
            return _to_zone(reply.value_datetime, zone)
        return (reply.value_text or "")[:MAX_TEXT]


def _to_zone(moment, zone):
    """Return a moment of the database as the clock at the reader's shows it."""
    utc = moment.replace(tzinfo=ZoneInfo("UTC"))
    return utc.astimezone(zone).replace(tzinfo=None, microsecond=0)
