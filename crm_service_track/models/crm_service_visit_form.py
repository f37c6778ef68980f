import base64
import binascii
import re

from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, UserError
from odoo.tools.image import image_process
from odoo.tools.mimetypes import guess_mimetype

from odoo.addons.crm_cubicl.tools.import_convert import CellError, to_number

UID = re.compile(r"^[0-9a-f-]{32,40}$")
MOST_PHOTOS = 10
MOST_BYTES = 10 * 1024 * 1024
PICTURES = {"image/jpeg", "image/png", "image/webp"}
TEXTS = {"result": 20000, "note": 5000, "contact_name": 120, "email": 254}


class CrmServiceVisit(models.Model):
    """Take the form of the phone."""

    _inherit = "crm.service.visit"

    @api.model
    def _save_form(self, form: dict, info: dict) -> dict:
        """Make and send the form that a phone hands in; once, however often it does.

        Run with the rights of the technician.
        """
        uid = str(form.get("uid") or "")
        if not UID.match(uid):
            raise UserError(self.env._("The form has no number of the phone."))
        visit = self._find_by_uid(uid)
        if not visit:
            visit = self._create_from_form(uid, form)
            if form.get("signature"):
                picture = self._read_picture(form["signature"])
                visit._sign(picture, str(form.get("signer_name") or ""), info)
                visit._send_signed()
            elif not form.get("is_draft"):
                visit._send_from_phone()
        return visit._get_form_result() | visit._get_form_notice()

    @api.model
    def _find_by_uid(self, uid: str):
        # sudo: crm.service.visit - also one at a customer hidden since it was made
        found_sudo = self.sudo().search([("client_uid", "=", uid)])
        if found_sudo.user_id - self.env.user:
            raise UserError(self.env._("The form has no number of the phone."))
        return found_sudo.sudo(False)

    @api.model
    def _create_from_form(self, uid: str, form: dict):
        values = self._read_form(form) | {"client_uid": uid}
        try:
            with self.env.cr.savepoint():
                visit = self.create(values)
                visit.flush_recordset()
        except UniqueViolation as error:
            # the same form at the same moment: asked again, it is found
            raise ConcurrencyError(str(error)) from error
        self._add_photos(visit, form.get("photos") or [])
        return visit

    @api.model
    def _read_form(self, form: dict) -> dict:
        """Return the values of a form as they may be written; nothing else passes."""
        values = {
            name: str(form.get(name) or "").strip()[:most]
            for name, most in TEXTS.items()
        }
        for name in ("customer_id", "type_id"):
            values[name] = self._read_number(form.get(name))
        if not values["customer_id"] or not values["type_id"]:
            raise UserError(self.env._("Please choose the customer and the service."))
        for name in ("date_start", "date_end"):
            values[name] = self._read_moment(form.get(name))
        values["contact_id"] = self._read_number(form.get("contact_id"))
        return values | self._read_fee(form)

    @api.model
    def _read_fee(self, form: dict) -> dict:
        kind = form.get("fee_kind")
        if kind not in ("amount", "hours"):
            return {"fee_kind": "none"}
        values = {"fee_kind": kind}
        if kind == "amount":
            values["fee_amount"] = self._read_amount(form.get("fee_amount"))
        else:
            if form.get("hourly_rate"):
                values["hourly_rate"] = self._read_amount(form["hourly_rate"])
            if form.get("fee_hours"):
                values["fee_hours"] = self._read_hours(form["fee_hours"])
        if form.get("currency_id"):
            values["currency_id"] = self._read_number(form["currency_id"])
        return values | self._read_tax(form)

    @api.model
    def _read_tax(self, form: dict) -> dict:
        # "auto": as usual for the customer
        if form.get("tax_id", "auto") == "auto":
            return {}
        tax = self._read_number(form["tax_id"])
        return {"tax_ids": [fields.Command.set([tax] if tax else [])]}

    @api.model
    def _read_number(self, value) -> int | bool:
        text = str(value or "")
        # what is longer is no id of the database's
        return int(text) if text.isdecimal() and len(text) < 10 else False

    @api.model
    def _read_amount(self, value) -> float:
        """Read an amount as the user's language writes it: 1.500 is not 1.5 in all."""
        locale = self.env["crm.tabular.mixin"]._get_locale()
        try:
            amount = to_number(str(value or "0"), locale)
        except CellError:
            amount = -1.0
        if not 0 <= amount < 1e12:
            raise UserError(
                self.env._("This is no amount: %(text)s", text=str(value)[:40])
            )
        return amount

    @api.model
    def _read_hours(self, value) -> float:
        """Read hours as people type them: 1,5 or 1:30."""
        hours, colon, minutes = str(value).strip().partition(":")
        if colon and hours.isdigit() and minutes.isdigit() and int(minutes) < 60:
            return int(hours) + int(minutes) / 60
        return self._read_amount(value)

    @api.model
    def _read_moment(self, value):
        text = str(value or "")[:19].replace("T", " ")
        try:
            moment = fields.Datetime.to_datetime(text)
        except ValueError:
            moment = None
        if not moment:
            raise UserError(self.env._("Please enter the start and the end."))
        return moment

    # -- pictures ----------------------------------------------------------------

    @api.model
    def _read_picture(self, data: str) -> bytes:
        """Return the bytes of a picture; nothing but pictures passes."""
        text = str(data).partition(",")[2] if str(data).startswith("data:") else data
        try:
            raw = base64.b64decode(text, validate=True)
        except (binascii.Error, ValueError, TypeError):
            raw = b""
        if not raw or len(raw) > MOST_BYTES or guess_mimetype(raw) not in PICTURES:
            raise UserError(
                self.env._("A photo is no picture or too large. Please take it again.")
            )
        return raw

    @api.model
    def _add_photos(self, visit, photos: list) -> None:
        if len(photos) > MOST_PHOTOS:
            raise UserError(
                self.env._("At most %(count)s photos, please.", count=MOST_PHOTOS)
            )
        if not photos:
            return
        values = []
        for number, photo in enumerate(photos, 1):
            # written anew, so that nothing else travels in it
            raw = image_process(
                self._read_picture(photo), size=(1920, 1920), output_format="JPEG"
            )
            name = self.env._("Photo %(number)s", number=number)
            values.append(
                {
                    "name": f"{name}.jpg",
                    "raw": raw,
                    "res_model": self._name,
                    "res_id": visit.id,
                }
            )
        attachments = self.env["ir.attachment"].create(values)
        visit.photo_ids = [fields.Command.set(attachments.ids)]

    # -- answers -----------------------------------------------------------------

    def _get_form_result(self) -> dict:
        """Return what the phone shows when the form has arrived."""
        self.ensure_one()
        # sudo: crm.service.visit - of one's own form
        visit_sudo = self.sudo()
        states = dict(self._fields["state"]._description_selection(self.env))
        return {
            "id": self.id,
            "number": visit_sudo.name,
            "state": visit_sudo.state,
            "state_label": states[visit_sudo.state],
            "email": visit_sudo.email or "",
            "customer": visit_sudo._get_customer_name(),
            "times": visit_sudo._format_stretch(visit_sudo._get_stretch()),
        }
