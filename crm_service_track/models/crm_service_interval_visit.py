from odoo import api, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from odoo.addons.crm_cubicl.tools.marks import has_marks

from .crm_service_record_visit import OF_VISIT


class CrmServiceInterval(models.Model):
    """Times that the customer has approved stay as they are."""

    _inherit = "crm.service.interval"

    @api.model_create_multi
    def create(self, vals_list):
        self._check_records_open(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        self.record_id._check_not_of_visit()
        self._check_records_open([vals])
        return super().write(vals)

    def _check_overlaps(self):
        """Refuse time that the same person has on an on-site form as well."""
        result = super()._check_overlaps()
        by_hand = self.filtered(lambda one: one.date_end and not one.record_id.visit_id)
        names = ["user_id", "state", "is_replaced", "date_start", "date_end"]
        self.env["crm.service.visit"].flush_model(names)
        found = self.env.execute_query(
            SQL(
                """
                SELECT mine.id, visit.id
                  FROM crm_service_interval AS mine
                  JOIN crm_service_visit AS visit
                    ON visit.user_id = mine.user_id AND visit.state != 'cancelled'
                   AND visit.date_start < mine.date_end
                   AND visit.date_end > mine.date_start
                   AND visit.is_replaced IS NOT TRUE
                 WHERE mine.id IN %s
                """,
                tuple(by_hand.ids or [0]),
            )
        )
        if found:
            mine, visit_id = self.browse(found[0][0]), found[0][1]
            # sudo: crm.service.visit - one's own form, at whichever customer
            visit_sudo = self.env["crm.service.visit"].sudo().browse(visit_id)
            raise ValidationError(
                self.env._(
                    "%(start)s – %(end)s is on the on-site form %(form)s already "
                    "(%(times)s), which makes a support record of its own.",
                    start=mine._format_moment(mine.date_start),
                    end=mine._format_moment(mine.date_end),
                    form=visit_sudo.name,
                    times=visit_sudo._format_stretch(visit_sudo._get_stretch()),
                )
            )
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_of_visit(self):
        self.record_id._check_not_of_visit()

    @api.model
    def _check_records_open(self, vals_list: list[dict]) -> None:
        """Refuse times for a record of a form, but those that come with it."""
        if not has_marks(self.env.context, OF_VISIT):
            ids = [vals["record_id"] for vals in vals_list if vals.get("record_id")]
            self.env["crm.service.record"].browse(ids)._check_not_of_visit()
