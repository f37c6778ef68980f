from odoo.tests import HttpCase, tagged

from .common import CustomerMixin
from .test_archive import ArchiveMixin


@tagged("post_install", "-at_install")
class TestFeedTour(ArchiveMixin, CustomerMixin, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_customers()
        cls._set_up_archive()
        for number in range(40):
            cls._create_customer(f"Müşteri {number}")
        cls.customer = cls._create_customer("Anadolu Kimya")

    def test_edit_reads_logs_and_filters(self):
        self.start_tour("/odoo/crm-activities", "crm_feed_edit", login="level_edit")
        kinds = self._kinds(self.user_view, self.customer)
        self.assertEqual(kinds, ["note", "call", "created"])

    def test_view_reads(self):
        self.start_tour("/odoo/crm-activities", "crm_feed_view", login="level_view")

    def test_edit_assigns_a_mail(self):
        self._deliver(self._compose("meslektas@poyraz.example", "yeni@firma.example"))
        self.start_tour("/odoo/crm-mails", "crm_archive_assign", login="level_edit")
        self.assertEqual(len(self._mails(self.customer)), 1)
