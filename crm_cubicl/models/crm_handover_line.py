from odoo import api, fields, models


class CrmHandoverLine(models.Model):
    """One thing that was handed over, exact enough to give it back."""

    _name = "crm.handover.line"
    _description = "What was handed over"
    _order = "kind, id"

    handover_id = fields.Many2one(
        "crm.handover", required=True, index=True, ondelete="cascade"
    )
    kind = fields.Selection(
        [
            ("main", "Main account manager"),
            ("other", "Other account manager"),
            ("task", "Task"),
            ("activity", "Activity"),
        ],
        required=True,
    )
    res_model = fields.Char(string="Model", required=True)
    res_id = fields.Many2oneReference(
        string="Record", model_field="res_model", required=True
    )
    record_name = fields.Char(string="What", compute="_compute_record_name")
    # whether the new colleague was put in, or was there already
    is_added = fields.Boolean(export_string_translation=False)
    # whether the new colleague became a follower by it
    is_follower = fields.Boolean(export_string_translation=False)
    state = fields.Selection(
        [
            ("moved", "Handed over"),
            ("skipped", "Not handed over"),
            ("restored", "Given back"),
            ("kept", "Not given back"),
        ],
        string="Status",
        required=True,
        default="moved",
    )
    reason = fields.Selection(
        [
            ("changed", "Changed since"),
            ("closed", "Closed since"),
            ("gone", "Does not exist any more"),
            ("archived", "The colleague is archived"),
            ("no_access", "The other colleague may not open it"),
        ],
    )

    @api.depends_context("uid")
    @api.depends("res_model", "res_id")
    def _compute_record_name(self):
        """Name what the reader may see; the rest only by its number."""
        for model, lines in self.grouped("res_model").items():
            records = self.env[model].browse(lines.mapped("res_id")).exists()
            readable = set(records._filtered_access("read").ids)
            for line in lines:
                record = self.env[model].browse(line.res_id)
                line.record_name = (
                    record.display_name
                    if line.res_id in readable
                    else self.env._("No. %(number)s", number=line.res_id)
                )

    def action_open(self):
        """Open the record, with the rights of who asks."""
        self.ensure_one()
        record = self.env[self.res_model].browse(self.res_id)
        record.check_access("read")
        if self.res_model == "mail.activity":
            return record.action_open_document()
        return record.get_formview_action()
