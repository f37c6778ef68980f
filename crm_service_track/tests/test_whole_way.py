import base64
import io

from PIL import Image

from odoo.tests import tagged

from .phone import AGENT
from .whole_way import WholeWayCase


@tagged("post_install", "-at_install")
class TestWholeWay(WholeWayCase):
    """From the phone of the technician over a real mail to the closed service."""

    def _check_sent(self, visit):
        self.assertEqual((len(visit), visit.state), (1, "waiting"))
        self.assertEqual(visit.contact_id, self.contact)
        self.assertEqual(visit.user_id, self.user_technician)
        self.assertAlmostEqual(visit.duration, 2, delta=0.05)
        (photo,) = visit.photo_ids
        self.assertEqual(photo.mimetype, "image/jpeg")
        # the phone has made it smaller
        picture = Image.open(io.BytesIO(photo.raw))
        self.assertEqual(picture.size, (1600, 1200))

    def _check_mail(self, mail, visit):
        self.assertEqual(mail["To"], "info@yildiz.example")
        self.assertIn(f"Lütfen {visit.name} hizmetimizi onaylayın", mail["Subject"])
        text = self._read_pdf(mail)
        for word in (visit.name, "Ayşe Işık", "şaft değişti", self.env.company.name):
            self.assertIn(word, text)
        self.assertIn("Teknisyen", text)

    def test_answered_by_the_keyboard(self):
        with self._open_phone("service_technician") as phone:
            self._fill_in(phone)
            self._send(phone)
        visit = self._get_visit()
        self._check_sent(visit)
        mail = self._deliver()
        self._check_mail(mail, visit)
        with self._open_phone() as phone:
            opened = self._open_mail(phone, mail)
            # from the top of the page to the score, by the keyboard alone
            focused = "document.activeElement.name"
            for _field in range(40):
                phone.press("Tab")
                if phone.evaluate(focused) == "score":
                    break
            phone.press("Space")
            phone.press("ArrowRight", 8)
            self.assertEqual(phone.evaluate("document.activeElement.value"), "9")
            phone.press("Tab")
            phone.press("Space")
            phone.press("ArrowDown")
            self.assertEqual(phone.evaluate("document.activeElement.value"), "remark")
            # what is asked of those who object is not in the way
            phone.wait("!document.querySelector('#line').getClientRects().length")
            phone.press("Tab")
            self.assertEqual(
                phone.evaluate(focused), "comment", "nothing else is asked"
            )
            phone._ask("Input.insertText", text="Teşekkür ederiz")
            phone.press("Tab")
            self._be_slow(opened)
            phone.press("Enter")
            phone.see("h1", "Teşekkür ederiz, yanıtınızı aldık")
            phone.check()
        visit = self._get_visit()
        self.assertEqual((visit.state, visit.score), ("approved", 9))
        self.assertEqual(visit.answer, "remark")
        self.assertEqual(visit.customer_comment, "Teşekkür ederiz")
        self.assertEqual(visit.answer_agent, AGENT)
        self._check_closing(visit)

    def test_answered_by_touch(self):
        with self._open_phone("service_technician") as phone:
            self._fill_in(phone)
            self._send(phone)
        mail = self._deliver()
        with self._open_phone() as phone:
            opened = self._open_mail(phone, mail)
            phone.tap("label[for=score_4]")
            phone.see(".o_crm_visit_ask_low")
            phone.tap("label[for=score_10]")
            phone.see(".o_crm_visit_ask")
            phone.tap("label[for=choice_approve]")
            phone.type("textarea[name=comment]", "Teşekkür ederiz")
            self._be_slow(opened)
            phone.tap("button[type=submit]")
            phone.see("h1", "Teşekkür ederiz, yanıtınızı aldık")
            phone.check()
        visit = self._get_visit()
        self.assertEqual((visit.state, visit.score), ("approved", 10))
        self.assertFalse(any(visit.hit_ids.mapped("is_machine")))
        self._check_closing(visit)

    def test_signed_on_the_phone(self):
        with self._open_phone("service_technician") as phone:
            self._fill_in(phone)
            phone.tap("details summary")
            phone.draw("canvas.o_crm_sign")
            phone.type("input[name=signer_name]", "Ayşe Işık")
            phone.check()
            self._send(phone)
        visit = self._get_visit()
        self.assertEqual((visit.state, visit.answered_by), ("approved", "signature"))
        self.assertEqual(visit.signer_name, "Ayşe Işık")
        self.assertFalse(visit.link_ids.filtered(lambda link: link.state == "active"))
        raw = io.BytesIO(base64.b64decode(visit.signature))
        inked = Image.open(raw).convert("RGBA").getchannel("A").getbbox()
        # as wide as the finger went
        self.assertGreater(inked[2] - inked[0], 600)
        mail = self._deliver()
        self.assertIn("Ayşe Işık", self._read_pdf(mail))
        html = mail.get_body(("html",)).get_content()
        self.assertNotIn("/service/visit/", html, "it is answered already")


@tagged("post_install", "-at_install")
class TestWithoutConnection(WholeWayCase):
    """What is written without a connection arrives once it is back, exactly once."""

    def _count_kept(self, phone) -> int:
        """Return how many forms the browser keeps."""
        return phone.evaluate(
            "new Promise((done) => { const ask = indexedDB.open('crm_service_track');"
            "ask.onsuccess = () => { const all = ask.result.transaction('forms')"
            ".objectStore('forms').getAll(); all.onsuccess = () => "
            "done(all.result.filter((form) => form.status === 'queued').length); }; })"
        )

    def test_a_form_waits_for_the_connection(self):
        with self._open_phone("service_technician") as phone:
            self._fill_in(phone)
            phone.set_online(False)
            phone.see(".o_crm_offline", "Bağlantı yok")
            phone.type("textarea[name=note]", "Filtre al")
            phone.tap(".o_crm_form button[type=submit]")
            phone.see(".o_crm_queue", "1")
            phone.see(".o_crm_notice.alert-warning")
            phone.check()
            self.assertEqual(self._count_kept(phone), 1)
            self.assertFalse(self._get_visit())
            phone.set_online(True)
            phone.see(".o_crm_notice.alert-success", "SF-")
            self.assertEqual(self._count_kept(phone), 0)
        visit = self._get_visit()
        self.assertEqual((len(visit), visit.note), (1, "Filtre al"))
        self.assertEqual(len(visit.photo_ids), 1)
        self._deliver()

    def test_an_answer_that_is_lost_makes_no_second_form(self):
        with self._open_phone("service_technician") as phone:
            self._fill_in(phone)
            phone.lose_answers(1)
            phone.tap(".o_crm_form button[type=submit]")
            # the server has it, and the phone does not know
            phone.see(".o_crm_notice.alert-warning")
            self.assertEqual(self._count_kept(phone), 1)
            self.assertEqual(len(self._get_visit()), 1)
            phone.evaluate("window.dispatchEvent(new Event('online')) || true")
            phone.see(".o_crm_notice.alert-success", "SF-")
            self.assertEqual(self._count_kept(phone), 0)
        visit = self._get_visit()
        self.assertEqual((len(visit), len(visit.link_ids)), (1, 1))
        self.assertEqual(len(visit.photo_ids), 1)
        # and one mail
        self._deliver()
