from markupsafe import Markup

from odoo import models
from odoo.tools import format_date

from .crm_handover_move_mixin import FIELDS


class CrmHandoverTrailMixin(models.AbstractModel):
    """Tell of a hand-over: in the trail of each record, and to the colleague."""

    _name = "crm.handover.trail.mixin"
    _description = "How a hand-over is told"

    def _log_trail(self, kind: str, records, old, new, user) -> None:
        """Write old and new value to the trail of all records in one go."""
        if kind == "activity" or not records:
            return
        body = Markup("<p>%s</p>") % self._get_trail_sentence(old, new)
        messages_sudo = records._message_log_batch(
            bodies=dict.fromkeys(records.ids, body), author_id=user.partner_id.id
        )
        values = self._prepare_tracking_values(kind, records, old, new)
        # sudo: mail.tracking.value - the trail is written by nobody else
        self.env["mail.tracking.value"].sudo().create(
            [{**values, "mail_message_id": message.id} for message in messages_sudo]
        )

    def _get_trail_sentence(self, old, new) -> str:
        names = {"old": old.name, "new": new.name}
        if self.state in ("running", "done"):
            return self.env._("Given back: %(old)s to %(new)s.", **names)
        if self.date_to:
            date = format_date(self.env, self.date_to)
            return self.env._(
                "Handed over until %(date)s: %(old)s to %(new)s.", date=date, **names
            )
        return self.env._("Handed over: %(old)s to %(new)s.", **names)

    def _prepare_tracking_values(self, kind: str, records, old, new) -> dict:
        """Return the change as core tracks it: one colleague for another."""
        name = FIELDS[kind]
        info = records.fields_get([name], ["string", "type"])[name]
        return self.env["mail.tracking.value"]._create_tracking_values(
            old, new, name, info, records[:1]
        )

    def _tell(self, user, colleague, back: bool) -> None:
        """Send the colleague one message about all of it."""
        lines = self.line_ids.filtered(
            lambda line: line.state == ("restored" if back else "moved")
        )
        if not lines or colleague == user:
            return
        this = self.with_context(lang=colleague.lang or self.env.lang)
        subject = this._get_message_subject(back)
        labels = dict(this.line_ids._fields["kind"]._description_selection(this.env))
        counts = [
            Markup("<li>%s: %s</li>") % (labels[kind], len(group))
            for kind, group in lines.grouped("kind").items()
        ]
        body = Markup("<p>%s</p><ul>%s</ul>") % (subject, Markup("").join(counts))
        # sudo: mail.thread - a notice of the system in the name of who handed over
        thread_sudo = self.env["mail.thread"].with_user(user).sudo()
        thread_sudo.message_notify(
            partner_ids=colleague.partner_id.ids,
            subject=subject,
            body=body,
            author_id=user.partner_id.id,
        )

    def _get_message_subject(self, back: bool) -> str:
        old, new = self.from_user_id.name, self.to_user_id.name
        if back:
            return self.env._("%(new)s gives your work back to you.", new=new)
        if self.date_to:
            date = format_date(self.env, self.date_to)
            return self.env._(
                "You look after the work of %(old)s until %(date)s.", old=old, date=date
            )
        return self.env._("You take over the work of %(old)s.", old=old)
