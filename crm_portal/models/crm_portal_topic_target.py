from odoo import fields, models

TARGETS = {"target_answer_hours", "target_solve_hours", "target_warning_percent"}


class CrmPortalTopic(models.Model):
    """How soon the tickets of a topic should be answered and solved."""

    _inherit = "crm.portal.topic"

    target_answer_hours = fields.Float(
        string="First answer within",
        help="Working hours from the question to the first answer; 0 for no target.",
    )
    target_solve_hours = fields.Float(
        string="Solved within",
        help="Working hours in which the ticket waits for us; 0 for no target. While "
        "it waits for the customer, the time stands still.",
    )
    target_warning_percent = fields.Integer(
        string="Warn at",
        default=75,
        help="When so much of the time is used up, whoever is in charge is warned.",
    )

    _target_hours_positive = models.Constraint(
        "CHECK (target_answer_hours >= 0 AND target_solve_hours >= 0)",
        "A target time cannot be negative. Put 0 for no target.",
    )
    _target_warning_percent_range = models.Constraint(
        "CHECK (target_warning_percent BETWEEN 1 AND 100)",
        "Warn between 1 and 100 percent of the target time.",
    )

    def write(self, vals):
        result = super().write(vals)
        if TARGETS & vals.keys():
            # sudo: project.task - tickets that the user may not see have targets too
            tickets_sudo = self.env["project.task"].sudo()
            open_sudo = tickets_sudo.search(
                [("crm_topic_id", "in", self.ids), ("crm_waiting_for", "!=", False)]
            )
            open_sudo._set_targets()
        return result
