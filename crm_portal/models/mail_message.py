from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..tools.audience import get_mark

# what only our own code may say of a post
OWN = ("crm_is_visible", "crm_visible_text", "crm_is_stranger")


class MailMessage(models.Model):
    """Posts on a ticket are internal unless somebody chose otherwise."""

    _inherit = "mail.message"

    crm_is_visible = fields.Boolean(
        string="Seen by the customer", copy=False, export_string_translation=False
    )
    crm_visible_text = fields.Html(
        copy=False,
        readonly=True,
        export_string_translation=False,
        help="Changes of the ticket, in words, as the customer reads them.",
    )
    crm_is_stranger = fields.Boolean(
        string="Its sender does not see the ticket",
        copy=False,
        export_string_translation=False,
    )

    _crm_visible_idx = models.Index("(model, res_id, id) WHERE crm_is_visible IS TRUE")

    @api.model_create_multi
    def create(self, vals_list):
        """Take from nobody that the customer reads a post, not even from defaults."""
        if not get_mark(self.env.context):
            vals_list = [
                {k: v for k, v in vals.items() if k not in OWN} for vals in vals_list
            ]
            given = {f"default_{name}" for name in OWN} & self.env.context.keys()
            if given:
                self = self.with_context(**dict.fromkeys(given, False))  # noqa: PLW0642
        messages = super().create(vals_list)
        if any(vals.get("partner_ids") for vals in vals_list):
            messages._drop_outsiders()
        return messages

    def write(self, vals):
        if not get_mark(self.env.context) and any(name in vals for name in OWN):
            raise AccessError(
                self.env._("Show posts to the customer, or hide them, on the ticket.")
            )
        result = super().write(vals)
        if vals.get("partner_ids"):
            self._drop_outsiders()
        return result

    def _drop_outsiders(self) -> None:
        """Name nobody on a post of a ticket who does not read it there.

        Whoever is named on a post may read it, and core names the copies of a mail.
        """
        # sudo: mail.message - where it is posted, whoever writes
        for message in self.sudo().filtered(
            lambda m: m.model == "project.task" and m.res_id
        ):
            ticket = self.env[message.model].browse(message.res_id)
            if outside := ticket._get_outsiders(message.partner_ids, message):
                message.partner_ids -= outside

    # -- what the customer's page shows --------------------------------------------

    def _get_text_for_customer(self):
        """Return what the customer reads of a post: without what a mail quotes."""
        self.ensure_one()
        body = self.body or ""
        if self.message_type == "email":
            body = self.env["project.task"]._cut_quotes(body)
        return body + (self.crm_visible_text or "")

    def _to_store_defaults(self, target):
        names = super()._to_store_defaults(target)
        if target.is_internal(self.env):
            names += ["crm_is_visible", "crm_is_stranger"]
        return names
