from odoo import fields, models
from odoo.exceptions import UserError

from ..models.crm_portal_sender import Sender
from ..models.project_task_filing import Question


class CrmPortalCall(models.TransientModel):
    """The customer called: a ticket that a colleague writes down."""

    _name = "crm.portal.call"
    _description = "Ticket of a customer who called"
    _inherit = ["crm.portal.topic.choice"]

    subject = fields.Char(required=True)
    text = fields.Text(string="What they asked", required=True)
    channel = fields.Selection(
        [("phone", "Phone"), ("internal", "Internal")], required=True, default="phone"
    )
    is_link_sent = fields.Boolean(
        string="Send the customer a link",
        help="They read what was written down and answer there, by the link or by "
        "mail.",
    )

    def action_file(self) -> dict:
        """File the ticket by the same rules as everybody's; open it."""
        self.ensure_one()
        self.env["project.task"].check_access("create")
        person = self._get_person()
        if self.is_link_sent and not person.email:
            raise UserError(
                self.env._(
                    "%s has no e-mail address to which a link could be sent.",
                    person.display_name,
                )
            )
        topic = self._get_topic()
        question = Question(
            topic,
            self.subject,
            self.text,
            [],
            channel=self.channel,
            answers=self._read_answers(topic),
            is_link_sent=self.is_link_sent,
        )
        ticket_sudo = self.env["project.task"]._file_ticket(
            question, Sender(person, True)
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": "project.task",
            "res_id": ticket_sudo.id,
            "views": [[False, "form"]],
        }
