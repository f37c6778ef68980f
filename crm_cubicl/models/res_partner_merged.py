import re

from odoo import api, models
from odoo.tools.mail import email_normalize

NUMBER = re.compile(r"[0-9]{1,9}")


class ResPartner(models.Model):
    """What was merged is still found by what it was known by."""

    _inherit = "res.partner"

    @api.model
    def _find_or_create_from_emails(self, emails, *args, **kwargs):
        """Know the address of a merged partner that nobody bears any more."""
        merged = self._find_merged_by_emails(emails)
        if not merged:
            return super()._find_or_create_from_emails(emails, *args, **kwargs)
        rest = [email for email in emails if email_normalize(email) not in merged]
        found = iter(super()._find_or_create_from_emails(rest, *args, **kwargs))
        return [merged.get(email_normalize(email)) or next(found) for email in emails]

    @api.model
    def _find_merged_by_emails(self, emails) -> dict:
        addresses = {email_normalize(email) for email in emails} - {False}
        merged = addresses and self.env["crm.merge"]._find_by_email(addresses)
        if not merged:
            return {}
        # sudo: res.partner - whether an address is somebody's, as core asks it
        borne = self.sudo().search([("email_normalized", "in", list(merged))])
        known = set(borne.mapped("email_normalized"))
        return {
            email: partner
            for email, partner in merged.items()
            # whoever may not see the target is not told of it
            if email not in known and partner.has_access("read")
        }

    # -- in imported lists -----------------------------------------------------

    def _convert_records(self, records, **options):
        """Let rows with the number of a merged partner be of the one it has become."""
        rows = list(records)
        numbers = [row.get(".id") for row, _place in rows]
        merged = self._get_merged_numbers(numbers)
        for row, _place in rows:
            if row.get(".id") in merged:
                row[".id"] = merged[row[".id"]]
        return super()._convert_records(iter(rows), **options)

    @api.model
    def _get_merged_numbers(self, texts) -> dict[str, str]:
        """Return, of the numbers typed in a list, those that have become others."""
        numbers = {
            text: int(text)
            for text in texts
            if isinstance(text, str) and NUMBER.fullmatch(text)
        }
        if not numbers:
            return {}
        found = self.env["crm.merge"]._find_by_number(set(numbers.values()))
        return {
            text: str(found[number].id)
            for text, number in numbers.items()
            if number in found
        }
