from lxml import etree

from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user

from ..models.crm_card_view_mixin import CrmCardViewMixin
from ..models.res_partner import ResPartner

# Addons above say for which contacts cards hold; here they hold for all.
OWN_RULES = {
    name: getattr(owner, name)
    for owner, names in (
        (ResPartner, ("_get_card_key", "_get_card_key_fields", "_get_card_domain")),
        (CrmCardViewMixin, ("_get_card_required_condition",)),
    )
    for name in names
}
CREATOR = "base.group_user,base.group_partner_manager"


class CardMixin:
    """Users and fields that the tests of cards share."""

    @classmethod
    def _set_up_cards(cls):
        for name, rule in OWN_RULES.items():
            cls.classPatch(type(cls.env["res.partner"]), name, rule)
        cls.group = cls.env["res.groups"].create({"name": "Seers"})
        cls.manager = new_test_user(
            cls.env,
            "card_manager",
            groups=CREATOR + ",crm_custom_fields.crm_custom_fields_group_manager",
        )
        cls.seer = new_test_user(cls.env, "card_seer", groups=CREATOR)
        cls.seer.group_ids += cls.group
        cls.other = new_test_user(cls.env, "card_other", groups=CREATOR)
        cls.person = cls.env.ref("crm_custom_fields.crm_card_person")
        cls.company = cls.env.ref("crm_custom_fields.crm_card_company")
        cls.cards = cls.person | cls.company

    @classmethod
    def _create_fields(cls, *rows, cards=None):
        """Create fields of one's own in one call, on both cards unless said."""
        cards = cls.cards if cards is None else cards
        base = {"card_ids": [Command.set(cards.ids)]}
        return cls.env["crm.custom.field"].create([{**base, **row} for row in rows])

    @classmethod
    def _require(cls, custom, card=None, **vals):
        """Make a field required on a card (default: every card it is on)."""
        lines = custom.line_ids.filtered(lambda li: not card or li.card_id == card)
        lines.write({"is_required": True, **vals})

    def setUp(self):
        # Fields made in a test leave the registry only after its savepoint was
        # rolled back: cleanups run last in, first out.
        self.addCleanup(self.registry._setup_models__, self.cr)
        super().setUp()

    def _arch(self, user, view_type, model="res.partner", view_id=False):
        """Return a view as this user gets it."""
        views = self.env[model].with_user(user).get_views([(view_id, view_type)])
        return etree.fromstring(views["views"][view_type]["arch"])

    def _as(self, user, records):
        """Return records as another user, with nothing read before."""
        self.env.flush_all()
        self.env.invalidate_all()
        return records.with_user(user)


class CardCase(CardMixin, TransactionCase):
    """Base of the tests of cards and fields of one's own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_cards()
