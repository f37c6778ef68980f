from markupsafe import Markup, escape

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import html2plaintext

from ..tools.places import fill_places, find_unfilled

MANAGERS = "crm_cubicl.crm_cubicl_group_manage", "project.group_project_manager"


class CrmPortalCanned(models.Model):
    """A text that answers many tickets, with places for what differs.

    Not core's canned responses: those are plain text in one language and know neither
    topics nor places to fill in.
    """

    _name = "crm.portal.canned"
    _description = "Canned answer"
    _order = "sequence, name, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10, export_string_translation=False)
    active = fields.Boolean(default=True)
    body = fields.Html(
        string="Text",
        required=True,
        translate=True,
        sanitize_style=True,
    )
    topic_ids = fields.Many2many(
        "crm.portal.topic", string="Topics", help="Empty: offered on all tickets."
    )
    user_id = fields.Many2one(
        "res.users",
        string="Of",
        default=lambda self: self.env.user,
        domain=[("share", "=", False)],
        index=True,
        ondelete="cascade",
        help="Empty: shared with all colleagues.",
    )
    preview = fields.Html(compute="_compute_preview", sanitize=False)

    @api.depends("body")
    @api.depends_context("lang")
    def _compute_preview(self):
        """Show the text as it looks on the newest ticket that the user may write."""
        tickets = self.env["project.task"]
        ticket = tickets.search(
            [("crm_topic_id", "!=", False)], limit=1, order="id DESC"
        )
        for canned in self:
            canned.preview = canned._fill_in(ticket) if ticket else canned.body

    @api.constrains("body")
    def _check_body(self):
        known = self._get_placeholders()
        for canned in self:
            if unknown := find_unfilled(canned.body or "", known):
                raise ValidationError(
                    self.env._(
                        "There is no such place to fill in: %(unknown)s. There are, in "
                        "small letters and without formatting inside: %(known)s",
                        unknown=self._list_places(unknown),
                        known=self._list_places(known),
                    )
                )

    @api.model
    def _check_filled_in(self, body) -> None:
        """Refuse to send a text with a place that was meant to be filled in."""
        known = self._get_placeholders()
        if left := [n for n in find_unfilled(body or "", ()) if n.lower() in known]:
            raise UserError(
                self.env._(
                    "This was not filled in: %s. Write what the customer is to read.",
                    self._list_places(left),
                )
            )

    @api.model
    def _list_places(self, names) -> str:
        return ", ".join(f"{{{{ {name} }}}}" for name in names)

    @api.model_create_multi
    def create(self, vals_list):
        canned = super().create(vals_list)
        canned._check_owner()
        return canned

    def write(self, vals):
        self._check_owner()
        result = super().write(vals)
        self._check_owner()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_others(self):
        self._check_owner()

    def _check_owner(self) -> None:
        """Leave shared ones, and those of others, to who manages."""
        user = self.env.user
        if self.env.su or any(user.has_group(group) for group in MANAGERS):
            return
        if any(canned.user_id != user for canned in self):
            raise AccessError(
                self.env._(
                    "Shared canned answers are changed by who manages customers or "
                    "projects; make one of your own."
                )
            )

    # -- filling in --------------------------------------------------------------

    @api.model
    def _get_placeholders(self) -> dict[str, str]:
        """Return what can be filled in, with what it stands for."""
        return {
            "customer": self.env._("Name of the customer"),
            "contact": self.env._("Name of the contact"),
            "number": self.env._("Number of the ticket"),
            "subject": self.env._("Subject of the ticket"),
            "topic": self.env._("Topic of the ticket"),
            "me": self.env._("Your name"),
            "company": self.env._("Name of your company"),
        }

    @api.model
    def _get_values(self, ticket) -> dict[str, str]:
        """Return what is filled in for a ticket: these values and no others."""
        # sudo: res.partner - names on a ticket that the user may read
        partner_sudo = ticket.sudo().partner_id
        return {
            "customer": (partner_sudo.crm_customer_id or partner_sudo).name or "",
            "contact": partner_sudo.name or "",
            "number": ticket.crm_number or "",
            "subject": ticket.name or "",
            "topic": ticket.sudo().crm_topic_id.name or "",
            "me": self.env.user.name,
            "company": (ticket.sudo().company_id or self.env.company).name,
        }

    def _fill_in(self, ticket):
        """Return the text for a ticket, in the language of its contact."""
        self.ensure_one()
        ticket.check_access("read")
        lang = ticket.sudo().partner_id.lang or self.env.lang
        canned, ticket = self.with_context(lang=lang), ticket.with_context(lang=lang)
        values = canned._get_values(ticket)
        # markup: the field is sanitised, and what is filled in is escaped
        return Markup(
            fill_places(
                canned.body or "", lambda name: str(escape(values.get(name, "")))
            )
        )

    @api.model
    def get_canned_answers(self, task_id) -> list[dict]:
        """Return the canned answers for a ticket, filled in."""
        ticket = self.env["project.task"].browse(int(task_id)).exists()
        ticket.check_access("read")
        topic_id = ticket.sudo().crm_topic_id.id
        canned = self.search([("topic_ids", "in", [topic_id, False])])
        rows = [(one, one._fill_in(ticket)) for one in canned]
        return [
            {"id": one.id, "name": one.name, "body": body, "text": html2plaintext(body)}
            for one, body in rows
        ]
