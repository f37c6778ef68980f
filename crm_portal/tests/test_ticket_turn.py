from odoo.exceptions import AccessError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .ticket_common import TicketCase


@tagged("post_install", "-at_install")
class TestTicketTurn(TicketCase):
    """Into which project a ticket goes that becomes a task."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.worker = cls._create_worker("worker", "view")
        cls.elsewhere = cls.project.copy({"name": "Elsewhere"})
        for project in cls.project | cls.elsewhere:
            project.type_ids = cls.env["project.task.type"].create({"name": "New"})
        cls.task = cls.env["project.task"].create(
            {
                "name": "Plain",
                "project_id": cls.elsewhere.id,
                "partner_id": cls.contact.id,
            }
        )

    def setUp(self):
        super().setUp()
        self._track()

    def _track(self):
        self.env.flush_all()
        self.env.cr.precommit.run()
        self.env.invalidate_all()

    def _open(self, task):
        return (
            self.env["crm.portal.turn"]
            .with_user(self.worker)
            .create({"task_id": task.id})
        )

    def _become_ticket(self):
        turn = self._open(self.task)
        self.assertFalse(turn.project_id)
        turn.action_turn()
        self._track()
        self.assertEqual(self.task.project_id, self.project)

    def test_back_to_where_it_came_from(self):
        self._become_ticket()
        turn = self._open(self.task)
        self.assertEqual(turn.project_id, self.elsewhere)
        turn.action_turn()
        self.assertFalse(self.task.crm_topic_id)
        self.assertEqual(self.task.project_id, self.elsewhere)
        self.assertIn(self.task.stage_id, self.elsewhere.type_ids)

    def test_into_the_project_that_is_chosen(self):
        self._become_ticket()
        third = self.project.copy({"name": "Third"})
        with Form(self._open(self.task)) as form:
            form.project_id = third
        form.record.action_turn()
        self.assertEqual(self.task.project_id, third)

    def test_what_came_from_nowhere_stays(self):
        turn = self._open(self.ticket)
        self.assertEqual(turn.project_id, self.project)
        turn.action_turn()
        self.assertEqual(self.ticket.project_id, self.project)

    def test_a_project_that_is_gone_is_not_proposed(self):
        self._become_ticket()
        self.elsewhere.active = False
        self.assertEqual(self._open(self.task).project_id, self.project)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_not_into_a_project_that_one_does_not_see(self):
        self._become_ticket()
        self.elsewhere.privacy_visibility = "followers"
        turn = self._open(self.task)
        self.assertEqual(turn.project_id, self.project)
        with self.assertRaises(AccessError):
            self.task.with_user(self.worker)._become_task(
                self.elsewhere.with_user(self.worker)
            )
        self.assertTrue(self.task.crm_topic_id)
