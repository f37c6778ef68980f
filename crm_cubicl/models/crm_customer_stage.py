from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

KINDS = [
    ("new", "New"),
    ("open", "In progress"),
    ("won", "Won"),
    ("lost", "Lost"),
]


class CrmCustomerStage(models.Model):
    """A step of the relation with a customer, from the first contact on."""

    _name = "crm.customer.stage"
    _inherit = ["crm.customer.list.mixin"]
    _description = "Customer stage"

    _customer_field = "crm_stage_id"

    fold = fields.Boolean(
        string="Folded",
        help="The column of this stage is folded on the customers' cards.",
    )
    kind = fields.Selection(
        KINDS,
        required=True,
        default="open",
        help="What the reports count this stage as.",
    )
    description = fields.Text(
        translate=True, help="What this stage means, for colleagues to read."
    )
    step_ids = fields.One2many(
        "crm.customer.stage.step",
        "stage_id",
        string="Steps",
        copy=True,
        help="Activities that are planned by themselves when a customer comes here.",
    )
    notify_managers = fields.Boolean(
        string="Tell the account managers",
        help="The account managers of a customer are told when it comes to this stage.",
    )
    notify_user_ids = fields.Many2many(
        "res.users",
        "crm_customer_stage_user_rel",
        "stage_id",
        "user_id",
        string="Tell these users",
        domain=[("share", "=", False)],
    )
    notify_group_ids = fields.Many2many(
        "res.groups",
        "crm_customer_stage_group_rel",
        "stage_id",
        "group_id",
        string="Tell these groups",
    )
    notify_text = fields.Text(
        string="Message",
        translate=True,
        help="Added to what the people are told: what is to be done now.",
    )

    _name_uniq = models.UniqueIndex(
        "((name->>'en_US'))",
        "There is a stage of this name already (perhaps archived).",
    )

    @api.constrains("notify_user_ids")
    def _check_notify_user_ids(self):
        # sudo: res.users - whoever manages stages need not see every user's company
        if strangers := self.notify_user_ids.sudo().filtered("share"):
            raise ValidationError(
                self.env._(
                    "%(names)s: only colleagues can be told.",
                    names=", ".join(strangers.mapped("name")),
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_in_history(self):
        # sudo: crm.customer.stage.log - the history of customers one may not see
        logs_sudo = self.env["crm.customer.stage.log"].sudo()
        groups = logs_sudo._read_group(Domain("stage_id", "in", self.ids), ["stage_id"])
        if groups:
            raise UserError(
                self.env._(
                    "%(names)s: customers went through it. Archive it instead; then "
                    "nobody can choose it any more and their history stays.",
                    names=", ".join(stage.display_name for (stage,) in groups),
                )
            )

    def _has_listeners(self) -> bool:
        """Return whether anybody is to be told of a customer that comes here."""
        return bool(
            self.notify_managers or self.notify_user_ids or self.notify_group_ids
        )
