from odoo.tests import TransactionCase, new_test_user, tagged

USER = "crm_service_track.crm_service_track_group_user"
MANAGER = "crm_service_track.crm_service_track_group_manager"
VIEW = "crm_cubicl.crm_cubicl_group_view"


@tagged("post_install", "-at_install")
class ServiceTrackCommon(TransactionCase):
    """One user per role, a customer, and a factory of contracts."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user_plain = new_test_user(cls.env, "service_plain", "base.group_user")
        cls.user_technician = new_test_user(
            cls.env, "service_technician", f"{USER},{VIEW}"
        )
        cls.user_manager = new_test_user(
            cls.env, "service_manager", f"{MANAGER},{VIEW}"
        )
        cls.customer = cls.env["res.partner"].create(
            {
                "name": "Yıldız Makine A.Ş.",
                "is_company": True,
                "is_crm_customer": True,
            }
        )
        cls.service_type = cls.env["crm.service.type"].create({"name": "Test service"})

    @classmethod
    def _create_visit(cls, **values):
        return cls.env["crm.service.visit"].create(
            {
                "customer_id": cls.customer.id,
                "email": "yetkili@yildiz.example",
                "type_id": cls.service_type.id,
                "user_id": cls.user_technician.id,
                "date_start": "2026-03-02 07:00:00",
                "date_end": "2026-03-02 09:30:00",
                "result": "Bakım yapıldı.",
            }
            | values
        )

    def _as(self, user, records):
        """Return the records as a user sees them, with nothing known before."""
        self.env.flush_all()
        self.env.invalidate_all()
        return records.with_user(user)

    @classmethod
    def _create_contract(cls, **values):
        return cls.env["crm.service.contract"].create(
            {"customer_id": cls.customer.id, "date_start": "2026-01-01"} | values
        )
