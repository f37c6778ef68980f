from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import is_html_empty

SECONDS = "crm_portal.withdraw_seconds"
DEFAULT_SECONDS = 10
# uploaded for a post that is not there yet, as core marks it
PENDING = {"res_model": "mail.compose.message", "res_id": 0}


class CrmPortalAnswer(models.Model):
    """An answer that has not gone out yet: while it waits, it can be taken back.

    Nothing of it is on the ticket, on the customer's page or in a mail before its time.
    """

    _name = "crm.portal.answer"
    _description = "Answer to a customer that has not gone out"
    _order = "id"

    task_id = fields.Many2one(
        "project.task", string="Ticket", required=True, ondelete="cascade", index=True
    )
    recipients = fields.Char(compute="_compute_recipients")
    recipients_note = fields.Char(
        compute="_compute_recipients", export_string_translation=False
    )
    body = fields.Html(string="Answer", sanitize_style=True)
    attachment_ids = fields.Many2many(
        "ir.attachment", string="Files", bypass_search_access=True
    )
    canned_id = fields.Many2one(
        "crm.portal.canned", string="Canned answer", store=False, readonly=False
    )
    topic_id = fields.Many2one(related="task_id.crm_topic_id")
    is_full = fields.Boolean(
        string="Written in the window",
        default=True,
        readonly=True,
        export_string_translation=False,
    )
    send_date = fields.Datetime(string="Goes out at", readonly=True, copy=False)

    _send_date_idx = models.Index("(send_date) WHERE send_date IS NOT NULL")

    @api.depends("task_id")
    def _compute_recipients(self):
        for answer in self:
            readers = answer.task_id._get_readers() if answer.task_id else []
            answer.recipients = ", ".join(
                f"{reader['label']} ({reader['language']})"
                if reader["language"]
                else reader["label"]
                for reader in readers
                if reader["follows"]
            )
            silent = [reader["name"] for reader in readers if not reader["follows"]]
            answer.recipients_note = bool(silent) and self.env._(
                "Without a mail, as they do not follow the ticket: %s",
                ", ".join(silent),
            )

    @api.onchange("canned_id")
    def _onchange_canned_id(self):
        if self.canned_id and self.task_id:
            body = "" if is_html_empty(self.body) else self.body
            self.body = body + self.canned_id._fill_in(self.task_id)
            self.canned_id = False

    @api.model_create_multi
    def create(self, vals_list):
        """Write answers on tickets that one may write, with files one may read."""
        answers = super().create(vals_list)
        answers._check_rights()
        return answers

    def write(self, vals):
        result = super().write(vals)
        self._check_rights()
        return result

    def _check_rights(self) -> None:
        """Check the ticket and the files: they go out in the user's name."""
        if self.env.su:
            return
        self.task_id.check_access("write")
        self.attachment_ids.check_access("read")
        # sudo: project.task - one that the user may write, as just checked
        if not all(self.task_id.sudo().mapped("crm_topic_id")):
            raise UserError(self.env._("This task is no ticket."))

    # -- waiting -----------------------------------------------------------------

    @api.model
    def _get_seconds(self) -> int:
        """Return for how many seconds an answer can be taken back."""
        parameters = self.env["ir.config_parameter"]
        return parameters._get_number(SECONDS, DEFAULT_SECONDS, most=600)

    def action_send(self) -> dict:
        """Let the answer wait, or send it at once where nothing waits."""
        self.ensure_one()
        if is_html_empty(self.body) and not self.attachment_ids:
            raise UserError(self.env._("Write something first."))
        self.task_id._share_with_customer()
        seconds = self._get_seconds()
        if not seconds:
            self._send()
            return {"type": "ir.actions.act_window_close"}
        self._wait(seconds)
        return {
            "type": "ir.actions.client",
            "tag": "crm_portal_answer_waits",
            "params": self._get_waiting()[0],
        }

    def _wait(self, seconds: int) -> None:
        self.send_date = fields.Datetime.now() + timedelta(seconds=seconds)
        # sudo: ir.attachment - uploaded for this answer; kept until it goes out
        self.attachment_ids.sudo().filtered(
            lambda f: (
                f.res_model == PENDING["res_model"] and f.create_uid == self.env.user
            )
        ).write({"res_model": self._name, "res_id": self.id})
        self.env.ref("crm_portal.ir_cron_answer")._trigger(self.send_date)

    @api.model
    def _find_waiting(self, task) -> list[dict]:
        """Return the user's own answers on a ticket that wait."""
        user = self.env.user
        # sudo: crm.portal.answer - the user's own
        return (
            self.sudo()
            .search(
                [
                    ("task_id", "=", task.id),
                    ("create_uid", "=", user.id),
                    ("send_date", "!=", False),
                ]
            )
            ._get_waiting()
        )

    def _get_waiting(self) -> list[dict]:
        """Return what the ticket's page shows of answers that wait."""
        now = fields.Datetime.now()
        return [
            {
                "id": answer.id,
                "task_id": answer.task_id.id,
                "body": answer.body or "",
                "files": answer.attachment_ids.mapped("name"),
                "seconds": max(0, (answer.send_date - now).total_seconds()),
            }
            for answer in self.filtered("send_date")
        ]

    def action_withdraw(self) -> dict | bool:
        """Take an answer back; return its text and files, or nothing if it is out."""
        answer = self._take()
        if not answer:
            return False
        files = answer.attachment_ids
        # sudo: ir.attachment - uploaded for this answer, and free for the next again
        files.sudo().filtered(lambda f: f.res_model == self._name).write(PENDING)
        body, is_full = answer.body or "", answer.is_full
        # sudo: crm.portal.answer - the user's own, as found above
        answer.sudo().unlink()
        return {
            "body": body,
            "is_full": is_full,
            "files": [
                {
                    "id": f.id,
                    "name": f.name,
                    "mimetype": f.mimetype,
                    "size": f.file_size,
                }
                for f in files
            ],
        }

    def action_send_now(self) -> bool:
        """Send what waits, without waiting longer; tell whether it was still there."""
        answer = self._take()
        if answer:
            answer._send()
        return bool(answer)

    def _take(self):
        """Return the user's own answer that waits, locked: nobody else has it now."""
        if len(self) != 1:
            return self.browse()
        found = self.search([("id", "=", self.id), ("send_date", "!=", False)])
        if found and found.create_uid != self.env.user:
            raise AccessError(self.env._("Only who wrote an answer takes it back."))
        return found.try_lock_for_update()

    # -- going out ---------------------------------------------------------------

    def _send(self) -> None:
        """Post the answers, each in the name of who wrote it; they are gone then."""
        for answer in self:
            # sudo: ir.attachment - uploaded for this answer, and posted with it
            files_sudo = answer.attachment_ids.sudo()
            files_sudo.filtered(lambda f: f.res_model == self._name).write(PENDING)
            user = answer.create_uid
            task = answer.task_id.with_user(user).with_context(lang=user.lang)
            task._answer(answer.body or "", files_sudo.ids)
        # sudo: crm.portal.answer - posted, in the name of who wrote it
        self.sudo().unlink()

    @api.model
    def _cron_send(self) -> None:
        """Send what has waited long enough; what cannot go is told to its author."""
        due = self.search([("send_date", "<=", fields.Datetime.now())], limit=100)
        for found in due:
            answer = found.try_lock_for_update()
            if not answer:
                continue
            try:
                with self.env.cr.savepoint():
                    answer._send()
            except (AccessError, UserError) as error:
                answer._give_back(str(error))
            self.env["ir.cron"]._commit_progress(1)

    def _give_back(self, reason: str) -> None:
        """Tell the author that an answer did not go out, with its text."""
        ticket = self.task_id.with_context(lang=self.create_uid.lang)
        ticket.message_notify(
            partner_ids=self.create_uid.partner_id.ids,
            subject=ticket.env._("Your answer did not go out"),
            body=ticket.env["ir.qweb"]._render(
                "crm_portal.answer_failed", {"answer": self, "reason": reason}
            ),
        )
        self.send_date = False

    @api.autovacuum
    def _gc_drafts(self):
        """Forget windows that were opened and closed again."""
        limit = fields.Datetime.now() - timedelta(days=7)
        self.search([("send_date", "=", False), ("write_date", "<", limit)]).unlink()
