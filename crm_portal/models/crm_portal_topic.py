from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class CrmPortalTopic(models.Model):
    """What customers may ask about, where the work goes and who is in charge of it."""

    _name = "crm.portal.topic"
    _inherit = ["crm.portal.handler.mixin"]
    _description = "Support Topic"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    description = fields.Text(
        translate=True, help="What belongs to this topic, in a sentence or two."
    )
    sequence = fields.Integer(default=10, export_string_translation=False)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    project_id = fields.Many2one(
        "project.project",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain=[("is_template", "=", False)],
        help="The project in which the work on this topic is done.",
    )
    handler_kind = fields.Selection(
        [
            ("people", "Certain people"),
            ("project", "The project's managers"),
            ("account", "The customer's account managers"),
        ],
        string="In Charge",
        required=True,
        default="people",
    )
    user_ids = fields.Many2many(
        "res.users",
        string="People in Charge",
        check_company=True,
        domain=[("share", "=", False)],
    )

    task_ids = fields.One2many("project.task", "crm_topic_id", string="Tickets")
    told_names = fields.Char(
        string="Who is told",
        compute="_compute_told_names",
        help="Of a ticket of a customer without account managers of its own.",
    )

    @api.depends("handler_kind", "user_ids", "project_id", "company_id")
    def _compute_told_names(self):
        for topic in self:
            handlers = (
                topic._get_handlers(self.env["res.partner"])
                if topic.project_id and topic.handler_kind
                else None
            )
            names = handlers and ", ".join(handlers.users.mapped("name"))
            topic.told_names = names or False

    @api.model
    def _get_public_topics(self, customer=None):
        """Return what a visitor, or somebody of a customer, can choose, in order."""
        # sudo: crm.portal.topic - names and descriptions are for everybody
        return self.sudo().search([("company_id", "=", self.env.company.id)])

    @api.ondelete(at_uninstall=False)
    def _unlink_except_tickets(self):
        # sudo: project.task - tickets that the user may not see hold the topic too
        tasks_sudo = self.sudo().with_context(active_test=False).task_ids
        if tasks_sudo:
            raise UserError(
                self.env._(
                    "There are tickets on these topics: %(names)s. Archive the topics "
                    "instead; nobody can choose them then.",
                    names=", ".join(tasks_sudo.crm_topic_id.mapped("name")),
                )
            )

    @api.constrains("user_ids")
    def _check_user_ids(self):
        if bad := self.user_ids.filtered("share"):
            raise ValidationError(
                self.env._(
                    "Only internal users can be in charge of a topic, which these are "
                    "not: %(names)s",
                    names=", ".join(bad.mapped("name")),
                )
            )

    def copy_data(self, default=None):
        vals_list = super().copy_data(default)
        if "name" in (default or {}):
            return vals_list
        return [
            {**vals, "name": self.env._("%(name)s (copy)", name=topic.name)}
            for topic, vals in zip(self, vals_list, strict=True)
        ]
