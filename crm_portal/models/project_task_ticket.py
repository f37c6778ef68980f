from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .crm_portal_handler_mixin import Handlers

CUSTOMER = "customer"
US = "us"
# noted by itself: a number typed in would stop the ticket that gets it next
KEPT = {
    "crm_number",
    "crm_is_unverified",
    "crm_merged_into_id",
    "crm_first_answer_date",
    "crm_consent_id",
    "crm_consent_date",
    "crm_form_key",
    "crm_link_id",
}


class ProjectTask(models.Model):
    """A ticket is a task with a topic: it has a number, and somebody waits."""

    _inherit = "project.task"
    _rec_names_search = ["name", "crm_number", "id"]

    crm_topic_id = fields.Many2one(
        "crm.portal.topic",
        string="Topic",
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        check_company=True,
    )
    crm_number = fields.Char(
        string="Ticket number", readonly=True, copy=False, index="trigram"
    )
    crm_channel = fields.Selection(
        [
            ("form", "Form"),
            ("portal", "Portal"),
            ("mail", "E-mail"),
            ("phone", "Phone"),
            ("internal", "Internal"),
        ],
        string="Channel",
        copy=False,
    )
    crm_is_unverified = fields.Boolean(
        string="Sender not verified",
        readonly=True,
        copy=False,
        help="Somebody typed this e-mail address, or wrote it above a mail; nobody has "
        "used the link that was sent to it yet, or answered the mail.",
    )
    crm_waiting_for = fields.Selection(
        [(US, "Us"), (CUSTOMER, "The customer")],
        string="Waiting for",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    crm_waiting_since = fields.Datetime(
        string="Waiting since", readonly=True, copy=False
    )
    crm_first_answer_date = fields.Datetime(
        string="First answered on", readonly=True, copy=False
    )
    crm_share_ids = fields.One2many("crm.portal.share", "task_id", string="Shared with")
    crm_notice_ids = fields.One2many(
        "crm.portal.notice", "task_id", string="Who was told"
    )

    _crm_number_unique = models.UniqueIndex("(crm_number) WHERE crm_number IS NOT NULL")

    @api.depends("crm_number")
    def _compute_display_name(self):
        result = super()._compute_display_name()
        for task in self.filtered("crm_number"):
            task.display_name = f"{task.crm_number} {task.display_name}"
        return result

    # -- becoming a ticket -----------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        defaults = {
            key.removeprefix("default_")
            for key in self.env.context
            if key.startswith("default_")
        }
        self._check_kept(defaults.union(*vals_list))
        prepared = [self._prepare_ticket_vals(vals) for vals in vals_list]
        tasks = super().create([vals for vals, _handlers in prepared])
        for task, (_vals, handlers) in zip(tasks, prepared, strict=True):
            if task.crm_topic_id:
                task._begin_ticket(handlers)
        return tasks

    @api.model
    def _prepare_ticket_vals(self, vals: dict) -> tuple[dict, Handlers | None]:
        """Put a ticket into the project of its topic, where no other is given.

        Where nobody shall work on it yet, those of the topic do from the start; they
        are returned too.
        """
        topic_id = vals.get(
            "crm_topic_id", self.env.context.get("default_crm_topic_id")
        )
        if not topic_id:
            return vals, None
        vals = {**vals, "crm_topic_id": topic_id}
        if vals.get("project_id"):
            return vals, None
        # sudo: crm.portal.topic - whoever files a ticket need not read topics
        topic_sudo = self.env["crm.portal.topic"].sudo().browse(topic_id)
        partner_id = vals.get("partner_id", self.env.context.get("default_partner_id"))
        partner_sudo = self.env["res.partner"].sudo().browse(partner_id or ())
        customer_sudo = partner_sudo.crm_customer_id or partner_sudo
        served = topic_sudo._for_customer(customer_sudo)
        vals["project_id"] = served.project.id
        if vals.get("user_ids") != []:
            return vals, None
        handlers = topic_sudo._find_handlers(served, customer_sudo)
        if handlers.is_assigned:
            vals["user_ids"] = [fields.Command.set(handlers.users.ids)]
        return vals, handlers

    def write(self, vals):
        self._check_kept(vals.keys())
        # asked of tasks that get a topic alone: every task is written by this way
        new = self.browse()
        if vals.get("crm_topic_id"):
            new = self.filtered(lambda task: not task.crm_topic_id)
        result = super().write(vals)
        new._begin_ticket()
        if "state" in vals or "stage_id" in vals:
            self._end_waiting()
        return result

    @api.model
    def _check_kept(self, names: set) -> None:
        """Refuse by hand what is noted here alone: a number, who was verified."""
        if not self.env.su and (found := KEPT & names):
            labels = self.fields_get(sorted(found), ["string"])
            raise AccessError(
                self.env._(
                    "This is noted on tickets by itself, and not changed by hand: "
                    "%(fields)s",
                    fields=", ".join(label["string"] for label in labels.values()),
                )
            )

    def _begin_ticket(self, handlers: Handlers | None = None) -> None:
        """Give numbers, hand the tickets out and note that the customer waits.

        :param handlers: who works on them, where that is known already
        """
        # sudo: ir.sequence, project.task - numbers are given whoever files
        sequence_sudo = self.env["ir.sequence"].sudo()
        for task_sudo in self.sudo():
            if not task_sudo.crm_number:
                task_sudo.crm_number = sequence_sudo.next_by_code("crm.portal.ticket")
            task_sudo.crm_channel = task_sudo.crm_channel or "internal"
            task_sudo._wait_for(US)
            task_sudo._hand_out(handlers)

    def _hand_out(self, handlers: Handlers | None = None) -> None:
        """Assign and tell the topic's handlers; without such, tell who chooses."""
        if not handlers:
            handlers = self.crm_topic_id._get_handlers(self._get_ticket_customer())
        if handlers.is_assigned and not self.user_ids:
            self.with_context(
                mail_auto_subscribe_no_notify=True
            ).user_ids = handlers.users
        self._tell(handlers)

    def _get_ticket_customer(self):
        """Return the customer of the ticket, or nobody."""
        self.ensure_one()
        return self.partner_id.crm_customer_id or self.partner_id

    def _tell(self, handlers: Handlers) -> None:
        """Notify handlers of a new ticket, by mail or inbox as each has chosen."""
        users = handlers.users - self.env.user
        if self._leave_to_queue():
            self._note_told(handlers, users)
        else:
            self._note_told(handlers)
            self._mail_notice(users, handlers.is_assigned)

    def _note_told(self, handlers: Handlers, waiting=()) -> None:
        """Note who is told of the ticket and why; who is told of it may read it.

        :param waiting: those of them whose mail the queue writes
        """
        self.env["crm.portal.notice"].create(
            [
                {
                    "task_id": self.id,
                    "user_id": user.id,
                    "reason": handlers.reason,
                    "is_assigned": user in self.user_ids,
                    "is_waiting": user in waiting,
                }
                for user in handlers.users
            ]
        )

    def _mail_notice(self, users, is_assigned: bool) -> None:
        """Notify users of the new ticket, each in their language."""
        for lang in set(users.mapped("lang")):
            those = users.filtered(lambda user, lang=lang: user.lang == lang)
            ticket = self.with_context(lang=lang)
            ticket.message_notify(
                partner_ids=those.partner_id.ids,
                # a visitor has no address that mails could come from
                email_from=ticket._get_brand_sender(lang),
                subject=ticket.env._("New ticket %s", ticket.display_name),
                body=ticket._get_notice_body(is_assigned),
                email_layout_xmlid="mail.mail_notification_layout",
                model_description=ticket.env._("ticket"),
            )

    def _get_notice_body(self, is_assigned: bool):
        values = {"ticket": self, "is_assigned": is_assigned}
        return self.env["ir.qweb"]._render("crm_portal.ticket_notice", values)

    # -- who waits ---------------------------------------------------------------

    def _wait_for(self, whom: str) -> None:
        """Note who has to do something now, and since when."""
        for task in self.filtered(lambda t: t.crm_waiting_for != whom):
            task.write(
                {"crm_waiting_for": whom, "crm_waiting_since": fields.Datetime.now()}
            )

    def _end_waiting(self) -> None:
        """Nobody waits on a closed ticket; one that is open again waits for us."""
        # sudo: project.task - a note of ours that follows the state
        for task_sudo in self.sudo().filtered("crm_topic_id"):
            if task_sudo.is_closed and task_sudo.crm_waiting_for:
                task_sudo.write({"crm_waiting_for": False, "crm_waiting_since": False})
            elif not task_sudo.is_closed and not task_sudo.crm_waiting_for:
                task_sudo._wait_for(US)

    def action_answer(self) -> dict:
        """Open the window in which the customer is answered."""
        self.ensure_one()
        if not self.crm_topic_id:
            raise UserError(self.env._("This task is no ticket."))
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Answer the customer"),
            "res_model": "crm.portal.answer",
            "views": [[False, "form"]],
            "target": "new",
            "context": {"default_task_id": self.id},
        }
