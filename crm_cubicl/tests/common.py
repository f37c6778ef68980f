from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user

LEVELS = ("view", "edit", "delete", "manage")


class CustomerMixin:
    """One user per level and a way to make customers, for every test of customers."""

    @classmethod
    def _set_up_customers(cls):
        cls.user_none = new_test_user(
            cls.env, "level_none", groups="base.group_user", crm_level="none"
        )
        cls.user_view = cls._create_level_user("view")
        cls.user_edit = cls._create_level_user("edit")
        cls.user_delete = cls._create_level_user("delete")
        cls.user_manage = cls._create_level_user("manage")
        cls.turkey = cls.env.ref("base.tr")
        cls.germany = cls.env.ref("base.de")
        cls.env.company.country_id = cls.turkey

    @classmethod
    def _create_level_user(cls, level, **kwargs):
        """Return a new user who has a level and nothing else."""
        return new_test_user(
            cls.env,
            f"level_{level}",
            groups=f"base.group_user,crm_cubicl.crm_cubicl_group_{level}",
            **kwargs,
        )

    @classmethod
    def _create_customer(cls, name="Anadolu Gıda A.Ş.", **vals):
        """Return a new company that is a customer."""
        return cls.env["res.partner"].create(
            {"name": name, "is_company": True, "is_crm_customer": True, **vals}
        )

    @classmethod
    def _create_contact(cls, customer, name="Ayşe Yılmaz", **vals):
        """Return a new contact of a customer."""
        return cls.env["res.partner"].create(
            {"name": name, "parent_id": customer.id, **vals}
        )

    @classmethod
    def _create_own_field(cls, **vals):
        """Return a new field of one's own on both cards."""
        cards = cls.env.ref("crm_custom_fields.crm_card_person") | cls.env.ref(
            "crm_custom_fields.crm_card_company"
        )
        model = cls.env["ir.model"]._get("res.partner")
        return cls.env["crm.custom.field"].create(
            {"model_id": model.id, "card_ids": [Command.set(cards.ids)], **vals}
        )

    def _as(self, user, records):
        """Return records as another user, with nothing read before."""
        self.env.flush_all()
        self.env.invalidate_all()
        return records.with_user(user)


class CustomerCase(CustomerMixin, TransactionCase):
    """Base of the tests of customers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_customers()
