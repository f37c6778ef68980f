from odoo import fields, models
from odoo.fields import Domain


class ResPartner(models.Model):
    """A customer that a stranger made by the support form: incomplete until checked."""

    _inherit = "res.partner"

    crm_is_unchecked = fields.Boolean(
        string="Made by the support form",
        readonly=True,
        copy=False,
        groups="base.group_user",
        help="A visitor typed this; nobody has checked yet who it is.",
    )

    _crm_unchecked_idx = models.Index("(id) WHERE crm_is_unchecked IS TRUE")

    def _compute_crm_is_incomplete(self):
        result = super()._compute_crm_is_incomplete()
        for partner in self.sudo().filtered("crm_is_unchecked").sudo(False):
            partner.crm_is_incomplete = True
        return result

    def _search_crm_is_incomplete(self, operator, value):
        domain = super()._search_crm_is_incomplete(operator, value)
        if domain is NotImplemented:
            return domain
        unchecked = Domain("crm_is_unchecked", "=", True)
        return domain | unchecked if True in value else domain & ~unchecked

    def action_mark_checked(self) -> bool:
        """Note that somebody has looked who this is."""
        self.check_access("write")
        # sudo: res.partner - of a customer all that came with it is checked
        roots_sudo = self.sudo().crm_customer_id | self.sudo()
        (roots_sudo | roots_sudo.child_ids).filtered(
            "crm_is_unchecked"
        ).crm_is_unchecked = False
        return True
