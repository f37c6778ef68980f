from datetime import date, datetime

from odoo.tests import tagged

from .forms_common import FormsCase

PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00"
    b"\x00\x00\x1f\x15\xc4\x89"
)


@tagged("post_install", "-at_install")
class TestFormsPublic(FormsCase):
    """Visitors answer the questions of a topic, without a script."""

    def test_every_type_is_asked_kept_and_read(self):
        serial = self._ask("Serial number", pattern="code", is_required=True)
        story = self._ask("What happened?", "long_text")
        count = self._ask("How many?", "integer")
        weight = self._ask("Weight", "number")
        price = self._ask("Price", "amount")
        bought = self._ask("Bought on", "date")
        seen = self._ask("Seen at", "datetime")
        colour = self._ask("Colour", "choice", ("Red", "Blue"))
        parts = self._ask("Parts", "choices", ("Lid", "Plug", "Cable"))
        consent = self._ask("I agree", "boolean", is_required=True)
        photo = self._ask("Photo", "file")
        page = self._ask("Page", "link")
        mail = self._ask("Other e-mail", "email")
        phone = self._ask("Other phone", "phone")
        answer = self._file(
            {
                serial: "AB-12/3",
                story: "Line one\r\nline two",
                count: "3",
                weight: "1234.5",
                price: "99.90",
                bought: "2026-01-31",
                seen: "2026-02-01T14:30",
                colour: str(colour.option_ids[1].id),
                parts: [str(o.id) for o in parts.option_ids[::2]],
                consent: "1",
                page: "example.com/x",
                mail: "x@example.com",
                phone: "0212 555 10 10",
            },
            {photo: ("photo.png", PNG)},
        )
        self.assertEqual(answer.status_code, 200, answer.text[-2000:])
        ticket = self._get_tickets()
        self.assertIn(ticket.crm_number, answer.text)
        replies = {reply.question_id: reply for reply in ticket.crm_reply_ids}
        self.assertEqual(len(replies), 14)
        self.assertEqual(replies[serial].value_text, "AB-12/3")
        self.assertEqual(replies[story].value_text, "Line one\nline two")
        self.assertEqual(replies[count].value_number, 3)
        self.assertEqual(replies[weight].value_number, 1234.5)
        self.assertEqual(replies[price].value_number, 99.9)
        self.assertEqual(replies[price].currency_id, self.env.company.currency_id)
        self.assertEqual(replies[bought].value_date, date(2026, 1, 31))
        self.assertIsInstance(replies[seen].value_datetime, datetime)
        self.assertEqual(replies[colour].option_ids, colour.option_ids[1])
        self.assertEqual(replies[colour].value_text, "Blue")
        self.assertEqual(replies[parts].value_text, "Lid, Cable")
        self.assertTrue(replies[consent].value_boolean)
        self.assertEqual(replies[photo].attachment_ids.raw, PNG)
        self.assertEqual(replies[page].value_text, "https://example.com/x")
        self.assertEqual(replies[mail].value_text, "x@example.com")
        self.assertEqual(replies[phone].value_text, "0212 555 10 10")
        self.assertEqual(replies[serial].topic_id, self.topic)
        self.assertEqual(replies[serial].lang, "en_US")

    def test_without_a_script_the_questions_come_with_the_topic(self):
        serial = self._ask("Serial number")
        page = self.url_open("/support").text
        visible = page.split("<template")[0]
        self.assertNotIn("Serial number", visible)
        answer = self._file(questions_of="")
        self.assertEqual(answer.status_code, 422)
        self.assertFalse(self._get_tickets())
        visible = answer.text.split("<template")[0]
        self.assertIn("Serial number", visible)
        self.assertIn("Additional information", visible)
        self.assertIn("Please answer these questions too", visible)
        # nothing typed is lost
        self.assertIn("Fiş kesemiyoruz", visible)
        self.assertIn('value="Yazıcı çalışmıyor"', visible)
        self.assertEqual(self._file({serial: "12"}).status_code, 200)
        self.assertEqual(self._get_values(self._get_tickets()), {"Serial number": "12"})

    def test_one_topic_asks_at_once(self):
        self._ask("Serial number")
        self.other_topic.active = False
        visible = self.url_open("/support").text.split("<template")[0]
        self.assertIn("Serial number", visible)

    def test_a_topic_without_questions_keeps_none(self):
        serial = self._ask("Serial number", is_required=True)
        answer = self._file({serial: "12"}, topic_id=str(self.other_topic.id))
        self.assertEqual(answer.status_code, 200)
        self.assertFalse(self._get_tickets().crm_reply_ids)

    def test_answers_to_questions_of_another_form_are_passed_over(self):
        serial = self._ask("Serial number")
        other_form = self.env["crm.portal.form"].create({"name": "Other"})
        foreign = serial.copy({"form_id": other_form.id, "name": "Foreign"})
        self.assertEqual(self._file({serial: "1", foreign: "2"}).status_code, 200)
        self.assertEqual(self._get_values(self._get_tickets()), {"Serial number": "1"})

    def test_what_is_wrong_is_said_beside_the_question_and_kept(self):
        serial = self._ask("Serial number", is_required=True)
        colour = self._ask("Colour", "choice", ("Red", "Blue"))
        photo = self._ask("Photo", "file")
        blue = colour.option_ids[1]
        answer = self._file({colour: str(blue.id)}, {photo: ("photo.png", PNG)})
        self.assertEqual(answer.status_code, 422)
        visible = answer.text.split("<template")[0]
        beside = visible.split(f'id="question_{serial.id}_error"')[1][:200]
        self.assertIn("Please answer this question", beside)
        self.assertRegex(
            visible, rf'value="{blue.id}"[^>]*checked|checked[^>]*value="{blue.id}"'
        )
        self.assertIn("Please choose the file again", visible)
        self.assertFalse(self._get_tickets())

    def test_errors_are_in_the_visitors_language(self):
        self.env["res.lang"]._activate_lang("tr_TR")
        self.website.language_ids |= self.env["res.lang"]._lang_get("tr_TR")
        serial = self._ask("Serial number", is_required=True)
        serial.with_context(lang="tr_TR").name = "Seri numarası"
        answer = self._file(path="/tr/support")
        self.assertIn("Seri numarası", answer.text)
        self.assertIn('lang="tr-TR"', answer.text)
        self.assertEqual(self._file({serial: "x"}, path="/tr/support").status_code, 200)
        reply = self._get_tickets().crm_reply_ids
        self.assertEqual((reply.question_label, reply.lang), ("Seri numarası", "tr_TR"))

    def test_what_is_refused(self):
        colour = self._ask("Colour", "choice", ("Red", "Blue"))
        parts = self._ask("Parts", "choices", ("Lid", "Plug", "Cable"), least=2, most=2)
        count = self._ask("How many?", "integer", has_maximum=True, maximum=10)
        price = self._ask("Price", "amount", has_minimum=True, minimum=1)
        bought = self._ask("Bought on", "date", day_limit="past")
        short = self._ask("Short", least=3, most=5)
        postcode = self._ask("Postcode", pattern="postcode")
        page = self._ask("Page", "link")
        mail = self._ask("Mail", "email")
        phone = self._ask("Phone", "phone")
        foreign = parts.option_ids[0]
        cases = [
            (colour, str(foreign.id)),
            (colour, "x"),
            (colour, "99999999999999999999"),
            (colour, [str(o.id) for o in colour.option_ids]),
            (parts, str(parts.option_ids[0].id)),
            (parts, [str(o.id) for o in parts.option_ids]),
            (count, "11"),
            (count, "1.5"),
            (count, "1e3"),
            (count, "nan"),
            (price, "0.5"),
            (price, "9" * 30),
            (price, "inf"),
            (bought, "2999-01-01"),
            (bought, "1000-01-01"),
            (bought, "31st"),
            (short, "ab"),
            (short, "abcdef"),
            (postcode, "3412"),
            (page, "javascript:alert(1)//x.example"),
            (page, "http://"),
            (mail, "nobody"),
            (phone, "12"),
            (phone, "call me maybe"),
        ]
        attempts = self.env["crm.portal.attempt"]
        for question, value in cases:
            with self.subTest(question=question.name, value=value):
                answer = self._file({question: value})
                self.assertEqual(answer.status_code, 422)
                self.assertIn(f"question_{question.id}_error", answer.text)
                attempts.search([]).unlink()
        self.assertFalse(self._get_tickets())

    def test_files_are_judged_as_others_are(self):
        photo = self._ask("Photo", "file", most=2)
        for name, content in (
            ("page.html", b"<html><script>x()</script></html>"),
            ("picture.svg", b"<svg onload='x()'/>"),
            ("picture.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
            ("empty.txt", b""),
        ):
            with self.subTest(name=name):
                answer = self._file({}, {photo: (name, content)})
                self.assertEqual(answer.status_code, 422)
                self.assertIn(f"question_{photo.id}_error", answer.text)
        self.assertFalse(self._get_tickets())

    def test_a_file_is_the_tickets_and_on_the_customers_page(self):
        photo = self._ask("Photo", "file")
        self._file({}, {photo: ("photo.png", PNG)})
        ticket = self._get_tickets()
        file = ticket.crm_reply_ids.attachment_ids
        self.assertEqual((file.res_model, file.res_id), ("project.task", ticket.id))
        self.assertEqual(file.with_user(self.handler).name, "photo.png")
        url = ticket.crm_share_ids._get_url()
        page = self.url_open(url).text
        self.assertIn("Additional information", page)
        self.assertIn(f"{url}/file/{file.id}", page)
        answer = self.url_open(f"{url}/file/{file.id}")
        self.assertEqual(answer.content, PNG)
        self.assertIn("attachment", answer.headers["Content-Disposition"])
        # taken back with its post
        ticket._get_visible_messages()._set_visible(False, False)
        self.assertNotIn(f"/file/{file.id}", self.url_open(url).text)
        self.assertEqual(self.url_open(f"{url}/file/{file.id}").status_code, 404)

    def test_hidden_questions_are_neither_required_nor_kept(self):
        device = self._ask("Device", "choice", ("Printer", "Scale"))
        printer, scale = device.option_ids
        paper = self._ask(
            "Paper",
            is_required=True,
            condition_question_id=device.id,
            condition_operator="in",
            condition_option_ids=printer.ids,
        )
        why = self._ask(
            "Why this paper?",
            is_required=True,
            condition_question_id=paper.id,
            condition_operator="contains",
            condition_value="A5",
        )
        self.assertEqual(self._file({device: str(printer.id)}).status_code, 422)
        answer = self._file({device: str(printer.id), paper: "a5 thin"})
        self.assertEqual(answer.status_code, 422)
        self.assertIn(f"question_{why.id}_error", answer.text)
        self.assertFalse(self._get_tickets())
        self._file({device: str(scale.id), paper: "A5", why: "x"})
        self.assertEqual(self._get_values(self._get_tickets()), {"Device": "Scale"})
        self._file({device: str(printer.id), paper: "A5", why: "Small"})
        self.assertEqual(
            self._get_values(self._get_tickets()[0]),
            {"Device": "Printer", "Paper": "A5", "Why this paper?": "Small"},
        )

    def test_an_archived_form_asks_nothing(self):
        self._ask("Serial number", is_required=True)
        self.form.active = False
        self.assertEqual(self._file(questions_of="").status_code, 200)
        self.assertNotIn("Serial number", self.url_open("/support").text)

    def test_handlers_read_the_answers_in_their_mail(self):
        serial = self._ask("Serial number")
        self._file({serial: "<b>X-1</b>"})
        ticket = self._get_tickets()
        notice = self.env["mail.message"].search(
            [
                ("model", "=", "project.task"),
                ("res_id", "=", ticket.id),
                ("notified_partner_ids", "=", self.handler.partner_id.id),
            ]
        )
        self.assertIn("Serial number", notice.body)
        self.assertIn("&lt;b&gt;X-1&lt;/b&gt;", notice.body)
        html = ticket.with_user(self.handler).crm_replies_html
        self.assertIn("&lt;b&gt;X-1&lt;/b&gt;", html)
        self.assertNotIn("<b>X-1", html)

    def test_customers_read_answers_on_their_clock(self):
        moment = self._ask("When?", "datetime")
        self.env.company.resource_calendar_id.tz = "Europe/Istanbul"
        self._file({moment: "2026-11-30T14:30"})
        ticket = self._get_tickets()
        person = ticket.partner_id
        for zone, shown in (("", "2:30"), ("Asia/Dubai", "3:30"), ("UTC", "11:30")):
            person.tz = zone
            with self.subTest(zone=zone):
                (reply,) = ticket._get_ticket_page(person).replies
                self.assertIn(f" {shown}", reply.display_value)

    def test_the_number_of_questions_costs_no_queries(self):
        self._ask("First")
        topics = self.env["crm.portal.topic"]._get_public_topics()
        counts = []
        for more in (0, 100):
            for number in range(more):
                self._ask(f"Question {number}", "choice", ("One", "Two"))
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            forms = topics._get_shown_forms()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(len(forms[0]["questions"]), 101)
        self.assertLessEqual(counts[1], counts[0] + 2)
        self.assertLessEqual(counts[1], 12)
