from psycopg2 import IntegrityError

from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import ServiceTrackCommon


@tagged("post_install", "-at_install")
class TestServiceType(ServiceTrackCommon):
    def test_a_name_is_given_once(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.env["crm.service.type"].create({"name": "Test service"})

    def test_an_archived_name_is_taken_too(self):
        self.service_type.action_archive()
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.env["crm.service.type"].create({"name": "Test service"})

    def test_types_come_in_the_order_given(self):
        other = self.env["crm.service.type"].create({"name": "A", "sequence": 90})
        both = self.service_type | other
        self.service_type.sequence = 91
        found = both.search([("id", "in", both.ids)])
        self.assertEqual(found.ids, [other.id, self.service_type.id])

    def test_a_copy_gets_another_name(self):
        self.assertEqual(self.service_type.copy().name, "Test service (copy)")
        self.assertEqual(self.service_type.copy({"name": "Other"}).name, "Other")

    def test_each_language_has_its_own_name(self):
        self.env["res.lang"]._activate_lang("tr_TR")
        self.service_type.with_context(lang="tr_TR").name = "Deneme hizmeti"
        self.assertEqual(self.service_type.name, "Test service")
