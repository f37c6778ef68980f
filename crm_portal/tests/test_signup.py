import re

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from .common import PortalCustomerCase

PASSWORD = "a-long-Password-1"


@tagged("post_install", "-at_install")
class TestSignUp(PortalCustomerCase, HttpCase):
    """An account is made by whoever has proved the address, on the right contact."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.website.auth_signup_uninvited = "b2c"
        cls.website.crm_signup_waits = True
        cls.contact = cls.env["res.partner"].create(
            {
                "name": "Deniz",
                "email": "Deniz@gizem.example",
                "parent_id": cls.customer.id,
            }
        )

    def _sign_up(self, email="deniz@gizem.example", name="D. Yılmaz", **values):
        self.env["mail.mail"].search([("email_to", "=", email.lower())]).unlink()
        return self._post("/web/signup", login=email, name=name, **values)

    def _get_mail(self, email="deniz@gizem.example"):
        mail = self.env["mail.mail"].search([("email_to", "=", email)])
        self.assertEqual(len(mail), 1)
        return mail

    def _get_link(self, email="deniz@gizem.example"):
        link = re.search(
            r"/web/signup/verify/[^\"<\s]+", self._get_mail(email).body_html
        )
        return link[0]

    def _confirm(self, link, password=PASSWORD):
        return self._post(link, password=password, confirm_password=password)

    def _get_user(self, login="deniz@gizem.example"):
        return self.env["res.users"].search([("login", "=", login)])

    def test_the_account_is_made_on_the_contact_that_is_there(self):
        partners = self.env["res.partner"].search_count([])
        self._sign_up()
        self.assertFalse(self._get_user())
        link = self._get_link()
        for _time in range(2):
            self.assertIn("password", self.url_open(link).text)
        self.assertFalse(self._get_user())
        answer = self._confirm(link)
        user = self._get_user()
        self.assertEqual(user.partner_id, self.contact)
        self.assertTrue(user._is_portal())
        self.assertIn("/my", answer.url)
        self.assertEqual((self.contact.name, self.contact.email)[0], "Deniz")
        self.assertEqual(self.env["res.partner"].search_count([]), partners)
        # good once
        self.assertEqual(self.url_open(link).status_code, 404)
        self.opener.cookies.clear()
        self.authenticate("deniz@gizem.example", PASSWORD)
        self.assertEqual(self.url_open("/my/tickets").status_code, 200)

    def test_earlier_tickets_are_there(self):
        ticket = self._file_for_contact()
        self._sign_up()
        self._confirm(self._get_link())
        self.assertIn(ticket.crm_number, self.url_open("/my/tickets").text)

    def _file_for_contact(self):
        ticket = self._file_for(self.ayse)
        ticket.partner_id = self.contact
        self.env["crm.portal.share"]._share(ticket, self.contact)
        return ticket

    def test_the_answer_is_the_same_for_every_address(self):
        strip = re.compile(r"csrf_token.*|[\w.]+@\w+\.(example|com)")
        known = strip.sub("", self._sign_up("ayse@gizem.example", "x").text)
        self.assertIn("account already", self._get_mail("ayse@gizem.example").body_html)
        contact = strip.sub("", self._sign_up().text)
        unknown = strip.sub("", self._sign_up("nobody@gizem.example", "x").text)
        inside = strip.sub("", self._sign_up("handler@example.com", "x").text)
        self.assertEqual(known, contact)
        self.assertEqual(known, unknown)
        self.assertEqual(known, inside)
        page = "/web/signup?signup_email=ayse@gizem.example"
        self.assertNotIn("/web/login?login", self.url_open(page).url)

    def test_asking_for_a_new_password_tells_nothing(self):
        self.env["ir.config_parameter"].set_param("auth_signup.reset_password", "True")
        strip = re.compile(r"csrf_token.*")
        # sent by the test's own mail server
        known = self._post("/web/reset_password", login="ayse").text
        unknown = self._post("/web/reset_password", login="nobody").text
        self.assertEqual(strip.sub("", known), strip.sub("", unknown))

    def test_who_nobody_knows_waits_and_is_approved(self):
        self._sign_up("new@gizem.example", "New One", company_name="New Ltd.")
        link = self._get_link("new@gizem.example")
        self.assertIn("has a look", self.url_open(link).text)
        answer = self._post(link)
        self.assertIn("we write to", answer.text)
        signup = self.env["crm.portal.signup"].search([], limit=1)
        self.assertEqual((signup.state, signup.reason), ("waiting", "new"))
        self.assertFalse(self._get_user("new@gizem.example"))
        # the link was good once
        self.assertEqual(self.url_open(link).status_code, 404)
        self.env["mail.mail"].search([("email_to", "=", signup.email)]).unlink()
        signup.with_user(self.user_crm_manager).action_approve()
        self._confirm(self._get_link("new@gizem.example"))
        user = self._get_user("new@gizem.example")
        self.assertEqual(user.name, "New One")
        self.assertEqual(user.partner_id.crm_customer_id.name, "New Ltd.")

    def test_who_nobody_knows_becomes_a_new_customer_when_the_setting_says_so(self):
        self.website.crm_signup_waits = False
        self._sign_up("new@gizem.example", "New One")
        self._confirm(self._get_link("new@gizem.example"))
        user = self._get_user("new@gizem.example")
        self.assertTrue(user.partner_id.is_crm_customer)
        self.assertEqual(user.partner_id.email, "new@gizem.example")

    def test_what_is_not_clear_waits(self):
        twin = self.contact.copy({"email": "deniz@gizem.example"})
        cases = (
            ("several", lambda: None, lambda: twin.unlink()),
            (
                "closed",
                lambda: self.contact.write({"active": False}),
                lambda: self.contact.write({"active": True}),
            ),
            (
                "closed",
                lambda: self.customer.write({"crm_is_closed": True}),
                lambda: self.customer.write({"crm_is_closed": False}),
            ),
            (
                "closed",
                lambda: self.customer.write({"active": False}),
                lambda: self.customer.write({"active": True}),
            ),
            (
                "unchecked",
                lambda: self.contact.write({"crm_is_unchecked": True}),
                lambda: self.contact.write({"crm_is_unchecked": False}),
            ),
            (
                "account",
                lambda: self.ayse.write(
                    {"partner_id": self.contact.id, "active": False}
                ),
                lambda: None,
            ),
        )
        for number, (reason, before, after) in enumerate(cases):
            with self.subTest(number=number, reason=reason):
                before()
                self._sign_up()
                self._post(self._get_link())
                signup = self.env["crm.portal.signup"].search([], limit=1)
                self.assertEqual((signup.state, signup.reason), ("waiting", reason))
                self.assertFalse(self._get_user())
                after()
            self.env["crm.portal.attempt"].search([]).unlink()

    def test_a_contact_is_chosen_among_several(self):
        twin = self.contact.copy({"email": "deniz@gizem.example", "name": "Twin"})
        self._sign_up()
        self._post(self._get_link())
        signup = self.env["crm.portal.signup"].search([], limit=1)
        manager = signup.with_user(self.user_crm_manager)
        self.assertLessEqual(twin | self.contact, manager.proposal_ids)
        with self.assertRaises(UserError):
            manager.partner_id = self.other.partner_id
            manager.action_approve()
        twin.with_user(self.user_crm_manager).with_context(
            crm_signup_id=signup.id
        ).action_choose_for_signup()
        self.env["mail.mail"].search([("email_to", "=", signup.email)]).unlink()
        manager.action_approve()
        self._confirm(self._get_link())
        self.assertEqual(self._get_user().partner_id, twin)

    def test_who_left_and_is_approved_gets_the_former_account_back(self):
        self._sign_up()
        self._confirm(self._get_link())
        user = self._get_user()
        self.opener.cookies.clear()
        user.active = False
        self._sign_up()
        self._post(self._get_link())
        signup = self.env["crm.portal.signup"].search([], limit=1)
        self.assertEqual((signup.state, signup.reason), ("waiting", "account"))
        self.env["mail.mail"].search([("email_to", "=", signup.email)]).unlink()
        signup.with_user(self.user_crm_manager).action_approve()
        self._confirm(self._get_link(), PASSWORD + "2")
        self.assertTrue(user.active)
        self.assertEqual(self._get_user(), user)

    def test_who_is_refused_does_not_get_in(self):
        self._sign_up("new@gizem.example", "New One")
        self._post(self._get_link("new@gizem.example"))
        signup = self.env["crm.portal.signup"].search([], limit=1)
        manager = signup.with_user(self.user_crm_manager)
        manager.action_approve()
        link = signup._get_url().partition("/web/")[1:]
        manager.action_refuse()
        self.assertEqual(self.url_open("".join(link)).status_code, 404)
        self.assertEqual(signup.state, "refused")

    def test_links_that_are_wrong_or_late(self):
        self._sign_up()
        link = self._get_link()
        self.assertEqual(self.url_open(link[:-2] + "xx").status_code, 404)
        self.assertEqual(self.url_open("/web/signup/verify/x").status_code, 404)
        with freeze_time("2100-01-01"):
            self.assertFalse(
                self.env["crm.portal.signup"]._find_by_token(link.split("/")[-1])
            )

    def test_passwords_are_asked_twice(self):
        self._sign_up()
        link = self._get_link()
        answer = self._post(link, password=PASSWORD, confirm_password="other")
        self.assertEqual(answer.status_code, 422)
        self.assertFalse(self._get_user())
        self._confirm(link)
        self.assertTrue(self._get_user())

    def test_closed_where_nobody_may_sign_up(self):
        self.website.auth_signup_uninvited = "b2b"
        self.assertEqual(self.url_open("/web/signup").status_code, 404)

    def test_floods_are_stopped(self):
        for _time in range(5):
            self._sign_up()
        self.assertIn("many attempts", self._sign_up().text)

    def test_an_invitation_works_as_before(self):
        self.contact.signup_prepare()
        url = self.contact._get_signup_url_for_action()[self.contact.id]
        path = "/web/signup" + url.partition("/web/signup")[2]
        self._post(
            path,
            login="deniz@gizem.example",
            name="Deniz",
            password=PASSWORD,
            confirm_password=PASSWORD,
            token=re.search("token=([^&]+)", url)[1],
        )
        self.assertEqual(self._get_user().partner_id, self.contact)

    def test_who_decides(self):
        self._sign_up("new@gizem.example", "New One")
        self._post(self._get_link("new@gizem.example"))
        signup = self.env["crm.portal.signup"].search([], limit=1)
        for user in (self.user_delete, self.handler, self.ayse):
            with self.subTest(user=user.login):
                with self.assertRaises(AccessError):
                    signup.with_user(user).action_approve()
                with self.assertRaises(AccessError):
                    signup.with_user(user).read(["email"])
        manager = signup.with_user(self.user_crm_manager)
        for values in ({"state": "approved"}, {"email": "x@example.com"}):
            with self.assertRaises(AccessError):
                manager.write(values)
        with self.assertRaises(AccessError):
            manager.read(["nonce"])
