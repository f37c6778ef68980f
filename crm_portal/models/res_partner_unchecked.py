from odoo import fields, models
from odoo.fields import Domain

from odoo.addons.crm_cubicl.tools.duplicate_reasons import Reason

COMPARED = ("name", "email", "phone", "website", "vat", "street", "city", "zip")
# a phone alone proposes, and no more
PHONE_SCORE = 0.3
MOST_BY_PHONE = 3


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

    def _find_known_like_sender(self) -> list[dict]:
        """Return whom this sender may be: also who has but the phone in common."""
        self.ensure_one()
        typed = {name: self[name] or "" for name in COMPARED}
        typed["parent_id"] = self.parent_id.id
        found = self._get_matches_of_typed(self.new(self._clean_typed_values(typed)))
        if not self.phone_sanitized:
            return found
        by_phone = self.search(
            [
                ("phone_sanitized", "=", self.phone_sanitized),
                ("is_crm_customer", "=", True),
                ("id", "not in", [self.id, *(match["partner"].id for match in found)]),
            ],
            limit=MOST_BY_PHONE,
        )
        reason = Reason("phone_same", 1, self.phone_sanitized)
        words = self.env["crm.duplicate.engine"]._describe_reasons([reason])
        return found + [
            {"partner": partner, "score": PHONE_SCORE, "reasons": words}
            for partner in by_phone
        ]

    def _has_twin(self) -> bool:
        """Return whether the company has another contact like this one."""
        self.ensure_one()
        twins = self._find_typed_contacts(self.new(origin=self), self.parent_id)
        return any(twin["id"] != self.id for twin in twins)

    def action_mark_checked(self) -> bool:
        """Note that somebody has looked who this is."""
        self.check_access("write")
        # sudo: res.partner - of a customer all that came with it is checked
        roots_sudo = self.sudo().crm_customer_id | self.sudo()
        (roots_sudo | roots_sudo.child_ids).filtered(
            "crm_is_unchecked"
        ).crm_is_unchecked = False
        return True
