from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from .crm_portal_topic_customer import CUSTOMER

INTERNAL = "base.group_user"
# who signs in to the portal
PORTAL_USERS = [("active", "=", True), ("share", "=", True)]
# of a customer's contacts, so many are listed to be invited
MOST_INVITED = 200


class ResPartner(models.Model):
    """What a customer has of the portal: users, link, tickets and topics."""

    _inherit = "res.partner"

    crm_link_ids = fields.One2many(
        "crm.portal.link", "customer_id", string="Support links", groups=INTERNAL
    )
    crm_has_portal = fields.Boolean(
        string="Has access to the portal",
        compute="_compute_crm_has_portal",
        search="_search_crm_has_portal",
        groups=INTERNAL,
    )
    crm_portal_user_count = fields.Integer(
        string="Portal users",
        compute="_compute_crm_portal_users",
        search="_search_crm_portal_user_count",
        groups=INTERNAL,
    )
    crm_portal_login_date = fields.Datetime(
        string="Last sign-in",
        compute="_compute_crm_portal_users",
        groups=INTERNAL,
    )
    crm_never_signed_in = fields.Boolean(
        string="Nobody has signed in yet",
        compute="_compute_crm_portal_users",
        search="_search_crm_never_signed_in",
        groups=INTERNAL,
    )
    crm_link_state = fields.Selection(
        [("open", "Open"), ("expired", "Expired"), ("revoked", "Revoked")],
        string="Support link",
        compute="_compute_crm_link_state",
        groups=INTERNAL,
    )
    crm_share_count = fields.Integer(
        string="Shared tickets", compute="_compute_crm_share_count", groups=INTERNAL
    )

    def _compute_crm_has_portal(self):
        found = self.filtered_domain([("id", "in", self.ids)]).search(
            [("id", "in", self.ids), ("crm_has_portal", "=", True)]
        )
        for partner in self:
            partner.crm_has_portal = partner in found

    @api.model
    def _search_crm_has_portal(self, operator, value):
        if operator != "in":
            return NotImplemented
        links = self.env["crm.portal.link"]
        # sudo: crm.portal.share - only which customers have such
        shares_sudo = self.env["crm.portal.share"].sudo()
        shared = shares_sudo._search(
            [("is_revoked", "=", False), ("expiry_date", ">=", fields.Datetime.now())]
        )
        domain = (
            self._get_portal_users_domain()
            | Domain("crm_link_ids", "any", links._get_open_domain())
            | self._get_customers_domain_of(
                Domain("id", "in", shared.subselect("partner_id"))
            )
        ) & Domain("is_crm_customer", "=", True)
        return domain if True in value else ~domain

    @api.model
    def _get_portal_users_domain(self) -> Domain:
        """Return the customers of which somebody is a portal user."""
        return self._get_customers_domain_of(Domain("user_ids", "any", PORTAL_USERS))

    @api.model
    def _get_customers_domain_of(self, contacts: Domain) -> Domain:
        """Return the customers to whom any of these contacts belong."""
        # sudo: res.partner - the customers themselves are found with the user's rights
        partners_sudo = self.env["res.partner"].sudo()
        found = partners_sudo._search(contacts & Domain("crm_customer_id", "!=", False))
        return Domain("id", "in", found.subselect("crm_customer_id"))

    def _compute_crm_portal_users(self):
        """Count portal users and find the last sign-in, in one query for all."""
        found = {
            customer_id: (count, last)
            for customer_id, count, last in self._read_portal_users()
        }
        for partner in self:
            count, last = found.get(partner.id, (0, False))
            partner.crm_portal_user_count = count
            partner.crm_portal_login_date = last
            partner.crm_never_signed_in = bool(count) and not last

    def _read_portal_users(self) -> list[tuple]:
        if not self.ids:
            return []
        self.env["res.users"].flush_model(["active", "partner_id", "share"])
        self.env["res.partner"].flush_model(["crm_customer_id"])
        return self.env.execute_query(
            SQL(
                "SELECT p.crm_customer_id, count(DISTINCT u.id), max(l.create_date)"
                " FROM res_users u"
                " JOIN res_partner p ON p.id = u.partner_id"
                " LEFT JOIN res_users_log l ON l.create_uid = u.id"
                " WHERE u.active AND u.share AND p.crm_customer_id IN %s"
                " GROUP BY p.crm_customer_id",
                tuple(self.ids),
            )
        )

    @api.model
    def _search_crm_portal_user_count(self, operator, value):
        """Tell those with portal users from those without, and no more."""
        if operator == ">" and value == 0:
            return self._get_portal_users_domain()
        if operator == "in" and set(value) == {0}:
            return ~self._get_portal_users_domain()
        return NotImplemented

    @api.model
    def _search_crm_never_signed_in(self, operator, value):
        if operator != "in":
            return NotImplemented
        signed_in = self._get_customers_domain_of(
            Domain("user_ids", "any", [*PORTAL_USERS, ("log_ids", "!=", False)])
        )
        domain = self._get_portal_users_domain() & ~signed_in
        return domain if True in value else ~domain

    @api.depends("crm_link_ids.is_revoked", "crm_link_ids.expiry_date")
    def _compute_crm_link_state(self):
        links = self.env["crm.portal.link"].search([("customer_id", "in", self.ids)])
        best = ("revoked", "expired", "open")
        states = {}
        for link in sorted(links, key=lambda link: best.index(link.state)):
            states[link.customer_id.id] = link.state
        for partner in self:
            partner.crm_link_state = states.get(partner.id, False)

    def _compute_crm_share_count(self):
        # sudo: crm.portal.share - how many of a customer that the user may see
        shares_sudo = self.env["crm.portal.share"].sudo()
        counts = dict.fromkeys(self.ids, 0)
        for partner_sudo, count in shares_sudo._read_group(
            [
                ("is_revoked", "=", False),
                ("partner_id.crm_customer_id", "in", self.ids),
            ],
            ["partner_id"],
            ["__count"],
        ):
            counts[partner_sudo.crm_customer_id.id] += count
        for partner in self:
            partner.crm_share_count = counts.get(partner.id, 0)

    # -- what is done --------------------------------------------------------------

    def action_open_support_link(self) -> dict:
        """Open the customer's own link."""
        self.ensure_one()
        return self.env["crm.portal.link"]._open_for(self._get_own_customer())

    def action_open_support_topics(self) -> dict:
        """Open the topics as this customer has them."""
        self.ensure_one()
        self.check_access("read")
        customer = self._get_own_customer()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_portal.crm_portal_topic_action_customer"
        )
        title = self.env._("Portal of %s", customer.display_name)
        return {
            **action,
            "name": title,
            "display_name": title,
            "domain": [("customer_id", "in", [False, customer.id])],
            "context": {CUSTOMER: customer.id, "default_customer_id": customer.id},
        }

    def action_invite_to_portal(self) -> dict:
        """Open the list of these customers' people, to give them a sign-in each."""
        self.check_access("write")
        people = self.search(
            [
                ("crm_customer_id", "in", self.crm_customer_id.ids),
                ("type", "in", ("contact", "other")),
            ],
            order="is_company, complete_name",
            limit=MOST_INVITED,
        )
        if not people:
            raise UserError(self.env._("There is nobody to invite here."))
        wizard = self.env["portal.wizard"].create({"partner_ids": people.ids})
        return {**wizard._action_open_modal(), "views": [[False, "form"]]}

    def _get_own_customer(self):
        """Return the customer itself, whichever of its contacts was asked."""
        customer = self.crm_customer_id
        if not customer:
            raise UserError(self.env._("%s is no customer.", self.display_name))
        return customer
