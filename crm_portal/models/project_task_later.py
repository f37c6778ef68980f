import json
import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

from odoo.addons.crm_cubicl.tools.marks import has_marks

from .crm_portal_handler_mixin import ADMINISTRATOR, FALLBACK

_logger = logging.getLogger(__name__)

# no client can send this
LATER = {"crm_notify_later": object()}
WOKEN = "crm_portal.woken"
# minutes until what failed, or was locked, is tried once more
AGAIN = 5


class ProjectTask(models.Model):
    """Whoever sends a form waits for the page, not for the mails it brings about."""

    _inherit = "project.task"

    # -- a new ticket: neither written nor mailed while somebody waits -----------------

    def _leave_to_queue(self) -> bool:
        """Wake the queue up for mails, where somebody waits; return whether it is."""
        if not has_marks(self.env.context, LATER):
            return False
        # asked once in a transaction
        done = self.env.cr.precommit.data
        if WOKEN not in done:
            # sudo: ir.cron - the queue works for everybody
            queue_sudo = self._get_mail_queue().sudo()
            done[WOKEN] = bool(queue_sudo.active)
            if done[WOKEN]:
                queue_sudo._trigger()
        return done[WOKEN]

    @api.model
    def _get_mail_queue(self):
        """Return the job that writes the mails; nothing where it was deleted."""
        queue = self.env.ref("crm_portal.ir_cron_filed", raise_if_not_found=False)
        return queue or self.env["ir.cron"]

    @api.model
    def _cron_mail_filed(self) -> None:
        """Tell of tickets that were filed; one that fails keeps no other waiting."""
        tickets = self._find_unmailed()
        self.env["ir.cron"]._commit_progress(remaining=len(tickets))
        # who writes on a ticket at the same moment makes it fail once
        failed = [ticket for ticket in tickets if not ticket._try_mail_filed()]
        for ticket in failed:
            ticket._try_mail_filed(is_last=True)
        if self._find_unmailed():
            again = fields.Datetime.now() + timedelta(minutes=AGAIN)
            self._get_mail_queue()._trigger(again)

    def _try_mail_filed(self, is_last=False) -> bool:
        """Write the mails and keep them; return whether that went well."""
        try:
            with self.env.cr.savepoint():
                self._mail_filed()
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            is_done = False
            if is_last:
                _logger.info("Ticket %s is written to: its mails wait", self.id)
        except Exception:
            is_done = False
            if is_last:
                _logger.exception("Ticket %s: its mails were not written", self.id)
        else:
            is_done = True
        # what the next one reads is new
        self.env["ir.cron"]._commit_progress(1 if is_done or is_last else 0)
        return is_done

    @api.model
    def _find_unmailed(self):
        """Return the tickets of which somebody still has to be told, oldest first."""
        notices = self.env["crm.portal.notice"].search([("is_waiting", "=", True)])
        shares = self.env["crm.portal.share"].search([("link_lang", "!=", False)])
        return (notices.task_id | shares.task_id).sorted("id")

    def _mail_filed(self) -> None:
        """Write the mails that wait: to whom it is given, and to whoever has filed it.

        What somebody works on at this moment waits a little longer.
        """
        self.ensure_one()
        ticket = self.with_company(self.company_id)
        notices = ticket.crm_notice_ids.filtered("is_waiting").try_lock_for_update()
        for reason, those in notices.grouped("reason").items():
            if users := ticket._filter_still_concerned(those.user_id):
                is_assigned = reason not in (FALLBACK, ADMINISTRATOR)
                ticket._mail_notice(users, is_assigned)
        notices.is_waiting = False
        shares = ticket.crm_share_ids.filtered("link_lang").try_lock_for_update()
        for share in shares.filtered(lambda share: share._is_open()):
            ticket.with_context(lang=share.link_lang)._mail_link(share)
        shares.link_lang = False

    def _filter_still_concerned(self, users):
        """Return those who still have to do with the ticket, if it is one.

        While the mail waited, somebody may have taken it or given it to another.
        """
        if not self.crm_topic_id or self.crm_merged_into_id:
            return users.browse()
        return users & self.user_ids if self.user_ids else users

    # -- posts -------------------------------------------------------------------------

    def _notify_thread(self, message, msg_vals=False, **kwargs):
        """Leave it to the queue, which begins at once, who is told and how."""
        if not has_marks(self.env.context, LATER):
            return super()._notify_thread(message, msg_vals=msg_vals, **kwargs)
        values = msg_vals or {}
        is_comment = values.get("subtype_id") == self.env[
            "ir.model.data"
        ]._xmlid_to_res_id("mail.mt_comment")
        if not is_comment and not values.get("partner_ids"):
            # a note that names nobody
            return []
        # sudo: mail.message.schedule - core's queue, whoever writes
        self.env["mail.message.schedule"].sudo().create(
            {
                "mail_message_id": message.id,
                "notification_parameters": json.dumps(kwargs),
                "scheduled_datetime": fields.Datetime.now(),
            }
        )
        return []
