from odoo import api, fields, models
from odoo.fields import NO_ACCESS, Domain
from odoo.tools import SQL
from odoo.tools.sql import column_exists

BATCH = 1000
# taken along by an import that is checked; more are there only before the first scan
MOST_STALE = 5000
# what is compared, see crm.duplicate.engine
COMPARED = (
    "active",
    "city",
    "country_id",
    "crm_parent_id",
    "email",
    "is_crm_customer",
    "name",
    "phone",
    "street",
    "street2",
    "vat",
    "website",
    "zip",
)


class ResPartner(models.Model):
    """Customers that may be in twice are found by what is known of them now."""

    _inherit = "res.partner"

    crm_duplicates_stale = fields.Boolean(
        compute="_compute_crm_duplicates_stale",
        store=True,
        copy=False,
        prefetch=False,
        groups=NO_ACCESS,
        exportable=False,
        export_string_translation=False,
    )

    _crm_duplicates_stale_idx = models.Index("(id) WHERE crm_duplicates_stale IS TRUE")

    def _auto_init(self):
        """Make the column at once: all are to be compared, and a job does it."""
        if not column_exists(self.env.cr, self._table, "crm_duplicates_stale"):
            self.env.cr.execute(
                "ALTER TABLE res_partner"
                " ADD COLUMN crm_duplicates_stale boolean DEFAULT TRUE;"
                " ALTER TABLE res_partner ALTER crm_duplicates_stale DROP DEFAULT"
            )
        return super()._auto_init()

    @api.depends(*COMPARED)
    def _compute_crm_duplicates_stale(self):
        """Remember that a customer is to be compared anew; a job does it."""
        for partner in self:
            partner.crm_duplicates_stale = bool(
                partner.is_crm_customer or partner._origin.is_crm_customer
            )

    @api.model
    def _cron_refresh_duplicates(self) -> None:
        """Bring up to date what is compared, batch by batch."""
        domain = Domain("crm_duplicates_stale", "=", True)
        while count := self._refresh_duplicates():
            left = self.sudo().with_context(active_test=False).search_count(domain)
            if not self.env["ir.cron"]._commit_progress(count, remaining=left):
                return

    @api.model
    def _get_stale_customers(self, limit: int = MOST_STALE):
        """Return the customers that the job has not compared yet, the newest ones."""
        # sudo: res.partner - what is found of them is filtered by who asks
        return self.sudo().search(
            Domain("crm_duplicates_stale", "=", True)
            & Domain("is_crm_customer", "=", True),
            limit=limit,
            order="id desc",
        )

    @api.model
    def _refresh_duplicates(self, limit: int = BATCH) -> int:
        """Bring some customers up to date, and return how many those were."""
        # sudo: res.partner - the work of the system on all customers
        everyone = self.sudo().with_context(active_test=False)
        stale = everyone.search(
            Domain("crm_duplicates_stale", "=", True), limit=limit, order="id"
        )
        if not stale:
            return 0
        stale._compare_at_once()
        return len(stale)

    def _compare_at_once(self) -> None:
        """Bring these customers and the pairs they are in up to date.

        Before the first search of all, which a job does, only what is compared.
        """
        engine = self.env["crm.duplicate.engine"]
        # sudo: crm.duplicate.pair, res.partner - the work of the system on everyone
        pairs_sudo = self.env["crm.duplicate.pair"].sudo()
        partners_sudo = self.sudo().exists()
        compared = partners_sudo.filtered(lambda p: p.is_crm_customer and p.active)
        if gone := partners_sudo - compared:
            engine._forget_duplicates(gone.ids)
            pairs_sudo._put_pairs(gone.ids, [])
        if compared:
            pairs_sudo.env["crm.duplicate.decision"]._forget_outdated(compared)
            engine._update_duplicates(compared)
            if not pairs_sudo.env["crm.duplicate.scan"]._is_first():
                pairs_sudo._put_pairs(compared.ids, engine._find_pairs(compared.ids))
        partners_sudo._mark_compared()

    def _mark_compared(self) -> None:
        """Note that these are up to date; in SQL, as no customer changes."""
        if not self:
            return
        self.env.cr.execute(
            SQL(
                "UPDATE res_partner SET crm_duplicates_stale = FALSE"
                " WHERE id IN %s AND crm_duplicates_stale IS TRUE",
                tuple(self.ids),
            )
        )
        self.invalidate_recordset(["crm_duplicates_stale"], flush=False)

    def _get_likely_matches(self, limit: int = 5) -> list[dict]:
        """Return customers that may be the same as this one, the likeliest first.

        Only those that the user may see. Each as ``{"partner", "score" (0–1, 0.5 where
        it is as likely as not), "reasons" (short sentences)}``.
        """
        self.ensure_one()
        self.check_access("read")
        self._refresh_duplicates()
        engine = self.env["crm.duplicate.engine"]
        apart = self.env["crm.duplicate.decision"]._get_apart(self.id)
        found = [m for m in engine._find_duplicates_of(self) if m["id"] not in apart]
        partners = self.browse(match["id"] for match in found).exists()
        seen = partners._filtered_access("read")
        return [
            {
                "partner": self.browse(match["id"]),
                "score": match["score"],
                "reasons": engine._describe_reasons(match["reasons"]),
            }
            for match in found
            if self.browse(match["id"]) in seen
        ][:limit]
