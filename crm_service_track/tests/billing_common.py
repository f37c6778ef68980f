import base64

from odoo.tests import new_test_user, tagged

from .common import MANAGER, USER, VIEW, ServiceTrackCommon

BILLING = "account.group_account_invoice"
INFO = {"method": "POST", "address": "192.0.2.7", "agent": "Mozilla/5.0"}
PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAA"
    "AABJRU5ErkJggg=="
)


@tagged("post_install", "-at_install")
class BillingCommon(ServiceTrackCommon):
    """Users with rights to invoices, and visits as far as they are wanted."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # the least that bills: what one did oneself
        cls.user_billing = new_test_user(
            cls.env, "service_billing", f"{USER},{VIEW},{BILLING}"
        )
        cls.user_office = new_test_user(
            cls.env, "service_office", f"{MANAGER},{VIEW},{BILLING}"
        )
        cls.user_accounts = new_test_user(cls.env, "service_accounts", BILLING)
        cls.tax = cls.env["account.tax"].create(
            {"name": "KDV 20", "amount": 20, "type_tax_use": "sale"}
        )
        cls.env.company.account_sale_tax_id = cls.tax
        cls.hour = 0

    @classmethod
    def _create_visit(cls, **values):
        """Return a visit of its own hour, of 1,000 + tax unless said otherwise."""
        cls.hour += 1
        day, hour = divmod(cls.hour, 20)
        times = {
            "date_start": f"2026-03-{day + 2:02} {hour:02}:00:00",
            "date_end": f"2026-03-{day + 2:02} {hour:02}:59:00",
        }
        fee = {"fee_kind": "amount", "fee_amount": 1000}
        return super()._create_visit(**(times | fee | values))

    @classmethod
    def _approve(cls, visit):
        visit.action_send()
        visit._answer(visit.link_ids[:1], {"answer": "approve", "score": 9}, INFO)
        return visit

    @classmethod
    def _create_closed(cls, **values):
        visit = cls._approve(cls._create_visit(**values))
        visit.with_user(cls.user_manager).action_close()
        return visit

    def _bill(self, visits, user=None):
        self._as(user or self.user_office, visits).action_bill()
        return visits.invoice_id
