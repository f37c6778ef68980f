"""PDFs are really made: by wkhtmltopdf, with style, fonts and Turkish letters."""

import io

from pypdf import PdfReader

from odoo.fields import Command
from odoo.tests import HttpCase, tagged

NAME = "Işıl Çağrı Öğüt Mühendislik San. ve Tic. A.Ş."


@tagged("post_install", "-at_install")
class TestPdf(HttpCase):
    def test_quote_of_a_customer(self):
        customer = self.env["res.partner"].create(
            {"name": NAME, "is_company": True, "is_crm_customer": True}
        )
        product = self.env["product.product"].create({"name": "Bakım", "list_price": 9})
        order = self.env["sale.order"].create(
            {
                "partner_id": customer.id,
                "order_line": [Command.create({"product_id": product.id})],
            }
        )
        report = self.env["ir.actions.report"].with_context(force_report_rendering=True)
        content, kind = report._render_qweb_pdf(
            "sale.action_report_saleorder", order.ids
        )
        self.assertEqual(kind, "pdf")
        reader = PdfReader(io.BytesIO(content))
        text = "".join(page.extract_text() for page in reader.pages)
        # letters that the style's font lacks come from the fonts of the machine;
        # the others are drawn without their text
        self.assertLessEqual(set("şğŞ₺"), set(text))
        fonts = [font for page in reader.pages for font in page["/Resources"]["/Font"]]
        self.assertGreater(len(fonts), 1)
