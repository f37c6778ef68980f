from datetime import datetime

from freezegun import freeze_time

from odoo.modules.module import load_script
from odoo.tests import tagged
from odoo.tools import SQL

from .test_migration_relations import SCRIPTS
from .test_stage import StageCase


@tagged("post_install", "-at_install")
class TestMigrationStages(StageCase):
    """A database in use has a history from the first day on."""

    def _migrate(self):
        self.env.flush_all()
        self.env.cr.precommit.run()
        script = load_script(str(SCRIPTS / "post-stages.py"), "post-stages")
        script.migrate(self.env.cr, "19.0.1.0.0")
        self.env.invalidate_all()

    def _set_dates(self, customer, created, *moved):
        """Set when a customer and its tracked changes were made."""
        self.env.flush_all()
        self.env.cr.precommit.run()
        cr = self.env.cr
        cr.execute(
            SQL(
                "UPDATE res_partner SET create_date = %s WHERE id = %s",
                created,
                customer.id,
            )
        )
        values = self.env["mail.tracking.value"].search(
            [
                ("mail_message_id.model", "=", "res.partner"),
                ("mail_message_id.res_id", "=", customer.id),
                ("field_id.name", "=", "crm_stage_id"),
            ],
            order="id",
        )
        for value, date in zip(values, moved, strict=True):
            cr.execute(
                SQL(
                    "UPDATE mail_tracking_value SET create_date = %s WHERE id = %s",
                    date,
                    value.id,
                )
            )

    def _get_history(self, customer):
        return [
            (log.stage_id, log.entered_date, log.left_date or None, log.duration)
            for log in customer.crm_stage_log_ids.sorted("id")
        ]

    @freeze_time("2026-05-01 08:00:00")
    def test_history_from_the_tracking(self):
        moved = self._create_customer("Gezgin", crm_stage_id=self.new.id)
        self.env.flush_all()
        self.env.cr.precommit.run()
        for stage in (self.proposal, self.won):
            moved.crm_stage_id = stage
            self.env.flush_all()
            self.env.cr.precommit.run()
        still = self._create_customer("Duran", crm_stage_id=self.won.id)
        without = self._create_customer("Aşamasız")
        partner = self.env["res.partner"].create(
            {"name": "Müşteri değil", "crm_stage_id": self.new.id}
        )
        self._set_dates(moved, "2026-01-01", "2026-01-11", "2026-02-11 12:00:00")
        self._set_dates(still, "2026-03-01")
        self.Log.search([]).unlink()
        self.won.kind = "open"
        self._migrate()
        first, second, third = (
            datetime(2026, 1, 1),
            datetime(2026, 1, 11),
            datetime(2026, 2, 11, 12),
        )
        self.assertEqual(
            self._get_history(moved),
            [
                (self.new, first, second, 10.0),
                (self.proposal, second, third, 31.5),
                (self.won, third, None, 0.0),
            ],
        )
        self.assertEqual(
            self._get_history(still), [(self.won, datetime(2026, 3, 1), None, 0.0)]
        )
        self.assertFalse(without.crm_stage_log_ids)
        self.assertFalse(self.Log.search([("customer_id", "=", partner.id)]))
        self.assertEqual((self.new.kind, self.won.kind), ("new", "won"))
        # a second run adds nothing, and the next move closes what was found
        count = self.Log.search_count([])
        self._migrate()
        self.assertEqual(self.Log.search_count([]), count)
        moved.crm_stage_id = self.new
        self.assertEqual(len(moved.crm_stage_log_ids), 4)
