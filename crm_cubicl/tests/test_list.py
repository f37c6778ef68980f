from odoo.tests import tagged

from .common import CustomerCase

PAGE = 80


@tagged("post_install", "-at_install")
class TestList(CustomerCase):
    """What a page of the list costs does not grow with its rows."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        relation = cls.env.ref("crm_cubicl.crm_customer_relation_customer")
        cls.customers = cls.env["res.partner"].create(
            [
                {
                    "name": f"Liste {number:03}",
                    "is_company": True,
                    "is_crm_customer": True,
                    "crm_relation_ids": relation.ids,
                    "user_id": cls.user_view.id,
                    "crm_manager_ids": [(4, cls.user_edit.id)],
                }
                for number in range(PAGE + 5)
            ]
        )

    def _count_queries(self, view_xmlid, domain, limit):
        """Return how many queries a page of a list takes, after a first one."""
        Partner = self.env["res.partner"].with_user(self.user_view)
        # as every request of the client says
        Partner = Partner.with_context(allowed_company_ids=self.env.company.ids)
        view = self.env.ref(view_xmlid)
        arch = Partner.get_views([(view.id, "list")])
        names = arch["models"]["res.partner"]["fields"]
        fields = Partner.fields_get(names, ["type"])
        spec = {
            name: {"fields": {"display_name": {}}} if "2" in field["type"] else {}
            for name, field in fields.items()
            if f'name="{name}"' in arch["views"]["list"]["arch"]
        }
        for _round in range(2):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            found = Partner.web_search_read(domain, spec, limit=limit)
            self.assertEqual(len(found["records"]), limit)
        return self.env.cr.sql_log_count - before

    def test_at_most_two_queries_more_than_core(self):
        core = self._count_queries("base.view_partner_tree", [], PAGE)
        domain = [("is_crm_customer", "=", True)]
        ours = self._count_queries("crm_cubicl.crm_customer_view_list", domain, PAGE)
        self.assertLessEqual(ours, core + 2)

    def test_queries_do_not_grow_with_rows(self):
        domain = [("is_crm_customer", "=", True)]
        few = self._count_queries("crm_cubicl.crm_customer_view_list", domain, 10)
        many = self._count_queries("crm_cubicl.crm_customer_view_list", domain, PAGE)
        self.assertEqual(few, many)

    def test_search_is_one_query(self):
        domain = [("is_crm_customer", "=", True), ("crm_search", "ilike", "liste 07")]
        Partner = self.env["res.partner"].with_user(self.user_view)
        Partner.search(domain)
        with self.assertQueryCount(1):
            found = Partner.search(domain)
        self.assertEqual(len(found), 10)

    def test_nothing_typed_goes_to_an_outside_service(self):
        """Neither in the list and its rows nor on the cards nor in the search box."""
        views = [
            (self.env.ref(f"crm_cubicl.crm_customer_view_{kind}").id, kind)
            for kind in ("list", "kanban", "search")
        ]
        found = self.env["res.partner"].get_views(views)["views"]
        for kind, view in found.items():
            for widget in ("autocomplete", "res_partner_many2one"):
                with self.subTest(view=kind, widget=widget):
                    self.assertNotIn(widget, view["arch"])

    def test_create_in_one_call_is_cheap(self):
        """No query per customer for what this addon adds."""
        self.env["res.partner"].create({"name": "Isınma", "is_crm_customer": True})
        counts = []
        for number in (10, 20, 40):
            vals = [{"name": f"K {n}", "is_crm_customer": True} for n in range(number)]
            before = self.env.cr.sql_log_count
            self.env["res.partner"].create(vals)
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])

    def test_an_empty_list_tells_its_reader_what_to_do(self):
        action = self.env.ref("crm_cubicl.crm_customer_action")

        def read_help(user):
            # as the client loads an action
            return (
                self._as(user, action)
                .sudo()
                .read(["help", "res_model", "context"])[0]["help"]
            )

        self.assertIn("Add your first customer", read_help(self.user_edit))
        for user, title in (
            (self.user_view, "No customer to show"),
            (self.user_none, "You do not see customers"),
        ):
            shown = read_help(user)
            self.assertIn(title, shown)
            self.assertNotIn("Import", shown)
