from odoo import api, fields, models
from odoo.exceptions import UserError


class CrmPortalTopicChoice(models.AbstractModel):
    """A customer, perhaps a contact, and one of the topics that they may ask about."""

    _name = "crm.portal.topic.choice"
    _description = "Choice of a customer and a topic"

    customer_id = fields.Many2one(
        "res.partner",
        compute="_compute_customer_id",
        store=True,
        readonly=False,
        domain="[('is_crm_customer', '=', True)]",
    )
    contact_id = fields.Many2one(
        "res.partner",
        compute="_compute_contact_id",
        store=True,
        readonly=False,
        domain="[('crm_customer_id', '!=', False), ('is_crm_customer', '=', False)]"
        " + ([('crm_customer_id', '=', customer_id)] if customer_id else [])",
    )
    topic_ids = fields.Many2many(
        "crm.portal.topic",
        string="Possible topics",
        compute="_compute_topic_ids",
        export_string_translation=False,
    )
    topic_id = fields.Many2one(
        "crm.portal.topic",
        compute="_compute_topic_id",
        store=True,
        readonly=False,
        domain="[('id', 'in', topic_ids)]",
    )

    @api.depends("contact_id")
    def _compute_customer_id(self):
        for choice in self:
            choice.customer_id = choice.contact_id.crm_customer_id or choice.customer_id

    @api.depends("customer_id")
    def _compute_contact_id(self):
        for choice in self:
            if choice.contact_id.crm_customer_id != choice.customer_id:
                choice.contact_id = False

    @api.depends("customer_id")
    def _compute_topic_ids(self):
        for choice in self:
            customer = choice.customer_id._origin
            topics = self.env["crm.portal.topic"]._get_public_topics(customer)
            choice.topic_ids = topics.with_env(self.env)

    @api.depends("customer_id")
    def _compute_topic_id(self):
        for choice in self:
            topics = choice.topic_ids._origin
            if choice.topic_id._origin not in topics:
                choice.topic_id = topics if len(topics) == 1 else False

    def _get_person(self):
        """Return whose ticket it is, if the user may see them."""
        partner = self.contact_id or self.customer_id
        if not partner:
            raise UserError(self.env._("A ticket needs a customer."))
        partner.check_access("read")
        return partner

    def _get_topic(self):
        """Return the topic, which the customer may ask about, with superuser rights."""
        # sudo: crm.portal.topic - one of those offered, whatever a client sends
        topic_sudo = self.topic_id.sudo()
        if not topic_sudo or topic_sudo not in self.topic_ids.sudo():
            raise UserError(
                self.env._("Choose a topic that the customer may ask about.")
            )
        return topic_sudo
