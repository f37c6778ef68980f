import json

from odoo.tests import HttpCase, tagged
from odoo.tools import SQL

from .portal_common import PortalLeaksCase

# what of a model's texts is the customer's to read, on some page of the portal
SHOWN = {
    "crm.service.visit": {
        "name",
        "contact_name",
        "result",
        "customer_comment",
        "objection_line",
        "signer_name",
    },
    "crm.service.contract": {"code"},
    "crm.service.type": {"name"},
}


@tagged("post_install", "-at_install")
class TestPortalLeaks(PortalLeaksCase, HttpCase):
    """Nothing but what is named is told by any page."""

    def test_no_page_tells_anything_else(self):
        marks = self._mark_everything()
        self._sign_in(self.can)
        text = "\n".join(self.url_open(url).text for url in self._get_urls())
        for (model, name), mark in marks.items():
            with self.subTest(model=model, field=name):
                shown = name in SHOWN.get(model, ())
                self.assertIs(mark in text, shown)
                self.assertIs(f"{mark}&lt;u&gt;" in text, shown)
                self.assertNotIn(f"{mark}<u>", text)
        for words in ("zzmessagezz", "192.0.2.9", self.user_manager.login):
            self.assertNotIn(words, text)

    def _get_urls(self) -> list[str]:
        visit, contract = self.visit.id, self.contract.id
        return [
            "/my/services",
            f"/my/services/{visit}",
            "/my/service-contracts",
            f"/my/service-contracts/{contract}",
            # in tests core gives the page before it becomes a PDF
            f"/my/service-contracts/{contract}/pdf",
        ]

    def _mark_everything(self) -> dict:
        """Put a word of its own into every text of ours; return the words."""
        self._bring_answers()
        marks = {}
        link = self.visit.sudo().link_ids
        for records in (
            self.visit,
            link,
            self.visit.sudo().hit_ids[:1],
            self.record,
            self.record.interval_ids,
            self.contract,
            self.record.customer_status_id,
            self.service_type,
        ):
            marks |= self._mark(records)
        people = self.user_technician.partner_id | self.user_manager.partner_id
        people |= self.ayse.partner_id | self.other_customer
        for person in people:
            words = self._mark(person, ("email", "phone", "street", "comment", "vat"))
            marks |= {(person.name, name): mark for (_m, name), mark in words.items()}
        self.env.invalidate_all()
        self.env.registry.clear_cache()
        return marks

    def _bring_answers(self) -> None:
        """Let the form have everything that an answer can have."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "UPDATE crm_service_visit SET answer = 'object' WHERE id = %s",
                self.visit.id,
            )
        )

    def _mark(self, records, names=()) -> dict:
        records.ensure_one()
        marks = {}
        for name, field in sorted(records._fields.items()):
            is_text = field.type in ("char", "text", "html") and field.store
            if not is_text or not field.column_type or (names and name not in names):
                continue
            mark = f"zz{records._table}_{records.id}_{name}zz"
            # and what could be markup is text wherever it is shown
            value = f"{mark}<u>"
            if field.translate:
                value = json.dumps({"en_US": value})
            self.env.cr.execute(
                SQL(
                    "UPDATE %s SET %s = %s WHERE id = %s",
                    SQL.identifier(records._table),
                    SQL.identifier(name),
                    value,
                    records.id,
                )
            )
            marks[records._name, name] = mark
        return marks

    def test_what_is_no_text_finds_nothing(self):
        self._sign_in(self.ayse)
        for text in ("%00", "a%00b", "%5C", "%25"):
            with self.subTest(text=text):
                page = self.url_open(f"/my/services?search={text}")
                self.assertEqual(page.status_code, 200)
