from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .crm_portal_handler_mixin import check_internal
from .crm_portal_topic import HANDLER_KINDS


class CrmPortalTopicOverride(models.Model):
    """What one customer has instead of the values of a public topic."""

    _name = "crm.portal.topic.override"
    _inherit = ["crm.portal.customer.mixin"]
    _description = "Support Topic for a Customer"
    _order = "topic_id, id"
    _rec_name = "customer_id"
    _check_company_auto = True

    topic_id = fields.Many2one(
        "crm.portal.topic", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="topic_id.company_id", store=True, index=True, precompute=True
    )
    customer_id = fields.Many2one(required=True, ondelete="cascade")
    is_hidden = fields.Boolean(
        string="Switched off", help="This customer cannot choose the topic."
    )
    project_id = fields.Many2one(
        "project.project",
        string="Other project",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain=[("is_template", "=", False)],
    )
    handler_kind = fields.Selection(HANDLER_KINDS, string="Other people in charge")
    user_ids = fields.Many2many(
        "res.users",
        "crm_portal_topic_override_user_rel",
        string="These people",
        check_company=True,
        domain=[("share", "=", False)],
    )
    form_id = fields.Many2one(
        "crm.portal.form",
        string="Other form",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    inherited_project = fields.Char(
        compute="_compute_inherited", export_string_translation=False
    )
    inherited_form = fields.Char(
        compute="_compute_inherited", export_string_translation=False
    )
    inherited_handlers = fields.Char(
        compute="_compute_inherited", export_string_translation=False
    )
    told_names = fields.Char(string="Who is told", compute="_compute_told_names")

    _topic_customer_unique = models.UniqueIndex(
        "(topic_id, customer_id)",
        "This customer has changes to the topic already. Edit these.",
    )

    @api.model
    def _get_override_fields(self) -> tuple[str, ...]:
        """Return the fields that a customer inherits from the topic unless set.

        Each has the same name on both. Override to add one.
        """
        return ("project_id", "handler_kind", "form_id")

    @api.depends("topic_id")
    def _compute_inherited(self):
        kinds = dict(self._fields["handler_kind"]._description_selection(self.env))
        for override in self:
            # sudo: project.project - the name of a project that the topic tells
            topic_sudo = override.topic_id.sudo()
            names = ", ".join(topic_sudo.user_ids.mapped("name"))
            kind = kinds.get(topic_sudo.handler_kind, "")
            is_people = topic_sudo.handler_kind == "people" and names
            override.inherited_project = topic_sudo.project_id.display_name
            override.inherited_form = topic_sudo.form_id.display_name
            override.inherited_handlers = f"{kind}: {names}" if is_people else kind

    @api.depends("topic_id", "customer_id", "handler_kind", "project_id", "user_ids")
    def _compute_told_names(self):
        for override in self:
            served = override.topic_id and override._get_served()
            override.told_names = served and ", ".join(
                override.topic_id._find_handlers(
                    served, override.customer_id
                ).users.mapped("name")
            )

    def _get_served(self):
        """Return the topic with these values, which need not be saved."""
        served = self.topic_id._for_customer(self.topic_id.customer_id.browse())
        # sudo: res.users - names of people in charge
        override_sudo = self.sudo()
        return served._replace(
            project=override_sudo.project_id or served.project,
            handler_kind=self.handler_kind or served.handler_kind,
            users=override_sudo.user_ids if self.handler_kind else served.users,
        )

    @api.constrains("topic_id")
    def _check_topic_id(self):
        if own := self.topic_id.filtered("customer_id"):
            raise ValidationError(
                self.env._(
                    "%(names)s belongs to one customer alone, and is changed there.",
                    names=", ".join(own.mapped("name")),
                )
            )

    @api.constrains("user_ids")
    def _check_user_ids(self):
        check_internal(self)
