from odoo import models

from ..tools.audience import KEY, MAIL, STAGE, VISIBLE, get_mark


class ProjectTask(models.Model):
    """Who is told of what is written on a ticket.

    Colleagues who follow it; of those outside nobody, unless the post was made visible
    to the customer: then those whom the ticket is shared with.
    """

    _inherit = "project.task"

    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        """Let nobody outside follow a ticket: shares say who sees what."""
        tickets = self.filtered("crm_topic_id")
        if tickets and partner_ids:
            # sudo: res.partner - only to learn who works here
            partners_sudo = self.env["res.partner"].sudo().browse(partner_ids)
            inside = partners_sudo.filtered(lambda p: not p.partner_share).ids
            super(ProjectTask, tickets).message_subscribe(inside, subtype_ids)
            self -= tickets
        if not self:
            return True
        return super().message_subscribe(partner_ids, subtype_ids)

    def _message_auto_subscribe(self, updated_values, followers_existing_policy="skip"):
        """Let whoever follows a project follow none of its tickets by that."""
        tickets = self.filtered("crm_topic_id")
        if tickets:
            values = {k: v for k, v in updated_values.items() if k != "project_id"}
            super(ProjectTask, tickets)._message_auto_subscribe(
                values, followers_existing_policy
            )
        rest = self - tickets
        return super(ProjectTask, rest)._message_auto_subscribe(
            updated_values, followers_existing_policy
        )

    # -- those outside -----------------------------------------------------------

    def _get_shares(self):
        """Return with whom the ticket is shared."""
        # sudo: crm.portal.share - staff on the ticket may know who sees it
        return self.sudo().crm_share_ids.filtered(lambda share: share._is_open())

    def _get_open_shares(self):
        """Return with whom the ticket is shared and who follows it."""
        return self._get_shares().filtered("follows")

    def _get_audience(self, is_visible: bool):
        """Return the people outside whom something written now may reach."""
        if get_mark(self.env.context) is MAIL:
            return self._get_shares().partner_id
        if is_visible:
            return self._get_open_shares().partner_id
        return self.env["res.partner"]

    def _get_outsiders(self, partners, message=None):
        """Return those of some partners whom a post of the ticket may not reach."""
        # sudo: project.task, res.partner - who works here is no question of rights
        if not partners or len(self) != 1 or not self.sudo().crm_topic_id:
            return self.env["res.partner"]
        outside = partners.sudo().filtered("partner_share").sudo(False)
        return outside - self._get_audience(bool(message and message.crm_is_visible))

    def _mail_outside(self):
        """Return the ticket for a mail of ours to somebody it is shared with."""
        return self.with_context(**{KEY: MAIL})

    # -- posts -------------------------------------------------------------------

    def message_post(self, **kwargs):
        """Post among colleagues, unless our own code says that the customer reads."""
        ticket = self._prepare_post(kwargs)
        message = super(ProjectTask, ticket).message_post(**kwargs)
        return message.with_env(self.env)

    def _prepare_post(self, kwargs: dict):
        """Settle who reads a post: change its values, return the ticket to post on."""
        asked = kwargs.pop("crm_is_visible", False)
        # sudo: project.task - whether this is a ticket, whoever writes
        if len(self) != 1 or not self.sudo().crm_topic_id:
            return self
        mark = get_mark(self.env.context)
        is_visible = (asked and mark is VISIBLE) or (
            mark is STAGE and self._is_for_customer(kwargs.get("partner_ids"))
        )
        if is_visible:
            kwargs["crm_is_visible"] = True
            if mark is STAGE and self.env.user.share:
                # whoever files a ticket has not written what the stage sends
                kwargs.update(self._get_house_author())
        elif mark is VISIBLE or mark is STAGE:
            return self.with_context(**{KEY: None})
        return self

    def _is_for_customer(self, partner_ids) -> bool:
        """Return whether the customer is among whom a stage's template is for."""
        self.ensure_one()
        # sudo: crm.portal.share - who chose the template for the stage wants it read
        if self.sudo().partner_id.id in (partner_ids or ()):
            self.env["crm.portal.share"].sudo()._share(self, self.sudo().partner_id)
        return bool(
            set(self._get_open_shares().partner_id.ids) & {*(partner_ids or ())}
        )

    def _get_message_create_valid_field_names(self):
        names = super()._get_message_create_valid_field_names()
        return names | {"crm_is_visible", "crm_is_stranger"}

    def _message_create(self, values_list):
        return super()._message_create(
            [self._keep_inside(values) for values in values_list]
        )

    def _keep_inside(self, values: dict) -> dict:
        """Return the values of a post, in which nobody outside is named by mistake."""
        if values.get("model") != self._name or not values.get("res_id"):
            return values
        ticket = self.browse(values["res_id"])
        # sudo: project.task - whether this is a ticket, whoever writes
        if not ticket.sudo().crm_topic_id:
            return values
        is_visible = bool(values.get("crm_is_visible"))
        named = self.env["res.partner"].browse(values.get("partner_ids") or ())
        # sudo: res.partner - who works here is no question of rights
        outside = named.sudo().filtered("partner_share").sudo(False)
        outside -= ticket._get_audience(is_visible)
        if outside or values.get("outgoing_email_to"):
            ticket._hint_outsiders(outside)
        return {
            **values,
            "partner_ids": (named - outside).ids,
            "outgoing_email_to": False,
            "is_internal": not is_visible,
        }

    def _hint_outsiders(self, partners) -> None:
        """Tell who writes that somebody outside was not told, and what to do."""
        user = self.env.user
        if not user._is_internal() or user._is_superuser():
            return
        # whom the user may not see has no name here
        names = partners._filtered_access("read").mapped("name")
        user._bus_send(
            "simple_notification",
            {
                "type": "warning",
                "sticky": True,
                "title": self.env._("Not told: %s", ", ".join(names))
                if names
                else self.env._("Nobody outside was told"),
                "message": self.env._(
                    "What is written on a ticket stays among colleagues. Use “Answer "
                    "the customer” for what the customer is to read."
                ),
            },
        )

    def _notify_get_recipients(self, message, msg_vals=False, **kwargs):
        recipients = super()._notify_get_recipients(
            message, msg_vals=msg_vals, **kwargs
        )
        # sudo: project.task, mail.message - whoever writes, rows of those outside
        if len(self) != 1 or not self.sudo().crm_topic_id:
            return recipients
        message_sudo = message.sudo()
        audience = self._get_audience(message_sudo.crm_is_visible)
        # whom our own code has named when it wrote: others are taken out at once, and
        # mails may go out later, when nothing but the message is left of it
        audience |= message_sudo.partner_ids & self._get_shares().partner_id
        ids = audience.ids
        return [row for row in recipients if not row["share"] or row["id"] in ids]

    def _notify_thread_with_out_of_office(
        self, message, recipients_data, msg_vals=False, **kwargs
    ):
        """Answer nobody outside that a colleague is away."""
        # sudo: project.task - whether this is a ticket, whoever writes
        if len(self) == 1 and self.sudo().crm_topic_id:
            return None
        return super()._notify_thread_with_out_of_office(
            message, recipients_data, msg_vals=msg_vals, **kwargs
        )

    def _message_get_suggested_recipients_batch(
        self,
        reply_discussion=False,
        reply_message=None,
        no_create=True,
        primary_email=False,
        additional_partners=None,
    ):
        """Propose nobody on a ticket: notes are internal, answers have the shares."""
        # sudo: project.task - which of them are tickets
        tickets = self.sudo().filtered("crm_topic_id").sudo(False)
        rest = self - tickets
        found = {}
        if rest:
            found = super(ProjectTask, rest)._message_get_suggested_recipients_batch(
                reply_discussion=reply_discussion,
                reply_message=reply_message,
                no_create=no_create,
                primary_email=primary_email,
                additional_partners=additional_partners,
            )
        return found | {ticket.id: [] for ticket in tickets}

    # -- what a stage sends ------------------------------------------------------

    def _message_track_post_template(self, changes):
        """Let the customer read a stage's template: somebody chose it for that."""
        # sudo: project.task - which of them are tickets; with the rights as they were,
        # as a visitor's ticket is made with others than the visitor's
        tickets = self.sudo().filtered("crm_topic_id").with_env(self.env)
        for ticket in tickets:
            super(
                ProjectTask, ticket.with_context(**{KEY: STAGE})
            )._message_track_post_template(changes)
        rest = self - tickets
        return super(ProjectTask, rest)._message_track_post_template(changes)

    def rating_send_request(self, template, lang=False, force_send=True):
        """Mail a request to rate to whom the ticket is shared with; it is no post."""
        return super(ProjectTask, self._mail_outside()).rating_send_request(
            template, lang=lang, force_send=force_send
        )
