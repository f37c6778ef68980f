from odoo import api, fields, models
from odoo.tools import SQL

DAY = 24 * 60 * 60


class CrmCustomerStageLog(models.Model):
    """How long a customer was in a stage, and who brought it there.

    Only the system writes it: nobody has the right to. Whoever may see a customer may
    see its history (``ir.rule``).
    """

    _name = "crm.customer.stage.log"
    _description = "History of stages"
    _order = "entered_date desc, id desc"
    _rec_name = "stage_id"
    # whoever may read the customer may read the row
    _crm_customer_rule_field = "customer_id"

    customer_id = fields.Many2one(
        "res.partner", required=True, index=True, readonly=True, ondelete="cascade"
    )
    stage_id = fields.Many2one(
        "crm.customer.stage",
        required=True,
        index=True,
        readonly=True,
        ondelete="restrict",
    )
    kind = fields.Selection(related="stage_id.kind", string="Kind of stage")
    entered_date = fields.Datetime(
        string="Entered", required=True, readonly=True, default=fields.Datetime.now
    )
    left_date = fields.Datetime(string="Left", readonly=True)
    duration = fields.Float(
        string="Days in the stage",
        readonly=True,
        aggregator="avg",
        help="From entering to leaving; the stages that customers are in now do not "
        "count yet.",
    )
    days = fields.Float(
        compute="_compute_days",
        aggregator=None,
        help="In the stage so far, or until it was left.",
    )
    user_id = fields.Many2one(
        "res.users", string="Moved by", readonly=True, ondelete="set null"
    )
    manager_id = fields.Many2one(
        related="customer_id.user_id", string="Account manager"
    )
    class_id = fields.Many2one(related="customer_id.crm_class_id", string="Class")
    region_id = fields.Many2one(related="customer_id.crm_region_id", string="Region")

    _open_uniq = models.UniqueIndex(
        "(customer_id) WHERE left_date IS NULL",
        "A customer is in one stage at a time.",
    )
    _entered_idx = models.Index("(entered_date)")

    @api.depends("entered_date", "left_date", "duration")
    def _compute_days(self):
        now = fields.Datetime.now()
        for log in self:
            past = (log.left_date or now) - log.entered_date
            log.days = past.total_seconds() / DAY

    @api.model
    def _record_moves(self, customers) -> None:
        """Close the open rows of customers and open those of their stages of now."""
        now = fields.Datetime.now()
        # sudo: crm.customer.stage.log, res.partner - nobody else writes the history
        customers_sudo, logs_sudo = customers.sudo(), self.sudo()
        logs_sudo._close(customers_sudo.ids, now)
        logs_sudo.create(
            [
                {
                    "customer_id": customer.id,
                    "stage_id": customer.crm_stage_id.id,
                    "entered_date": now,
                    "user_id": self.env.uid,
                }
                for customer in customers_sudo
                if customer.is_crm_customer and customer.crm_stage_id
            ]
        )

    def _close(self, customer_ids: list[int], now) -> None:
        """Close the open rows of customers, in one statement for all."""
        self.flush_model()
        self.env.cr.execute(
            SQL(
                "UPDATE crm_customer_stage_log SET left_date = %(now)s,"
                " duration = EXTRACT(EPOCH FROM %(now)s - entered_date) / %(day)s"
                " WHERE left_date IS NULL AND customer_id IN %(ids)s",
                now=now,
                day=DAY,
                ids=tuple(customer_ids),
            )
        )
        self.invalidate_model(["left_date", "duration", "days"])
