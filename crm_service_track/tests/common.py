from contextlib import contextmanager
from datetime import datetime, timedelta

from odoo.tests import TransactionCase, new_test_user, tagged

USER = "crm_service_track.crm_service_track_group_user"
MANAGER = "crm_service_track.crm_service_track_group_manager"
VIEW = "crm_cubicl.crm_cubicl_group_view"


@tagged("post_install", "-at_install")
class ServiceTrackCommon(TransactionCase):
    """One user per role, a customer, and factories of contracts and records."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user_plain = new_test_user(cls.env, "service_plain", "base.group_user")
        cls.user_technician = new_test_user(
            cls.env, "service_technician", f"{USER},{VIEW}", tz="Europe/Istanbul"
        )
        cls.user_colleague = new_test_user(
            cls.env, "service_colleague", f"{USER},{VIEW}", tz="Europe/Istanbul"
        )
        cls.user_manager = new_test_user(
            cls.env, "service_manager", f"{MANAGER},{VIEW}", tz="Europe/Istanbul"
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

    @classmethod
    def _create_record(cls, *stretches, user=None, **values):
        """Return a record with stretches, given as start and minutes."""
        user = user or cls.user_technician
        record = cls.env["crm.service.record"].create(
            {"customer_id": cls.customer.id, "user_id": user.id} | values
        )
        for start, minutes in stretches:
            moment = datetime.fromisoformat(start)
            cls.env["crm.service.interval"].create(
                {
                    "record_id": record.id,
                    "date_start": moment,
                    "date_end": moment + timedelta(minutes=minutes),
                }
            )
        return record

    @contextmanager
    def _refused(self, exception, words=""):
        """Expect an error with these words, and nothing left of what was tried."""
        with self.assertRaises(exception) as refusal:
            yield
        self.assertIn(words, str(refusal.exception))

    def _as(self, user, records):
        """Return records as another user, with nothing read before."""
        self.env.flush_all()
        self.env.invalidate_all()
        return records.with_user(user)
