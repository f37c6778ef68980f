from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

# for whom a list of topics is shown
CUSTOMER = "crm_portal_customer_id"


class CustomerTopic(NamedTuple):
    """A topic as one customer has it."""

    topic: object  # crm.portal.topic
    project: object  # project.project
    handler_kind: str
    users: object  # res.users
    form: object  # crm.portal.form, where there are forms
    is_hidden: bool


class CrmPortalTopic(models.Model):
    """A topic can be another for one customer, field by field."""

    _inherit = "crm.portal.topic"

    override_ids = fields.One2many(
        "crm.portal.topic.override",
        "topic_id",
        string="For certain customers",
        copy=True,
    )
    override_count = fields.Integer(
        string="Customers with changes", compute="_compute_override_count"
    )
    preview_customer_id = fields.Many2one(
        "res.partner",
        string="Of a ticket of",
        store=False,
        domain=[("is_crm_customer", "=", True)],
    )
    told_names = fields.Char(string="Who is told", compute="_compute_told")
    told_reason = fields.Char(string="Why", compute="_compute_told")
    passed_over_names = fields.Char(
        string="Away today",
        compute="_compute_told",
        help="They would be told before, but are away.",
    )
    customer_state = fields.Selection(
        [
            ("public", "As for everybody"),
            ("changed", "Changed"),
            ("hidden", "Switched off"),
            ("own", "Only this customer"),
        ],
        string="For this customer",
        compute="_compute_customer_state",
    )
    customer_project_id = fields.Many2one(
        "project.project", string="Its project", compute="_compute_customer_state"
    )

    @api.depends("override_ids")
    def _compute_override_count(self):
        overrides = self.env["crm.portal.topic.override"]
        counts = dict(
            overrides._read_group(
                [("topic_id", "in", self.ids)], ["topic_id"], ["__count"]
            )
        )
        for topic in self:
            topic.override_count = counts.get(topic._origin, 0)

    @api.depends(
        "company_id",
        "customer_id",
        "handler_kind",
        "override_ids.handler_kind",
        "override_ids.project_id",
        "override_ids.user_ids",
        "preview_customer_id",
        "project_id",
        "user_ids",
    )
    @api.depends_context(CUSTOMER)
    def _compute_told(self):
        reasons = self.env["crm.portal.notice"]._get_reason_labels()
        complete = self.filtered(lambda topic: topic.project_id and topic.handler_kind)
        (self - complete).write(
            {"told_names": False, "told_reason": False, "passed_over_names": False}
        )
        for topic in complete:
            customer = topic._get_preview_customer()
            handlers = topic._get_handlers(customer)
            absent = topic._get_passed_over(customer)
            topic.told_names = ", ".join(handlers.users.mapped("name"))
            topic.told_reason = reasons[handlers.reason]
            topic.passed_over_names = ", ".join(absent.mapped("name"))

    @api.depends("customer_id", "override_ids", "project_id")
    @api.depends_context(CUSTOMER)
    def _compute_customer_state(self):
        for topic in self:
            customer = topic._get_preview_customer()
            override_sudo = topic._get_override(customer)
            served = topic._for_customer(customer)
            topic.customer_project_id = served.project.sudo(self.env.su)
            if topic.customer_id:
                topic.customer_state = "own"
            elif override_sudo:
                topic.customer_state = "hidden" if served.is_hidden else "changed"
            else:
                topic.customer_state = "public"

    def _get_preview_customer(self):
        """Return the customer that the page asks about, if the user may see it."""
        chosen = self.customer_id or self.preview_customer_id
        asked = self.env.context.get(CUSTOMER)
        if not chosen and isinstance(asked, int):
            chosen = chosen.browse(asked).exists()
        return chosen._origin.sudo(False)._filtered_access("read")

    @api.constrains("customer_id")
    def _check_no_overrides(self):
        # sudo: crm.portal.topic.override - those of customers that are hidden as well
        own_sudo = self.sudo().filtered(lambda t: t.customer_id and t.override_ids)
        if own_sudo:
            raise ValidationError(
                self.env._(
                    "%(names)s: other customers have changes of their own to this "
                    "topic. Remove these before it becomes the topic of one customer.",
                    names=", ".join(own_sudo.mapped("name")),
                )
            )

    # -- what a customer has -----------------------------------------------------

    @api.model
    def _get_public_topics(self, customer=None):
        """Return what a visitor, or a customer, can choose from, in order.

        :param customer: the customer whose own topics and changes count
        """
        company = Domain("company_id", "=", self.env.company.id)
        # sudo: crm.portal.topic - names and descriptions are for everybody
        topics_sudo = self.sudo()
        if not customer:
            return topics_sudo.search(company & Domain("customer_id", "=", False))
        customer = customer.sudo().crm_customer_id or customer
        found = topics_sudo.search(
            company & Domain("customer_id", "in", [False, customer.id])
        )
        return found - found._get_hidden_topics(customer)

    def _get_hidden_topics(self, customer):
        """Return those of the topics that are switched off for a customer."""
        # sudo: crm.portal.topic.override - whoever asks sees the rest of the topics
        overrides_sudo = self.env["crm.portal.topic.override"].sudo()
        found_sudo = overrides_sudo.search_fetch(
            [
                ("topic_id", "in", self.ids),
                ("customer_id", "=", customer.id),
                ("is_hidden", "=", True),
            ],
            ["topic_id"],
        )
        return found_sudo.topic_id

    def _get_override(self, customer):
        """Return what a customer has instead of the topic's own values, or nothing."""
        self.ensure_one()
        # sudo: crm.portal.topic.override - whoever files a ticket reads none
        topic_sudo = self.sudo()
        customer = customer.sudo().crm_customer_id or customer
        if not customer:
            return topic_sudo.override_ids.browse()
        if not isinstance(self.id, int):
            # a form that is being filled in: what it shows counts
            return topic_sudo.override_ids.filtered(
                lambda o: o.customer_id._origin == customer._origin
            )[:1]
        return topic_sudo.override_ids.search(
            [("topic_id", "=", self.id), ("customer_id", "=", customer.id)], limit=1
        )

    def _for_customer(self, customer) -> CustomerTopic:
        """Return the topic as the customer has it: what is not changed is inherited.

        :param customer: a customer, or none
        """
        self.ensure_one()
        override_sudo = self._get_override(customer)
        # sudo: crm.portal.topic - whoever files a ticket reads none
        topic_sudo = self.sudo()
        values = {
            name: override_sudo[name] or topic_sudo[name]
            for name in override_sudo._get_override_fields()
        }
        people_sudo = override_sudo if override_sudo.handler_kind else topic_sudo
        return CustomerTopic(
            topic_sudo,
            values["project_id"],
            values["handler_kind"],
            people_sudo.user_ids,
            values.get("form_id"),
            override_sudo.is_hidden,
        )

    # -- the page of a customer --------------------------------------------------

    def action_change_for_customer(self):
        """Open what a customer has instead; a topic of its own opens itself."""
        self.ensure_one()
        customer = self._get_preview_customer()
        action = {"type": "ir.actions.act_window", "views": [[False, "form"]]}
        if self.customer_id or not customer:
            return {**action, "res_model": self._name, "res_id": self.id}
        override = self.override_ids.search(
            [("topic_id", "=", self.id), ("customer_id", "=", customer.id)], limit=1
        )
        return {
            **action,
            "name": self.env._(
                "%(topic)s for %(customer)s",
                topic=self.name,
                customer=customer.display_name,
            ),
            "res_model": override._name,
            "res_id": override.id,
            "target": "new",
            "context": {
                "default_topic_id": self.id,
                "default_customer_id": customer.id,
            },
        }
