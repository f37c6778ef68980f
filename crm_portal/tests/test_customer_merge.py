from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import PortalCommon


@tagged("post_install", "-at_install")
class TestPortalOfMergedCustomers(PortalCommon):
    """A customer that becomes another one brings its support along."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.source, cls.target = cls.env["res.partner"].create(
            [
                {"name": name, "is_company": True, "is_crm_customer": True}
                for name in ("Gizem Optik", "Gizem Optik Ltd.")
            ]
        )
        cls.topic = cls._create_topic()
        cls.own = cls._create_topic(name="Own", customer_id=cls.source.id)
        cls.override = cls._override(cls.source)
        cls.link = cls.env["crm.portal.link"].create({"customer_id": cls.source.id})

    @classmethod
    def _override(cls, customer, **values):
        return cls.env["crm.portal.topic.override"].create(
            {"topic_id": cls.topic.id, "customer_id": customer.id} | values
        )

    def _merge(self, **options):
        merge = self.env["crm.merge"]._merge(self.source, self.target, **options)
        self.env.invalidate_all()
        return merge

    def test_topics_changes_and_link_move_and_come_back(self):
        token = self.link._get_token()
        source = self.source
        merge = self._merge()
        for record in (self.own, self.override, self.link):
            self.assertEqual(record.customer_id, self.target, record._name)
        # the address that the customer has stays good
        self.assertEqual(self.link._find_by_token(token), self.link)
        merge._undo()
        self.env.invalidate_all()
        for record in (self.own, self.override, self.link):
            self.assertEqual(record.customer_id, source, record._name)

    def test_of_two_links_or_changes_one_stays_when_agreed(self):
        ours = self.env["crm.portal.link"].create({"customer_id": self.target.id})
        kept = self._override(self.target, is_hidden=True)
        with self.assertRaisesRegex(UserError, "crm_portal_link"):
            self._merge()
        self._merge(accept_losses=True)
        self.assertEqual(self.target.crm_link_ids, ours)
        self.assertFalse(self.link.exists())
        self.assertEqual(self.topic.override_ids, kept)
        self.assertEqual(self.own.customer_id, self.target)
