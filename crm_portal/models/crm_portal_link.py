from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain


class CrmPortalLink(models.Model):
    """A customer's own address of the support form, with its topics and its name.

    Whoever has the address files tickets for this customer, and sees none.
    """

    _name = "crm.portal.link"
    _inherit = ["crm.portal.customer.mixin", "crm.signed.link.mixin"]
    _description = "Support link of a customer"
    _order = "id DESC"
    _rec_name = "customer_id"
    _signed_scope = "crm_portal.link"
    _check_company_auto = True

    customer_id = fields.Many2one(required=True, ondelete="cascade")
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    expiry_date = fields.Date(
        string="Valid until", help="Without a date the link stays valid."
    )
    is_revoked = fields.Boolean(string="Revoked", readonly=True, copy=False)
    url = fields.Char(string="Address", compute="_compute_url", exportable=False)
    state = fields.Selection(
        [("open", "Open"), ("expired", "Expired"), ("revoked", "Revoked")],
        compute="_compute_state",
    )
    ticket_count = fields.Integer(
        string="Tickets filed by it", compute="_compute_tickets"
    )
    last_ticket_date = fields.Datetime(
        string="Last ticket filed by it", compute="_compute_tickets"
    )

    _customer_company_unique = models.UniqueIndex(
        "(customer_id, company_id)", "This customer has a support link already."
    )

    @api.depends("customer_id", "company_id")
    @api.depends_context("uid")
    def _compute_url(self):
        """Show the address to those who may change the customer, and nobody else."""
        editable = self.customer_id.sudo(False)._filtered_access("write")
        for link in self:
            is_shown = link._origin and link.customer_id in editable
            link.url = is_shown and link._get_url()

    @api.depends("is_revoked", "expiry_date")
    def _compute_state(self):
        today = fields.Date.context_today(self)
        for link in self:
            is_expired = link.expiry_date and link.expiry_date < today
            state = "expired" if is_expired else "open"
            link.state = "revoked" if link.is_revoked else state

    def _compute_tickets(self):
        # sudo: project.task - how many, also of those that the user may not see
        tasks_sudo = self.env["project.task"].sudo().with_context(active_test=False)
        found = {
            link.id: (count, last)
            for link, count, last in tasks_sudo._read_group(
                [("crm_link_id", "in", self.ids)],
                ["crm_link_id"],
                ["__count", "create_date:max"],
            )
        }
        for link in self:
            link.ticket_count, link.last_ticket_date = found.get(
                link._origin.id, (0, False)
            )

    @api.model
    def _get_open_domain(self) -> Domain:
        """Return the links that open the form today."""
        today = fields.Date.context_today(self)
        return Domain("is_revoked", "=", False) & (
            Domain("expiry_date", "=", False) | Domain("expiry_date", ">=", today)
        )

    # -- the address -------------------------------------------------------------

    def _get_token(self) -> str:
        return self._sign()

    def _get_url(self) -> str:
        return f"{self.get_base_url()}/support/{self._get_token()}"

    @api.model
    def _find_by_token(self, token: str):
        """Return the link of an address that opens the form, or none."""
        link_sudo, _values = self._find_signed(token)
        is_open = link_sudo.state == "open" and link_sudo.customer_id.active
        return link_sudo if is_open else self.browse()

    # -- what is done with it ------------------------------------------------------

    def action_revoke(self) -> dict:
        """Close the address until it is renewed."""
        self.ensure_one()
        self.check_access("write")
        self.is_revoked = True
        return self._get_dialog()

    def action_renew(self) -> dict:
        """Make a new address: the one of earlier opens nothing any more."""
        self.ensure_one()
        self.check_access("write")
        # sudo: crm.portal.link - nobody reads or writes the nonce
        self.sudo().nonce = self._make_nonce()
        values = {"is_revoked": False}
        if self.state == "expired":
            values["expiry_date"] = False
        self.write(values)
        return self._get_dialog()

    @api.model
    def _open_for(self, customer) -> dict:
        """Open the dialog of a customer's link, also to make one."""
        customer.check_access("read")
        link = self.search(
            [
                ("customer_id", "=", customer.id),
                ("company_id", "=", self.env.company.id),
            ]
        )
        if not link and not self.has_access("create"):
            raise AccessError(
                self.env._(
                    "%(name)s has no support link. Someone with the level “Manage” "
                    "can make one.",
                    name=customer.display_name,
                )
            )
        if link:
            return link._get_dialog()
        return {
            **link._get_dialog(),
            "name": self.env._("New support link"),
            "res_model": "crm.portal.link.create",
            "context": {"default_customer_id": customer.id},
        }

    def _get_dialog(self) -> dict:
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Support link"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [[False, "form"]],
            "target": "new",
        }
