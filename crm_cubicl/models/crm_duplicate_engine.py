from collections.abc import Iterable

from odoo import api, models
from odoo.tools import SQL

from ..tools.duplicate_cut import probability
from ..tools.duplicate_engine import FOUND, DuplicateEngine
from ..tools.duplicate_reasons import Reason, reasons_of
from ..tools.duplicate_record import normalise
from ..tools.duplicate_weights import Weights

PREFIX = "crm_duplicate"
OWNER = "res_partner"


class CrmDuplicateEngine(models.AbstractModel):
    """Find customers that are in twice; the work is done in SQL, see ``tools/``.

    The tables belong to no model, so that nobody reads them but through here. Whoever
    asks checks rights first: what is returned are ids of all customers.
    """

    _name = "crm.duplicate.engine"
    _description = "Search for Duplicates"

    def init(self):
        if self._get_engine().set_up(OWNER):
            # empty now: a job compares all of them
            self.env.cr.execute(
                "UPDATE res_partner SET crm_duplicates_stale = TRUE"
                " WHERE is_crm_customer"
            )

    @api.model
    def _get_engine(self) -> DuplicateEngine:
        return DuplicateEngine(self.env.cr, PREFIX)

    @api.model
    def _drop_tables(self) -> None:
        """Let go of the tables, when the addon is taken out."""
        self._get_engine().drop()

    # -- what is compared ------------------------------------------------------

    @api.model
    def _get_duplicate_values(self, partner) -> dict:
        """Return what is compared of a customer, by FIELDS. Override to add or change.

        Under "own" the values of the fields that the settings choose. `partner` may be
        new and not saved.
        """
        return {
            "name": partner.name or "",
            "contact_name": "",
            "phone": ", ".join(filter(None, self._get_duplicate_phones(partner))),
            "email": partner.email or "",
            "website": partner.website or "",
            "vat": partner.vat or "",
            "street": " ".join(filter(None, (partner.street, partner.street2))),
            "city": partner.city or "",
            "zip": partner.zip or "",
            "country": partner.country_id.code or "",
            "own": self._get_own_values(partner),
        }

    @api.model
    def _get_duplicate_phones(self, partner) -> list[str]:
        return [partner[name] for name in partner._get_phone_fields()]

    @api.model
    def _prepare_rows(self, partners) -> Iterable[tuple]:
        region = self.env.company.country_id.code or "TR"
        for partner in partners:
            yield partner.id, *normalise(self._get_duplicate_values(partner), region)

    # -- bringing the tables up to date ----------------------------------------

    @api.model
    def _update_duplicates(self, partners) -> None:
        """Write what is compared of these customers: four statements for all of them.

        To be called when one of the fields changed, or from a job that collects them.
        """
        engine = self._get_engine()
        engine.put(self._prepare_rows(partners))
        engine.index(partners.ids)

    @api.model
    def _forget_duplicates(self, ids: list[int]) -> None:
        """Take customers out of the search: archived, no customer any more."""
        self._get_engine().forget(ids)

    @api.model
    def _rebuild_duplicates(self, partners, batch: int = 5000) -> None:
        """Write all anew, with how often words occur: before a full scan.

        The tables are locked until the transaction ends.
        """
        engine = self._get_engine()
        engine.forget(None)
        for start in range(0, len(partners), batch):
            engine.put(self._prepare_rows(partners[start : start + batch]))
            partners.invalidate_recordset()
        engine.index()

    # -- finding ---------------------------------------------------------------

    @api.model
    def _find_all_duplicates(
        self, cut: float | None = None, weights: Weights | None = None
    ) -> tuple[float, list[tuple[int, int, float]]]:
        """Return the cut, and the pairs of partner ids from it on with their bits.

        Without a cut the database's own is estimated; it is to be kept for single
        customers. What the settings preview other weights and cuts by is kept.
        """
        weights = weights or self._get_weights()
        estimated = self._get_engine().find_all(weights, with_patterns=True)
        cut = estimated if cut is None else cut
        self.env.cr.execute(
            SQL(
                "SELECT id1, id2, bits FROM %s WHERE bits >= %s ORDER BY bits DESC",
                FOUND,
                cut,
            )
        )
        return cut, self.env.cr.fetchall()

    @api.model
    def _find_duplicates_of(
        self, partner, cut: float | None = None, weights: Weights | None = None
    ) -> list[dict]:
        """Return the likely duplicates of a customer, the likeliest first.

        Each as {"id", "bits", "score" (0–1, 0.5 at the cut), "reasons"}. A new customer
        that is not saved is compared too, and leaves nothing behind.
        """
        cut = self._get_cut() if cut is None else cut
        weights = weights or self._get_weights()
        if partner.id and isinstance(partner.id, int):
            found = self._get_engine().find_of(partner.id, cut, weights)
            return [self._prepare_match(row, cut) for row in found]
        region = partner.country_id.code or self.env.company.country_id.code or "TR"
        row = normalise(self._get_duplicate_values(partner), region)
        found = self._get_engine().find_like(row, cut, weights)
        return [self._prepare_match(match, cut) for match in found]

    @api.model
    def _explain_duplicates(
        self, pairs: list[tuple[int, int]], weights: Weights | None = None
    ) -> dict[tuple[int, int], list[Reason]]:
        """Return the reasons of pairs of partner ids, in one query."""
        if not pairs:
            return {}
        rows = self._get_engine().explain(pairs, weights or self._get_weights())
        return {(row["id1"], row["id2"]): reasons_of(row) for row in rows}

    @api.model
    def _prepare_match(self, row: dict, cut: float) -> dict:
        return {
            "id": row["id2"],
            "bits": row["bits"],
            "score": probability(row["bits"], cut),
            "reasons": reasons_of(row),
        }
