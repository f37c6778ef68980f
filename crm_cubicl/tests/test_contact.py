from lxml import etree

from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import CustomerCase


@tagged("post_install", "-at_install")
class TestContact(CustomerCase):
    """What changes on a contact leaves its customer alone; down it still flows."""

    def setUp(self):
        # a field made in a test leaves the registry after its savepoint is rolled back
        self.addCleanup(self.registry._setup_models__, self.cr)
        super().setUp()

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ankara = cls.env["res.country.state"].search(
            [("country_id", "=", cls.turkey.id)], limit=1
        )
        cls.address = {
            "street": "Atatürk Cad. 1",
            "street2": "Kat 2",
            "zip": "06100",
            "city": "Ankara",
            "state_id": cls.ankara.id,
            "country_id": cls.turkey.id,
        }
        cls.customer = cls._create_customer(vat="8790017566", **cls.address)
        cls.contact = cls._create_contact(cls.customer)
        cls.other = {
            "street": "Başka Sok. 9",
            "street2": "Kat 7",
            "zip": "35000",
            "city": "İzmir",
            "state_id": cls.env.ref("base.state_de_be").id,
            "country_id": cls.germany.id,
            "vat": "DE136695976",
        }

    def _sent_up_by_core(self):
        """Return the fields that core writes from a contact to its company."""
        Partner = self.env["res.partner"]
        return [*Partner._address_fields(), *Partner._synced_commercial_fields()]

    def _shared_with_company(self):
        """Return every field that core keeps alike on a company and its contacts."""
        names = self._sent_up_by_core() + self.env["res.partner"]._commercial_fields()
        return sorted(set(names))

    def _other_value(self, name):
        """Return a value of the field that is not the customer's."""
        field = self.env["res.partner"]._fields[name]
        if name in self.other:
            return self.other[name]
        if field.type == "many2one":
            return self._other_record(field).id
        if field.type == "selection":
            return field.get_values(self.env)[-1]
        return 7 if field.type in ("integer", "float", "monetary") else "Başka"

    def _other_record(self, field):
        records = self.env[field.comodel_name]
        if field.comodel_name == "account.account":
            kind = field.name.split("_")[-2]
            return records.search([("account_type", "like", kind)])[-1:]
        if field.comodel_name == "res.partner":
            return self._create_customer("Başka")
        return records.create({"name": field.name})

    def test_no_field_flows_up_when_it_changes(self):
        for name in self._shared_with_company():
            with self.subTest(field=name):
                before = self.customer[name]
                self.contact.write({name: self._other_value(name)})
                self.assertNotEqual(self.contact[name], before)
                self.assertEqual(self.customer[name], before)

    def test_no_field_flows_up_through_the_list_of_contacts(self):
        """The company is written, with the change in its list of contacts."""
        for name in self._shared_with_company():
            with self.subTest(field=name):
                before = self.customer[name]
                update = Command.update(
                    self.contact.id, {name: self._other_value(name)}
                )
                self.customer.write({"child_ids": [update]})
                self.assertNotEqual(self.contact[name], before)
                self.assertEqual(self.customer[name], before)

    def test_no_field_flows_up_when_a_contact_is_created_with_it(self):
        for name in self._shared_with_company():
            for door in ("create", "list"):
                with self.subTest(field=name, door=door):
                    company = self._create_customer(f"{name} {door}")
                    before = company[name]
                    vals = {"name": "Kişi", name: self._other_value(name)}
                    if door == "create":
                        self._create_contact(company, **vals)
                    else:
                        company.write({"child_ids": [Command.create(vals)]})
                    self.assertEqual(company[name], before)

    def test_core_would_send_each_of_them(self):
        """Others keep core's behaviour, so the test above says something."""
        company = self.env["res.partner"].create({"name": "Firma", "is_company": True})
        contact = self._create_contact(company)
        for name in self._sent_up_by_core():
            with self.subTest(field=name):
                contact.write({name: self._other_value(name)})
                self.assertEqual(company[name], contact[name])

    def test_nothing_flows_up_when_a_contact_is_created(self):
        empty = self._create_customer("Boş")
        contact = self._create_contact(empty, street="Ev", vat="10000000146")
        self.assertEqual(contact.street, "Ev")
        self.assertFalse(empty.street)
        self.assertFalse(empty.vat)

    def test_nothing_flows_up_when_a_contact_is_imported(self):
        empty = self._create_customer("Boş")
        result = self.env["res.partner"].load(
            ["name", "parent_id/.id", "street"], [["Kişi", str(empty.id), "Ev"]]
        )
        self.assertEqual(self.env["res.partner"].browse(result["ids"]).street, "Ev")
        self.assertFalse(empty.street)

    def test_nothing_flows_up_when_a_contact_joins(self):
        empty = self._create_customer("Boş")
        person = self.env["res.partner"].create({"name": "Kişi", "street": "Ev"})
        person.parent_id = empty
        self.assertFalse(empty.street)

    def test_nothing_flows_up_from_a_child_company(self):
        child = self._create_contact(self.customer, "Şube", is_company=True)
        child.street = "Şube Sok."
        self.assertEqual(self.customer.street, "Atatürk Cad. 1")

    def test_address_flows_down_to_a_contact(self):
        self.customer.street = "Yeni Cad. 5"
        self.assertEqual(self.contact.street, "Yeni Cad. 5")

    def test_address_of_its_own_stays(self):
        invoice = self._create_contact(
            self.customer, "Fatura", type="invoice", city="Bolu"
        )
        self.customer.city = "Konya"
        self.assertEqual(invoice.city, "Bolu")
        self.assertEqual(self.customer.crm_invoice_address_ids, invoice)

    def test_commercial_fields_flow_down(self):
        self.assertEqual(self.contact.vat, "8790017566")
        self.customer.write({"vat": "10000000146", "crm_tax_office": "Ulus"})
        self.assertEqual(self.contact.vat, "10000000146")
        self.assertEqual(self.contact.crm_tax_office, "Ulus")
        late = self._create_contact(self.customer, "Sonra Gelen")
        self.assertEqual(late.vat, "10000000146")
        self.assertEqual(late.city, "Ankara")

    def test_company_with_contact_through_our_form(self):
        form = Form(
            self.env["res.partner"]
            .with_user(self.user_edit)
            .with_context(default_is_crm_customer=True, default_is_company=True),
            view="crm_cubicl.crm_customer_view_form",
        )
        form.name = "Form A.Ş."
        form.phone = "0212 555 12 34"
        customer = form.save()
        self.assertTrue(customer.is_company)
        self.assertEqual(customer.phone, "+90 212 555 12 34")
        with Form(customer, view="crm_cubicl.crm_customer_view_form") as form:
            form.crm_tax_office = "Beşiktaş"
        self.assertEqual(customer.crm_tax_office, "Beşiktaş")

    def test_form_of_a_contact_asks_what_the_card_asks_of_contacts(self):
        view = self.env.ref("crm_cubicl.crm_contact_view_form")
        own = self._create_own_field(name="Wage Grade", field_type="text")
        place = self._get_place(view)
        names = {node.get("name") for node in place.iter("field")}
        self.assertLessEqual({"phone", "email", "fax"}, names)
        self.assertFalse({"street", own.technical_name} & names)
        own.line_ids.for_contacts = True
        names = {node.get("name") for node in self._get_place(view).iter("field")}
        self.assertIn(own.technical_name, names)

    def _get_place(self, view):
        Partner = self.env["res.partner"].with_user(self.user_edit)
        arch = Partner.get_views([(view.id, "form")])["views"]["form"]["arch"]
        return etree.fromstring(arch).find(".//group[@name='crm_card_person']")
