from odoo import api, models


class ProjectTask(models.Model):
    """A ticket is opened by rights or by a share's own link, by no other token."""

    _inherit = "project.task"

    def _compute_access_url(self):
        """Lead to our page: core's shows the whole conversation."""
        tickets = self.filtered("crm_topic_id")
        for ticket in tickets:
            ticket.access_url = f"/my/tickets/{ticket.id}"
        return super(ProjectTask, self - tickets)._compute_access_url()

    def _get_share_url(
        self, redirect=False, signup_partner=False, pid=None, share_token=True
    ):
        """Return the own link of a person, or the page that asks who it is."""
        self.ensure_one()
        if not self.crm_topic_id:
            return super()._get_share_url(
                redirect=redirect,
                signup_partner=signup_partner,
                pid=pid,
                share_token=share_token,
            )
        self.check_access("read")
        # sudo: crm.portal.share - the link goes to the person of the share
        shares_sudo = self.sudo().crm_share_ids.filtered(
            lambda s: s.partner_id.id == pid and not s.is_revoked
        )
        return shares_sudo._get_url() if shares_sudo else self.access_url

    @api.model
    def _get_thread_with_access(self, thread_id, **kwargs):
        """Open a ticket by the rights of the user alone."""
        # sudo: project.task - only whether it is a ticket
        if self.sudo().browse(thread_id).exists().crm_topic_id:
            kwargs = {"mode": kwargs.get("mode", "read")}
        return super()._get_thread_with_access(thread_id, **kwargs)
