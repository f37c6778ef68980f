import hashlib
import ipaddress
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL, hmac

HOUR = timedelta(hours=1)
# tickets that a network, and an address of mail, may file within an hour, by itself
MOST = {"network": 20, "address": 5}


class CrmPortalAttempt(models.Model):
    """Tickets filed by the public form within the last hours, to stop floods.

    Kept in the database, so that all workers count together; of a visitor there is a
    mark and no more.
    """

    _name = "crm.portal.attempt"
    _description = "Ticket filed by a visitor"
    _log_access = False

    date = fields.Datetime(required=True, default=fields.Datetime.now)
    mark = fields.Char(required=True, export_string_translation=False)

    _mark_idx = models.Index("(mark, date)")

    @api.model
    def _may_file(self, network: str, address: str) -> bool:
        """Count one more ticket; return whether it is not one too many."""
        limits = self._get_limits()
        marks = {
            self._mark("network", self._get_network(network)): limits["network"],
            self._mark("address", address.lower()): limits["address"],
        }
        self.create([{"mark": mark} for mark in marks])
        since = fields.Datetime.now() - HOUR
        counts = dict(
            self.env.execute_query(
                SQL(
                    "SELECT mark, count(*) FROM crm_portal_attempt"
                    " WHERE mark IN %s AND date > %s GROUP BY mark",
                    tuple(marks),
                    since,
                )
            )
        )
        return all(counts[mark] <= most for mark, most in marks.items())

    @api.model
    def _get_limits(self) -> dict[str, int]:
        """Return what the settings of the website's form allow within an hour."""
        website = self.env["website"].get_current_website()
        # sudo: crm.portal.site - two numbers
        site_sudo = self.env["crm.portal.site"].sudo()._find(website)
        if not site_sudo:
            return MOST
        return {"network": site_sudo.network_limit, "address": site_sudo.address_limit}

    @api.model
    def _mark(self, kind: str, value: str) -> str:
        keyed = hmac(self.env(su=True), "crm_portal.attempt", f"{kind}:{value}")
        return hashlib.sha256(keyed.encode()).hexdigest()[:32]

    @api.model
    def _get_network(self, address: str) -> str:
        """Return the network of an address: /24, or /56 of the new ones."""
        try:
            ip = ipaddress.ip_address(address)
        except ValueError:
            return address
        length = 24 if ip.version == 4 else 56
        return str(ipaddress.ip_network(f"{ip}/{length}", strict=False))

    @api.autovacuum
    def _gc_attempts(self):
        """Forget what is older than a day."""
        limit = fields.Datetime.now() - timedelta(days=1)
        self.env.cr.execute(
            SQL("DELETE FROM crm_portal_attempt WHERE date < %s", limit)
        )
