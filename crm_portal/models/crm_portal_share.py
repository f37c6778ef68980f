from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

DAYS = "crm_portal.link_days"
DEFAULT_DAYS = 90
# until when the link that was opened is valid
LINK_END = "crm_portal_link_end"
# which tickets of a company its contact sees
OWN = "own"
ALL = "all"


class CrmPortalShare(models.Model):
    """A ticket that a person outside may see, by a link that is theirs alone.

    Not the list of followers: who stops following keeps access.
    """

    _name = "crm.portal.share"
    _inherit = ["crm.signed.link.mixin"]
    _description = "Ticket shared with a person outside"
    _order = "id"
    _rec_name = "partner_id"
    _signed_scope = "crm_portal.share"
    # whoever reads the ticket
    _crm_ticket_rule_field = "task_id"

    task_id = fields.Many2one(
        "project.task", string="Ticket", required=True, ondelete="cascade", index=True
    )
    partner_id = fields.Many2one(
        "res.partner", string="Person", required=True, ondelete="cascade", index=True
    )
    follows = fields.Boolean(default=True)
    expiry_date = fields.Datetime(string="Link valid until", readonly=True)
    is_revoked = fields.Boolean(string="Revoked")
    customer_id = fields.Many2one(
        "res.partner",
        string="Of the customer",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
        help="Where the person was when the ticket was shared: who moves to another "
        "customer loses access.",
    )
    is_by_company = fields.Boolean(
        string="As a colleague",
        readonly=True,
        help="The person sees the ticket because it may see all of its company's.",
    )

    link_lang = fields.Char(
        string="Link to be mailed in",
        readonly=True,
        help="The link waits for the queue: the language to write in, where the person "
        "has none.",
    )

    _link_waiting = models.Index("(task_id) WHERE link_lang IS NOT NULL")
    _task_partner_unique = models.UniqueIndex("(task_id, partner_id)")

    @api.model
    def _get_days(self) -> int:
        return self.env["ir.config_parameter"]._get_number(DAYS, DEFAULT_DAYS, least=1)

    @api.model
    def _find(self, task, partner):
        return self.search(
            [("task_id", "=", task.id), ("partner_id", "=", partner.id)], limit=1
        )

    @api.model
    def _share(self, task, partner):
        """Return the share of a ticket with a person, made where there is none."""
        share = self._find(task, partner)
        if not share:
            return self.create({"task_id": task.id, "partner_id": partner.id})
        # shared once more: where the person is now, and in its own right
        share.write(
            {
                "customer_id": self._get_customer_id(share.partner_id),
                "is_by_company": False,
            }
        )
        return share

    @api.model
    def _share_as_colleague(self, task, partner):
        """Return the share of somebody who sees the ticket as all of the company's.

        Made when they do something on it. It ends with that right.
        """
        share = self._find(task, partner)
        values = {"is_by_company": True, "follows": False}
        return share or self.create(
            {"task_id": task.id, "partner_id": partner.id, **values}
        )

    @api.model_create_multi
    def create(self, vals_list):
        partners = self.env["res.partner"]
        for vals in vals_list:
            partner = partners.browse(vals["partner_id"])
            vals["customer_id"] = self._get_customer_id(partner)
        shares = super().create(vals_list)
        shares._renew()
        return shares

    @api.model
    def _get_customer_id(self, partner) -> int | bool:
        """Return the customer whose person it is, nothing of who is one themselves."""
        customer = partner.crm_customer_id
        return customer.id if customer != partner else False

    # -- who has access ------------------------------------------------------------

    @api.model
    def _get_open_domain(self, partner) -> Domain:
        """Return the shares by which a person has access in its own right."""
        return (
            Domain("is_revoked", "=", False)
            & Domain("is_by_company", "=", False)
            & Domain("customer_id", "in", [False, partner.crm_customer_id.id])
        )

    def _is_open(self) -> bool:
        """Return whether the person may still see the ticket."""
        self.ensure_one()
        partner = self.partner_id
        return (
            not self.is_revoked
            and bool(self.task_id.crm_topic_id)
            and self.customer_id.id in (False, partner.crm_customer_id.id)
            and (not self.is_by_company or self._is_of_colleague())
            and partner._is_on_portal()
        )

    def _is_of_colleague(self) -> bool:
        """Return whether the person sees all of its company's, and this is one."""
        partner = self.partner_id
        return (
            partner.crm_ticket_access == ALL
            and self.task_id.partner_id.crm_customer_id == partner.crm_customer_id
        )

    def _follow(self, follows: bool) -> None:
        """Let the person get mails about the ticket, or none; they keep access."""
        self.ensure_one()
        if self.follows != follows:
            self.follows = follows

    def _renew(self) -> None:
        """Let links be valid for the days of the settings from now on."""
        self.expiry_date = fields.Datetime.now() + timedelta(days=self._get_days())

    def _get_token(self) -> str:
        """Return the key of a link, with its end: a new link opens no old one again."""
        self.ensure_one()
        end = self.expiry_date and fields.Datetime.to_string(self.expiry_date)
        return self._sign(end)

    def _get_url(self) -> str:
        """Return the address of the ticket for this person, without the host."""
        return f"/support/ticket/{self._get_token()}"

    @api.model
    def _find_by_token(self, token: str):
        """Return the share of a link, also of an expired one; none of a wrong one."""
        share_sudo, ends = self._find_signed(token)
        if not share_sudo or not share_sudo._is_open():
            return self.browse()
        share_sudo = share_sudo.with_context(**{LINK_END: (ends or [False])[0]})
        return share_sudo._follow_merge()

    def _follow_merge(self):
        """Return the share of the ticket that this one's was merged into, if it was."""
        target_id = self.env["mail.thread"]._get_merged_ticket(self.task_id.id)
        if target_id == self.task_id.id:
            return self
        shares = self.task_id.browse(target_id).crm_share_ids
        return shares.filtered(
            lambda s: s.partner_id == self.partner_id and s._is_open()
        )[:1]

    def _is_expired(self) -> bool:
        """Return whether the link is too old: the one that was opened, or any."""
        ends = [self.expiry_date, self.env.context.get(LINK_END, self.expiry_date)]
        now = fields.Datetime.now()
        return any(not end or fields.Datetime.to_datetime(end) < now for end in ends)
