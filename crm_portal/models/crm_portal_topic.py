from odoo import api, fields, models

from .crm_portal_handler_mixin import check_internal

ICONS = [
    ("fa-question-circle-o", "Question"),
    ("fa-wrench", "Repair"),
    ("fa-exclamation-triangle", "Problem"),
    ("fa-bug", "Error"),
    ("fa-desktop", "Computer"),
    ("fa-print", "Printer"),
    ("fa-phone", "Phone"),
    ("fa-wifi", "Network"),
    ("fa-lock", "Security"),
    ("fa-user-o", "Account"),
    ("fa-shopping-cart", "Order"),
    ("fa-truck", "Delivery"),
    ("fa-file-text-o", "Invoice"),
    ("fa-credit-card", "Payment"),
    ("fa-tag", "Price"),
    ("fa-calendar", "Appointment"),
    ("fa-graduation-cap", "Training"),
    ("fa-lightbulb-o", "Idea"),
    ("fa-comments-o", "Conversation"),
    ("fa-cogs", "Settings"),
]
HANDLER_KINDS = [
    ("people", "Certain people"),
    ("project", "The project's managers"),
    ("account", "The customer's account managers"),
]


class CrmPortalTopic(models.Model):
    """What customers may ask about, where the work goes and who is in charge of it."""

    _name = "crm.portal.topic"
    _inherit = ["crm.portal.customer.mixin", "crm.portal.handler.mixin"]
    _description = "Support Topic"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    description = fields.Text(
        translate=True, help="What belongs to this topic, in a sentence or two."
    )
    icon = fields.Selection(ICONS, required=True, default="fa-question-circle-o")
    sequence = fields.Integer(default=10, export_string_translation=False)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    customer_id = fields.Many2one(
        string="Only for",
        index="btree_not_null",
        ondelete="restrict",
        help="This customer alone can choose the topic. Without one, everybody can.",
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
        HANDLER_KINDS,
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

    @api.constrains("user_ids")
    def _check_user_ids(self):
        check_internal(self)

    def unlink(self):
        """Archive the topics that have tickets, and say so; delete the others."""
        self.check_access("unlink")
        # sudo: project.task - tickets that the user may not see hold the topic too
        tasks_sudo = self.sudo().with_context(active_test=False).task_ids
        kept = self.browse(tasks_sudo.crm_topic_id.ids)
        if kept:
            kept.action_archive()
            self.env.user._bus_send(
                "simple_notification",
                {
                    "type": "warning",
                    "sticky": True,
                    "title": self.env._("Archived, not deleted"),
                    "message": self.env._(
                        "There are tickets on these topics, so they were archived. "
                        "Nobody can choose them any more: %(names)s",
                        names=", ".join(kept.mapped("name")),
                    ),
                },
            )
        return super(CrmPortalTopic, self - kept).unlink()

    def copy_data(self, default=None):
        vals_list = super().copy_data(default)
        if "name" in (default or {}):
            return vals_list
        return [
            {**vals, "name": self.env._("%(name)s (copy)", name=topic.name)}
            for topic, vals in zip(self, vals_list, strict=True)
        ]
