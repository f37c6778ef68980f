from odoo.tests import new_test_user, tagged

from .common import MANAGE
from .forms_common import FormsCase


@tagged("post_install", "-at_install")
class TestFormsTour(FormsCase):
    def test_from_the_form_to_its_answers(self):
        """Make a form by dragging; a visitor fills it in; the handler reads it."""
        self.env["res.lang"]._activate_lang("tr_TR")
        self.website.language_ids |= self.env["res.lang"]._lang_get("tr_TR")
        self.topic.form_id = False
        manager = new_test_user(
            self.env, "forms_manager", f"{MANAGE},project.group_project_manager"
        )
        self.start_tour(
            "/odoo/support-forms", "crm_portal_form_make", login="forms_manager"
        )
        form = self.env["crm.portal.form"].search([("name", "=", "About the device")])
        self.assertEqual(form.topic_ids, self.topic)
        names = form.question_ids.mapped("name")
        self.assertEqual(names, ["Since when?", "Which device?", "Serial number"])
        since, device, serial = form.question_ids.with_context(lang="tr_TR")
        self.assertEqual(serial.condition_question_id, device)
        self.assertEqual(serial.condition_option_ids, device.option_ids[0])
        since.name = "Ne zamandan beri?"
        device.name, serial.name = "Hangi cihaz?", "Seri numarası"
        device.option_ids[0].name, device.option_ids[1].name = "Yazıcı", "Terazi"
        serial.pattern = "code"
        self.topic.with_context(lang="tr_TR").name = "Teknik"
        self.other_topic.with_context(lang="tr_TR").name = "Fatura"
        self.browser_size, self.touch_enabled = "390x844", True
        self.start_tour("/tr/support", "crm_portal_form_visitor")
        ticket = self._get_tickets()
        self.assertEqual(
            self._get_values(ticket),
            {"Hangi cihaz?": "Yazıcı", "Seri numarası": "AB-12"},
        )
        self.assertEqual(set(ticket.crm_reply_ids.mapped("lang")), {"tr_TR"})
        self.browser_size, self.touch_enabled = "1366x768", False
        self.start_tour(
            f"/odoo/tickets/{ticket.id}",
            "crm_portal_form_handler",
            login="forms_handler",
        )
        self.handler.group_ids |= manager.group_ids
        self.start_tour(
            f"/odoo/support-forms/{form.id}",
            "crm_portal_form_statistics",
            login="forms_handler",
        )
