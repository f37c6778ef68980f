from odoo import api, models
from odoo.fields import Command
from odoo.tools.mail import append_content_to_html, email_normalize_all

# how core calls the colleagues among those whom a mail goes to
INSIDE_GROUPS = ("user", "group_project_user")


class ProjectTask(models.Model):
    """Mails about a ticket that are no posts on it."""

    _inherit = "project.task"

    def _keep_mail_inside(self, vals: dict) -> dict:
        """Return the values of a mail without those outside; none left: cancelled."""
        named = self._get_named(vals.get("recipient_ids"))
        outside = self._get_outsiders(named)
        addresses = {
            name: self._filter_inside(vals.get(name))
            for name in ("email_to", "email_cc")
        }
        kept = named - outside
        vals = {
            **vals,
            **addresses,
            "recipient_ids": [Command.set(kept.ids)],
            "is_internal": True,
        }
        if outside or any(vals.get(name) != addresses[name] for name in addresses):
            self._hint_outsiders(outside)
        if not kept and not addresses["email_to"]:
            vals |= {
                "state": "cancel",
                "failure_reason": self.env._(
                    "On a ticket, customers are written to by an answer alone."
                ),
            }
        return vals

    @api.model
    def _get_named(self, commands):
        """Return the partners of x2many commands."""
        ids = set()
        for command in commands or ():
            if isinstance(command, int):
                ids.add(command)
            elif command[0] == Command.LINK:
                ids.add(command[1])
            elif command[0] == Command.SET:
                ids.update(command[2])
        return self.env["res.partner"].browse(ids)

    @api.model
    def _filter_inside(self, emails):
        """Return those of a list of addresses that belong to colleagues."""
        found = email_normalize_all(emails) if emails else []
        if not found:
            return emails
        # sudo: res.users - who works here, whoever writes
        users_sudo = self.env["res.users"].sudo()
        inside = users_sudo.search(
            [("share", "=", False), ("email_normalized", "in", found)]
        ).mapped("email_normalized")
        return ",".join(email for email in found if email in inside)

    # -- mails of posts ----------------------------------------------------------

    def _notify_get_recipients_groups(self, message, model_description, msg_vals=False):
        """Give each person outside a button with the link that is theirs alone."""
        groups = super()._notify_get_recipients_groups(
            message, model_description, msg_vals=msg_vals
        )
        # sudo: project.task - whether this is a ticket, whoever writes
        if not self or not self.sudo().crm_topic_id:
            return groups
        shares = self._get_shares()
        own = [
            (
                f"crm_share_{share.id}",
                lambda pdata, id_=share.partner_id.id: pdata["id"] == id_,
                {
                    "active": True,
                    "has_button_access": True,
                    "button_access": {
                        "url": f"{self.get_base_url()}{share._get_url()}",
                        "title": self.env._("Open the ticket"),
                    },
                },
            )
            for share in shares
        ]
        # core's links open more than the ticket, or ask for an account
        inside = [group for group in groups if group[0] in INSIDE_GROUPS]
        outside = [group for group in groups if group not in inside]
        for _name, _method, data in outside:
            data["has_button_access"] = False
        return own + inside + outside

    def _notify_by_email_get_headers(self, headers=None):
        """Name in the mails of a ticket neither other readers nor what is internal.

        Core adds those outside to the addressees, so that an answer to all by a
        colleague's mail program would reach them past the ticket.
        """
        headers = super()._notify_by_email_get_headers(headers=headers)
        # sudo: project.task - whether this is a ticket, whoever writes
        if self and self.sudo().crm_topic_id:
            headers.pop("X-Msg-To-Add", None)
            headers.pop("X-Odoo-Tags", None)
        return headers

    def _notify_by_email_render_layout(
        self, message, recipients_group, msg_vals=False, render_values=None
    ):
        # sudo: project.task - whether this is a ticket, whoever writes
        if len(self) != 1 or not self.sudo().crm_topic_id:
            return super()._notify_by_email_render_layout(
                message, recipients_group, msg_vals, render_values
            )
        name = recipients_group.get("notification_group_name") or ""
        if name.startswith("crm_share_"):
            # project, stage and changes are internal
            render_values = {**(render_values or {}), "tracking_values": []}
            render_values["subtitles"] = [render_values.get("record_name") or ""]
            render_values["show_unfollow"] = False
        if name not in INSIDE_GROUPS:
            # core begins the preview of a note with "Internal communication"
            render_values = {**(render_values or {}), "subtype": False}
        body = super()._notify_by_email_render_layout(
            message, recipients_group, msg_vals, render_values
        )
        if name in INSIDE_GROUPS:
            lang = (render_values or {}).get("lang") or self.env.lang
            return append_content_to_html(
                body, self._get_mail_footer(lang), plaintext=False
            )
        return body

    def _get_mail_footer(self, lang: str):
        """Return what colleagues are told at the end of each mail of a ticket."""
        # sudo: project.task - the address serves only who may write the ticket
        address = self.sudo().crm_answer_address
        return self.env["ir.qweb"]._render(
            "crm_portal.ticket_mail_footer", {"address": address}, lang=lang
        )
