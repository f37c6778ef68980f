from odoo import models
from odoo.exceptions import AccessError


class ProjectTask(models.Model):
    """What the page of a ticket knows of its conversation."""

    _inherit = "project.task"

    def _thread_to_store(self, store, fields, *, request_list=None):
        result = super()._thread_to_store(store, fields, request_list=request_list)
        if request_list is not None and self.env.user._is_internal():
            for task in self:
                store.add(
                    task, {"crm_ticket": task._get_chatter_data()}, as_thread=True
                )
        return result

    def _get_chatter_data(self) -> dict | bool:
        """Return who would read an answer, what waits to go out, who was in copy."""
        self.ensure_one()
        # sudo: project.task - whether this is a ticket, for who reads its page
        ticket_sudo = self.sudo()
        task = self.with_user(self.env.user)
        if not ticket_sudo.crm_topic_id or not task.has_access("read"):
            return False
        can_answer = task.has_access("write")
        answers = self.env["crm.portal.answer"]
        copies = ticket_sudo.crm_copy_ids.filtered(lambda copy: not copy.is_done)
        return {
            "can_answer": can_answer,
            "readers": self._get_readers(),
            "waiting": can_answer and answers._find_waiting(self),
            "copies": can_answer
            and copies.read(["name", "email", "kind"], load="_classic_read"),
        }

    def crm_send_answer(self, body, attachment_ids) -> dict:
        """Answer the customer from the ticket's page; return what waits to go out.

        :param body: HTML
        """
        self.ensure_one()
        if not self.env.user._is_internal():
            raise AccessError(self.env._("Only colleagues answer customers."))
        answer = self.env["crm.portal.answer"].create(
            {
                "task_id": self.id,
                "body": str(body or ""),
                "attachment_ids": [int(id_) for id_ in attachment_ids],
                "is_full": False,
            }
        )
        return answer.action_send()
