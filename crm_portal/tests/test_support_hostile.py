from unittest.mock import patch

from odoo.tests import tagged
from odoo.tests.common import BaseCase
from odoo.tools import mute_logger

from ..tools.form_values import clean_line, clean_text
from ..tools.upload import judge
from .form_common import FormCommon

PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00"
    b"\x00\x00\x1f\x15\xc4\x89\x00\x00\x00\nIDATx\x9cc\x00\x01\x00\x00\x05\x00\x01"
    b"\r\n-\xb4\x00\x00\x00\x00IEND\xaeB`\x82"
)


@tagged("post_install", "-at_install")
class TestFormValues(BaseCase):
    def test_signs_that_no_keyboard_writes_are_taken_out(self):
        self.assertEqual(clean_line("a\0b\x1bc\u202ed", 10), "abcd")
        self.assertEqual(clean_line("a\r\nBcc: x", 10), "a Bcc: x")
        self.assertEqual(clean_text("a\r\n\r\nb\x00", 10), "a\n\nb")

    def test_half_a_letter_and_no_text_are_nothing(self):
        self.assertEqual(clean_line("a\ud800b", 10), "ab")
        self.assertEqual(clean_text(None, 10), "")
        self.assertEqual(clean_text(["x"], 10), "")

    def test_texts_are_cut(self):
        self.assertEqual(clean_text("x" * 10**7, 10), "x" * 10)
        self.assertEqual(len(clean_line("é" * 100, 10)), 10)


