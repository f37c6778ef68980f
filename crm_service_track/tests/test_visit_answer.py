from odoo.tests import tagged

from .billing_common import INFO, PICTURE
from .common import ServiceTrackCommon


@tagged("post_install", "-at_install")
class TestVisitAnswer(ServiceTrackCommon):
    """What the history says of an answer, and in whose name."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("tr_TR")
        cls.env.company.partner_id.lang = "tr_TR"
        cls.customer.lang = "en_US"
        cls.contact = cls.env["res.partner"].create(
            {"name": "Ayşe Işık", "parent_id": cls.customer.id}
        )

    def _answer(self, visit, answer):
        """Answer as the page of a link does; return the lines of the history."""
        visit.action_send()
        self.env.cr.precommit.run()
        before = visit.message_ids
        page = visit.with_user(self.env.ref("base.public_user")).sudo()
        page = page.with_context(lang=page._get_lang())
        page._answer(page.link_ids[:1], answer, INFO)
        self.env.cr.precommit.run()
        self.env.invalidate_all()
        return visit.message_ids - before

    def test_the_contact_of_the_form_speaks(self):
        visit = self._create_visit(contact_id=self.contact.id)
        said = self._answer(visit, {"answer": "approve", "score": 9})
        # the answer, and the state that has changed by it
        self.assertEqual(len(said), 2)
        self.assertEqual(said.author_id, self.contact)
        self.assertIn("Onaylandı", " ".join(said.mapped("body")))

    def test_without_a_contact_the_customer_speaks(self):
        answer = {"answer": "object", "customer_comment": "Ücretsizdi"}
        said = self._answer(self._create_visit(), answer)
        self.assertEqual(said.author_id, self.customer)
        self.assertIn("Ücretsizdi", " ".join(said.mapped("body")))

    def test_who_is_signed_in_speaks(self):
        person = self.contact.copy({"parent_id": self.customer.id})
        visit = self._create_visit(contact_id=self.contact.id)
        answer = {"answer": "approve", "answer_partner_id": person.id}
        self.assertEqual(self._answer(visit, answer).author_id, person)

    def test_a_signature_is_logged_by_who_has_taken_it(self):
        visit = self._create_visit(contact_id=self.contact.id)
        self._as(self.user_technician, visit)._sign(PICTURE, "Ayşe Işık", INFO)
        self.env.invalidate_all()
        said = visit.message_ids.filtered(lambda m: "Onaylandı" in m.body)
        self.assertEqual(said.author_id, self.user_technician.partner_id)
