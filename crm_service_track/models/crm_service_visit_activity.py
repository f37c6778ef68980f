from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ..tools.roles import MANAGER


class CrmServiceVisit(models.Model):
    """The activities of a form are read by the rights on each of them.

    Core searches, groups and sums them up past those rights, which would tell
    technicians of a low score.
    """

    _inherit = "crm.service.visit"

    activity_ids = fields.One2many(
        bypass_search_access=False, domain=lambda self: self._get_activity_domain()
    )
    activity_state = fields.Selection(groups=MANAGER)
    activity_user_id = fields.Many2one(groups=MANAGER)
    activity_type_id = fields.Many2one(groups=MANAGER)
    activity_type_icon = fields.Char(groups=MANAGER)
    activity_date_deadline = fields.Date(groups=MANAGER)
    activity_summary = fields.Char(groups=MANAGER)
    activity_exception_decoration = fields.Selection(groups=MANAGER)
    activity_exception_icon = fields.Char(groups=MANAGER)

    @api.model
    def _get_activity_domain(self) -> Domain:
        """Return the activities in sight: core asks for their ids past the rules."""
        if self.env.su or self.env.user.has_group(MANAGER):
            return Domain.TRUE
        return Domain("crm_is_of_score", "!=", True)

    def _check_activity_search(self) -> None:
        """Refuse who may not read these fields to search by them; core does not."""
        if not self.env.su and not self.env.user.has_group(MANAGER):
            raise AccessError(
                self.env._(
                    "Only managers of the service tracking search by activities."
                )
            )

    def _search_activity_state(self, operator, value):
        self._check_activity_search()
        return super()._search_activity_state(operator, value)

    def _search_activity_user_id(self, operator, operand):
        self._check_activity_search()
        return super()._search_activity_user_id(operator, operand)

    def _search_activity_type_id(self, operator, operand):
        self._check_activity_search()
        return super()._search_activity_type_id(operator, operand)

    def _search_activity_date_deadline(self, operator, operand):
        self._check_activity_search()
        return super()._search_activity_date_deadline(operator, operand)

    def _search_activity_summary(self, operator, operand):
        self._check_activity_search()
        return super()._search_activity_summary(operator, operand)

    def _search_activity_exception_decoration(self, operator, operand):
        self._check_activity_search()
        return super()._search_activity_exception_decoration(operator, operand)
