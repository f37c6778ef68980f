from odoo import api, models
from odoo.fields import Domain

TASK = "project.task"


class MailMessage(models.Model):
    """Who is outside reads of a ticket what was made visible, by whichever door."""

    _inherit = "mail.message"

    def _get_search_domain_share(self):
        domain = Domain(super()._get_search_domain_share())
        # sudo: project.task - which tasks are tickets, whoever asks
        tickets_sudo = self.env[TASK].sudo().with_context(active_test=False)
        query = tickets_sudo._search([("crm_topic_id", "!=", False)])
        return domain & (
            Domain("crm_is_visible", "=", True)
            | Domain("model", "!=", TASK)
            | Domain("res_id", "not in", query)
        )

    def _get_forbidden_access(self, operation):
        if self.env.user._is_internal():
            return super()._get_forbidden_access(operation)
        internal = self._filter_internal_on_tickets()
        rest = self - internal
        return internal | (
            rest and super(MailMessage, rest)._get_forbidden_access(operation)
        )

    @api.private
    def _filter_internal_on_tickets(self):
        """Return the messages of tickets that were not made visible."""
        # sudo: mail.message, project.task - only where they are
        posted = self.sudo().filtered(
            lambda m: m.model == TASK and m.res_id and not m.crm_is_visible
        )
        tasks_sudo = self.env[TASK].sudo().browse(set(posted.mapped("res_id"))).exists()
        ids = tasks_sudo.filtered("crm_topic_id")._ids
        return self.browse(posted.filtered(lambda m: m.res_id in ids).ids)
