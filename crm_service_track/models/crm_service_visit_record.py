from odoo import fields, models
from odoo.exceptions import ValidationError


class CrmServiceVisit(models.Model):
    """A closed form knows its support record."""

    _inherit = "crm.service.visit"

    record_ids = fields.One2many(
        "crm.service.record", "visit_id", string="Support Record"
    )

    def _check_overlap(self):
        """Refuse times that the technician has on a support record already.

        A record that was made of a form counts by the form, which is asked for first.
        """
        result = super()._check_overlap()
        # sudo: crm.service.interval - also time at a customer hidden since then
        found_sudo = (
            self.env["crm.service.interval"]
            .sudo()
            .search(
                [
                    ("user_id", "=", self.user_id.id),
                    ("record_id.visit_id", "=", False),
                    ("date_start", "<", self.date_end),
                    "|",
                    ("date_end", "=", False),
                    ("date_end", ">", self.date_start),
                ],
                order="date_start",
            )
        )
        if found_sudo:
            raise ValidationError(
                self.env._(
                    "%(technician)s has kept this time already: %(records)s. It would "
                    "count twice: correct the times here, or take them off the record.",
                    technician=self.user_id.name,
                    records=", ".join(
                        f"{one.record_id.name} ({one._format_moment(one.date_start)})"
                        for one in found_sudo
                    ),
                )
            )
        return result

    def action_view_record(self) -> dict:
        """Open the support record that was made of the form."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self.record_ids._name,
            "res_id": self.record_ids.id,
            "views": [[False, "form"]],
        }