@tagged("post_install", "-at_install")
class TestSupportHostile(FormCommon):
    """What no person sends: nothing breaks, and nothing is kept that should not be."""

    def _post(self, data, files=None):
        page = self._get_page()
        return self.url_open(
            "/support", data={**self._get_hidden(page), **data}, files=files
        )

    def test_null_bytes_and_other_signs(self):
        answer = self._file(
            subject="a\0b\x1b[31m", text="x\0y\u202e", first_name="\0Ay\x08şe"
        )
        self.assertEqual(answer.status_code, 200)
        ticket = self._get_tickets()
        self.assertEqual(ticket.name, "ab[31m")
        self.assertEqual(ticket.partner_id.name, "Ayşe Işık")

    def test_a_name_of_such_signs_alone_is_none(self):
        self.assertEqual(self._file(subject="\0\x01 \t").status_code, 422)

    def test_a_mail_address_takes_no_second_line(self):
        answer = self._file(email="a@b.example\r\nBcc: c@d.example")
        self.assertEqual(answer.status_code, 422)
        self.assertFalse(self._get_tickets())

    def test_html_stays_text(self):
        self._file(
            subject="<img src=x onerror=x()>",
            text="<script>x()</script>",
            first_name="<b>A</b>",
        )
        ticket = self._get_tickets()
        self.assertNotIn("<script>", ticket.description)
        message = ticket._get_visible_messages()
        self.assertIn("&lt;script&gt;", message.body)
        page = self.url_open(ticket.crm_share_ids._get_url()).text
        self.assertNotIn("<img src=x", page)
        self.assertNotIn("<script>x()", page)

    @mute_logger("odoo.http")
    def test_wrong_encodings(self):
        page = self._get_page()
        fields = self._fill(page=page) | {"subject": "SUBJECT"}
        body = "&".join(f"{k}={v}" for k, v in fields.items()).encode()
        body = body.replace(b"SUBJECT", b"%FF%FE%C3%28 \xe9\xfe")
        answer = self.url_open(
            "/support",
            data=body,
            headers={"Content-Type": "application/x-www-form-urlencoded; charset=x-y"},
        )
        self.assertLess(answer.status_code, 500)

    def test_the_same_field_many_times(self):
        data = [*self._fill().items(), ("subject", "second"), ("subject", "third")]
        answer = self.url_open("/support", data=data)
        self.assertEqual(answer.status_code, 200)
        self.assertEqual(self._get_tickets().name, "Yazıcı çalışmıyor")

    def test_a_thousand_fields(self):
        more = {f"field_{number}": "x" for number in range(1000)}
        answer = self._file(**more)
        self.assertLess(answer.status_code, 500)
        self.assertLessEqual(len(self._get_tickets()), 1)

    @mute_logger("odoo.http", "werkzeug")
    def test_a_thousand_parts(self):
        files = [("files", (f"{number}.txt", b"x")) for number in range(1200)]
        answer = self._file(files=files)
        self.assertLess(answer.status_code, 500)
        self.assertFalse(self._get_tickets())

    @mute_logger("odoo.http", "werkzeug")
    def test_a_text_of_ten_megabytes(self):
        answer = self._file(text="x" * 10 * 1024**2)
        self.assertLess(answer.status_code, 500)
        for ticket in self._get_tickets():
            self.assertLessEqual(len(ticket._get_visible_messages().body), 11_000)

    @mute_logger("odoo.http", "werkzeug")
    def test_more_than_a_request_may_carry(self):
        answer = self._file(files={"files": ("a.txt", b"x" * 31 * 1024**2)})
        self.assertIn(answer.status_code, (413, 422))
        self.assertFalse(self._get_tickets())

    def test_a_file_where_a_text_is_asked(self):
        data = self._fill()
        del data["subject"]
        answer = self.url_open(
            "/support", data=data, files={"subject": ("a.txt", b"x")}
        )
        self.assertEqual(answer.status_code, 422)

    def test_numbers_that_are_none(self):
        self._create_topic(name="Second")
        for topic in ("x", "-1", "9" * 12, "1 OR 1=1", str(self.topic.id) + ".0"):
            with self.subTest(topic=topic):
                self.assertEqual(self._file(topic_id=topic).status_code, 422)
        self.assertFalse(self._get_tickets())

    def test_files_that_are_two_things_at_once(self):
        """A picture that is a page as well is a picture, and is never shown."""
        page = b"<html><script>x()</script></html>"
        for name, content, is_kept in (
            ("both.png", PNG + page, True),
            ("both.gif", b"GIF89a/*" + page, True),
            ("page.png", page + PNG, False),
            ("page.txt", page, False),
            ("page.csv", b"<?xml version='1.0'?><svg onload='x()'/>", False),
            ("page.pdf", page + b"%PDF-1.7", False),
            ("page.html.txt.html", b"x", False),
            ("page.svg ", b"<svg/>", False),
            ("page.svg\0.png", PNG, True),
            ("no_ending", b"x", False),
            (".png", PNG, True),
            ("run.pdf", b"MZ\x90\x00", False),
        ):
            with self.subTest(name=name):
                code = judge(name, content).code
                self.assertEqual(not code, is_kept, code)

    def test_files_are_handed_over_and_never_shown(self):
        page = b"<html><script>x()</script></html>"
        self._file(files={"files": ("b\0oth\u202egnp.png", PNG + page)})
        ticket = self._get_tickets()
        file = ticket._get_visible_messages().attachment_ids
        self.assertEqual(file.mimetype, "image/png")
        self.assertNotIn("\0", file.name)
        self.assertNotIn("\u202e", file.name)
        url = ticket.crm_share_ids._get_url()
        answer = self.url_open(f"{url}/file/{file.id}")
        self.assertIn("attachment", answer.headers["Content-Disposition"])
        self.assertEqual(answer.headers["X-Content-Type-Options"], "nosniff")
        self.assertIn("default-src 'none'", answer.headers["Content-Security-Policy"])

    def test_long_names_and_paths_of_files(self):
        self._file(files={"files": ("../../etc/" + "x" * 500 + ".txt", b"x")})
        name = self._get_tickets()._get_visible_messages().attachment_ids.name
        self.assertNotIn("/", name)
        self.assertLessEqual(len(name), 120)

    def _verify(self, result: str):
        """Let the captcha say so, and note what it was asked."""
        asked = []

        def verify(_self, ip_addr, token, action=False):
            asked.append((token, action))
            return result

        http = type(self.env["ir.http"])
        return asked, patch.object(http, "_verify_recaptcha_token", verify)

    def test_a_captcha_that_is_set_up_is_asked(self):
        for result, status, count in (("is_bot", 422, 0), ("is_human", 200, 1)):
            asked, patched = self._verify(result)
            with self.subTest(result=result), patched:
                answer = self._file(recaptcha_token_response="a token")
                self.assertEqual(answer.status_code, status)
                self.assertEqual(asked, [("a token", "crm_support")])
                self.assertEqual(len(self._get_tickets()), count)
                if status == 422:
                    self.assertIn("Suspicious activity", answer.text)
                    # what was typed is still there
                    self.assertIn("Fiş kesemiyoruz", answer.text)

    def test_a_captcha_is_not_asked_of_what_is_wrong_anyway(self):
        """A token is good for once."""
        asked, patched = self._verify("is_bot")
        with patched:
            self._file(email="nobody")
        self.assertFalse(asked)

    def test_the_page_tells_the_captcha_what_it_needs(self):
        set_param = self.env["ir.config_parameter"].sudo().set_param
        set_param("recaptcha_public_key", "the-site-key")
        for path in ("/support", "/support/embed"):
            self.site.frame_origins = "https://www.gizem.example"
            page = self.url_open(path).text
            self.assertIn('data-captcha="crm_support"', page)
            self.assertIn("the-site-key", page)

    @mute_logger("odoo.http", "werkzeug")
    def test_bodies_that_are_no_form(self):
        for kind, body in (
            ("application/json", b'{"subject": "x"}'),
            ("multipart/form-data", b"x"),
            ("multipart/form-data; boundary=" + "x" * 300, b"--x\r\n"),
            ("text/plain", b"x" * 1000),
        ):
            with self.subTest(kind=kind):
                answer = self.url_open(
                    "/support", data=body, headers={"Content-Type": kind}
                )
                self.assertIn(answer.status_code, range(400, 500))
        self.assertFalse(self._get_tickets())
