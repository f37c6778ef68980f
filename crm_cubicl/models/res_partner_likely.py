from odoo import api, models
from odoo.exceptions import AccessError, MissingError, ValidationError
from odoo.fields import Domain

from ..tools.duplicate_contact import emails_of, phones_of
from ..tools.duplicate_reasons import Reason
from ..tools.folding import fold

VIEW_GROUP = "crm_cubicl.crm_cubicl_group_view"
MAX_SHOWN = 3
# customers that a field offers when none has the text typed
MOST_NAMES = 3
MAX_REASONS = 2
# a hint that is wrong costs a glance, and little is typed yet
HINT_BITS = 1.5
# the longest text that is compared; what is behind it tells nothing more
MAX_TEXT = 500
# of contacts with the same e-mail or phone, or of the same customer
MOST_CONTACTS = 200
# what a contact takes over from its customer, so that it tells nothing
TAKEN_OVER = ("street", "street2", "city", "zip", "country_id", "vat", "website")


class ResPartner(models.Model):
    """Who is being typed may be here already: said while it is typed."""

    _inherit = "res.partner"

    # a contact typed once more is found by its phone
    _crm_phone_idx = models.Index("(phone_sanitized) WHERE crm_customer_id IS NOT NULL")

    @api.model
    def get_likely_matches(self, values: dict, partner_id: int | bool = False) -> dict:
        """Return whom the values of a form, not saved yet, may be of.

        Only whom the user may see, and no word of others. ``{"matches": [{"id", "name",
        "place", "reasons", "score", "url"}], "more"}``: the first few, and how many
        follow.

        :param partner_id: the saved record that the form is of, never a match itself
        """
        origin = self._check_may_compare(partner_id)
        # who was made a minute ago is known too
        self._refresh_duplicates(limit=20)
        typed = self.new(self._clean_typed_values(values), origin=origin or None)
        matches = self._get_matches_of_typed(typed, HINT_BITS)
        return {
            "matches": [self._prepare_match_hint(m) for m in matches[:MAX_SHOWN]],
            "more": max(len(matches) - MAX_SHOWN, 0),
        }

    @api.model
    def _check_may_compare(self, partner_id):
        """Return the record of the form, empty when it is new, if the user may type."""
        if not self.env.user._is_internal():
            raise AccessError(self.env._("Only colleagues may look for customers."))
        if not partner_id:
            self.check_access("create")
            return self.browse()
        record = self.browse(self._clean_id(self._name, partner_id))
        if not record:
            raise MissingError(self.env._("This record is not there any more."))
        record.check_access("read")
        return record

    # -- chosen or made in a field ---------------------------------------------

    @api.model
    def _search_names_like(self, text: str, domain, limit: int | None):
        """Return the customers of a domain whose names are nearly the text.

        Asked where nothing has the text itself: before one is made that is there.
        """
        most = min(limit or MOST_NAMES, MOST_NAMES)
        if not self.env.user.has_group(VIEW_GROUP):
            return self.browse()
        ids = self.env["crm.duplicate.engine"]._find_names_like(text, 2 * most)
        if not ids:
            return self.browse()
        return self.search_fetch(
            Domain(domain or Domain.TRUE) & Domain("id", "in", ids),
            ["display_name"],
            limit=most,
        )

    @api.model
    def name_create(self, name):
        """Say afterwards whom the customer made in a field may be."""
        created = super().name_create(name)
        if created and self.env.user.has_group(VIEW_GROUP):
            self.browse(created[0])._tell_likely_matches()
        return created

    def _tell_likely_matches(self) -> None:
        """Tell the user, beside the page, who is nearly certainly the same."""
        if not self.is_crm_customer:
            return
        typed = self.new({"name": self.name}, origin=self)
        matches = self._get_matches_of_typed(typed)[:1]
        for match in matches:
            self.env.user._bus_send(
                "simple_notification",
                {
                    "type": "warning",
                    "title": self.env._("“%(name)s” may be here twice", name=self.name),
                    "message": self.env._(
                        "%(name)s was here before: %(reasons)s.",
                        name=match["partner"].display_name,
                        reasons=", ".join(match["reasons"]),
                    ),
                },
            )

    # -- what was typed --------------------------------------------------------

    @api.model
    def _get_compared_fields(self) -> dict[str, str]:
        """Return the fields that a form may ask with, and their types. Override to add.

        What is compared of them is said by ``crm.duplicate.engine``.
        """
        names = ["name", "email", "website", "vat", "street", "street2", "city", "zip"]
        texts = dict.fromkeys([*names, *self._get_phone_fields()], "text")
        return texts | {"country_id": "record", "parent_id": "record"}

    @api.model
    def _clean_typed_values(self, values: dict) -> dict:
        """Return the values as ``new`` takes them; refuse what no form sends."""
        if not isinstance(values, dict):
            raise ValidationError(self.env._("Values of fields were expected."))
        known = self._get_compared_fields()
        if unknown := [str(name) for name in values if name not in known]:
            raise ValidationError(
                self.env._(
                    "These fields are not compared: %(names)s", names=", ".join(unknown)
                )
            )
        return {
            name: self._clean_id(self._fields[name].comodel_name, value)
            if known[name] == "record"
            else self._clean_text(value)
            for name, value in values.items()
        }

    @api.model
    def _clean_text(self, value) -> str:
        if value is False or value is None:
            return ""
        if not isinstance(value, str):
            raise ValidationError(self.env._("A text was expected."))
        # half a character, or the sign that ends a text, is in no customer
        text = value[:MAX_TEXT].encode("utf-8", "ignore").decode()
        return text.replace("\0", "")

    @api.model
    def _clean_id(self, model: str, value) -> int | bool:
        """Return the number of a record, nothing where the user sees no such record."""
        if not value:
            return False
        if not isinstance(value, int) or not 0 < value < 2**31:
            raise ValidationError(self.env._("This is not the number of a record."))
        return self.env[model].search([("id", "=", value)]).id

    # -- who may be the same ---------------------------------------------------

    @api.model
    def _get_likely_matches_of(self, values: dict) -> list[dict]:
        """Return whom these values may be of, as ``_get_likely_matches`` does.

        For forms whose answers somebody of the firm looks through later. It is to run
        as that person: only whom the user of the environment may see is returned.
        """
        return self._get_matches_of_typed(self.new(self._clean_typed_values(values)))

    @api.model
    def _get_matches_of_typed(self, typed, leniency: float = 0) -> list[dict]:
        """Return the customers, then the contacts, that the user may see.

        :param leniency: by so many bits less than a proposal of a merge needs
        """
        above = self.browse(typed.parent_id.id)
        if above:
            typed.update(dict.fromkeys(TAKEN_OVER, False))
        own = {typed._origin.id, above.id} - {False}
        if typed._origin:
            own |= self.env["crm.duplicate.decision"]._get_apart(typed._origin.id)
        engine = self.env["crm.duplicate.engine"]
        found = engine._find_duplicates_of(typed, engine._get_cut() - leniency)
        matches = [match for match in found if match["id"] not in own]
        matches += self._find_typed_contacts(typed, above)
        # the rules of the user decide
        seen = self.search_fetch(
            Domain("id", "in", [match["id"] for match in matches]),
            ["complete_name", "city", "crm_customer_id"],
        )
        roots = {partner.id: partner.crm_customer_id.id for partner in seen}
        # a contact beside its customer says nothing more
        return [
            self._prepare_likely_match(match)
            for match in matches
            if match["id"] in roots
            and (roots[match["id"]] == match["id"] or roots[match["id"]] not in roots)
        ]

    @api.model
    def _prepare_likely_match(self, match: dict) -> dict:
        telling = [reason for reason in match["reasons"] if reason.weight > 0]
        return {
            "partner": self.browse(match["id"]),
            "score": match["score"],
            "reasons": self.env["crm.duplicate.engine"]._describe_reasons(telling),
        }

    @api.model
    def _find_typed_contacts(self, typed, above) -> list[dict]:
        """Return contacts of customers that have the e-mail or the phone typed.

        Of the customer that a contact is typed for, those of its name as well.
        """
        emails = emails_of(typed.email or "")
        region = (typed.country_id or self.env.company.country_id).code or "TR"
        phones = phones_of(typed.phone or "", region)
        name = fold(typed.name or "")
        parts = [
            emails and Domain("email_normalized", "in", emails),
            phones and Domain("phone_sanitized", "in", phones),
            name and above and Domain("parent_id", "=", above.id),
        ]
        if not any(parts):
            return []
        contacts = self.search_fetch(
            Domain("crm_customer_id", "not in", [False, *typed._origin.ids])
            & Domain("is_crm_customer", "=", False)
            & Domain("id", "not in", typed._origin.ids)
            & Domain.OR(filter(None, parts)),
            ["name", "email_normalized", "phone_sanitized", "crm_customer_id"],
            limit=MOST_CONTACTS,
        )
        return [
            {"id": contact.id, "score": 1.0, "reasons": reasons}
            for contact in contacts
            if (reasons := contact._get_contact_reasons(name, emails, phones))
        ]

    def _get_contact_reasons(self, name: str, emails, phones) -> list[Reason]:
        """Return what this contact has in common with what was typed."""
        self.ensure_one()
        found = []
        if name and fold(self.name or "") == name:
            found.append(Reason("name_same", 1))
        if self.email_normalized in emails:
            found.append(Reason("email_same", 1, self.email_normalized))
        if self.phone_sanitized in phones:
            found.append(Reason("phone_same", 1, self.phone_sanitized))
        return found

    @api.model
    def _prepare_match_hint(self, match: dict) -> dict:
        partner = match["partner"]
        is_contact = partner.crm_customer_id != partner
        place = "res.partner" if is_contact else "crm-customers"
        return {
            "id": partner.id,
            "name": partner.complete_name,
            "place": partner.city or "",
            "reasons": match["reasons"][:MAX_REASONS],
            "score": match["score"],
            "url": f"/odoo/{place}/{partner.id}",
        }
