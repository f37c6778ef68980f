from odoo import api, models
from odoo.fields import Domain

UNDER_WAY = ("new", "running")


class CrmServiceRecord(models.Model):
    """Fields of one's own on a support record: asked for when the work is done."""

    _inherit = "crm.service.record"

    def _get_card_key(self):
        # nobody fills in a form before the work is done
        return None if self.state in UNDER_WAY else super()._get_card_key()

    @api.model
    def _get_card_key_fields(self):
        return super()._get_card_key_fields() | {"state"}

    @api.model
    def _get_card_required_condition(self, kind, for_contacts):
        condition = super()._get_card_required_condition(kind, for_contacts)
        return f"state not in {UNDER_WAY} and ({condition})"

    @api.model
    def _get_card_domain(self, kind, for_contacts):
        over = Domain("state", "not in", UNDER_WAY)
        return super()._get_card_domain(kind, for_contacts) & over

    @api.model
    def _get_card_builtins(self):
        names = ("contact_id", "type_id", "customer_status_id", "intervention")
        return super()._get_card_builtins() | dict.fromkeys(names, "header")
