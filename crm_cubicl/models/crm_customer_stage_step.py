from datetime import timedelta

from odoo import fields, models

DOERS = [
    ("manager", "The account manager"),
    ("mover", "Who moves the customer here"),
    ("user", "A certain user"),
]


class CrmCustomerStageStep(models.Model):
    """What is to be done with a customer that comes to a stage."""

    _name = "crm.customer.stage.step"
    _description = "Step of a stage"
    _order = "sequence, id"
    _rec_name = "summary"

    stage_id = fields.Many2one(
        "crm.customer.stage", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    summary = fields.Char(string="What is to be done", required=True, translate=True)
    activity_type_id = fields.Many2one(
        "mail.activity.type",
        string="Activity type",
        domain="[('res_model', 'in', [False, 'res.partner'])]",
        default=lambda self: self._get_default_type(),
        ondelete="set null",
    )
    days = fields.Integer(
        string="Within days", default=1, help="Days from the move to the due date."
    )
    doer = fields.Selection(
        DOERS,
        string="Whose step",
        required=True,
        default="manager",
        help="When this person cannot see the customer, whoever moves it has the step.",
    )
    user_id = fields.Many2one(
        "res.users", domain=[("share", "=", False)], ondelete="set null"
    )

    _check_days = models.Constraint(
        "CHECK (days >= 0)", "A step cannot be due before the customer comes."
    )
    _check_user = models.Constraint(
        "CHECK (doer <> 'user' OR user_id IS NOT NULL)",
        "Choose the user whose step it is.",
    )

    def _get_default_type(self):
        return self.env.ref("mail.mail_activity_data_todo", raise_if_not_found=False)

    def _prepare_activity_values(self, customer, seen: dict) -> dict:
        """Return the values of this step's activity with a customer.

        :param seen: per user the customers of the move that he may see
        """
        model = self.env["ir.model"]._get("res.partner")
        doer = self._get_doer(customer)
        if customer not in seen.get(doer, customer.browse()):
            doer = self.env.user
        today = fields.Date.context_today(self)
        return {
            "res_model_id": model.id,
            "res_id": customer.id,
            "activity_type_id": self.activity_type_id.id,
            "summary": self.summary,
            "date_deadline": today + timedelta(days=self.days),
            "user_id": doer.id,
            "crm_stage_step_id": self.id,
        }

    def _get_doer(self, customer):
        """Return whose step this is with a customer; perhaps nobody's."""
        if self.doer == "user":
            return self.user_id
        return customer.user_id if self.doer == "manager" else self.env.user
