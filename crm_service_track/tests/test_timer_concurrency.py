import threading
from contextlib import contextmanager

from psycopg2 import IntegrityError, errors

import odoo
from odoo import api
from odoo.tests import BaseCase, tagged
from odoo.tests.common import get_db_name
from odoo.tools import mute_logger


@tagged("post_install", "-at_install", "database_breaking")
class TestTimerConcurrency(BaseCase):
    """Two starts at once on two real connections; what is made is taken away."""

    @contextmanager
    def _connect(self):
        registry = odoo.modules.registry.Registry(get_db_name())
        with registry._db.cursor() as cr:
            yield api.Environment(cr, odoo.SUPERUSER_ID, {})

    def setUp(self):
        super().setUp()
        with self._connect() as env:
            customer = env["res.partner"].create(
                {"name": "Concurrent", "is_company": True, "is_crm_customer": True}
            )
            user = env["res.users"].create(
                {
                    "name": "Concurrent",
                    "login": "service_concurrent",
                    "group_ids": [
                        (4, env.ref("base.group_user").id),
                        (4, env.ref("crm_cubicl.crm_cubicl_group_view").id),
                        (
                            4,
                            env.ref(
                                "crm_service_track.crm_service_track_group_user"
                            ).id,
                        ),
                    ],
                }
            )
            records = env["crm.service.record"].create(
                [{"customer_id": customer.id, "user_id": user.id}] * 2
            )
            self.user_id, self.record_ids = user.id, records.ids
            self.partner_ids = (customer + user.partner_id).ids
        self.addCleanup(self._clean)

    def _clean(self):
        with self._connect() as env:
            env["crm.service.record"].browse(self.record_ids).unlink()
            env["res.users"].browse(self.user_id).unlink()
            env["res.partner"].browse(self.partner_ids).unlink()

    def _start(self, record_id, barrier, results):
        try:
            with self._connect() as env:
                record = env(user=self.user_id)["crm.service.record"].browse(record_id)
                # both have looked: nothing is running
                record._get_cover()
                barrier.wait(timeout=20)
                results.append(record.start_timer()["result"])
        except (IntegrityError, errors.SerializationFailure) as error:
            results.append(type(error).__name__)

    @mute_logger("odoo.sql_db")
    def test_two_starts_at_once_leave_one_timer(self):
        barrier, results = threading.Barrier(2), []
        threads = [
            threading.Thread(target=self._start, args=(record_id, barrier, results))
            for record_id in self.record_ids
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=30)
        with self._connect() as env:
            running = env["crm.service.interval"].search(
                [("user_id", "=", self.user_id), ("date_end", "=", False)]
            )
            self.assertEqual(len(running), 1)
        self.assertEqual(sorted(results), ["UniqueViolation", "started"])
