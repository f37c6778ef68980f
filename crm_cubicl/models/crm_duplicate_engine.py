from collections.abc import Iterable

from odoo import api, models
from odoo.tools.sql import table_exists

from ..tools.duplicate_cut import probability
from ..tools.duplicate_engine import DuplicateEngine
from ..tools.duplicate_file import FileEngine
from ..tools.duplicate_name import split_name
from ..tools.duplicate_reasons import Reason, reasons_of
from ..tools.duplicate_record import normalise
from ..tools.duplicate_weights import Weights

PREFIX = "crm_duplicate"
OWNER = "res_partner"
# a row of a file needs so much more, as somebody has to decide on each
ROW_BITS = 1.0


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
            if table_exists(self.env.cr, "crm_duplicate_scan"):
                # all at once, as the first time
                self.env.cr.execute("DELETE FROM crm_duplicate_scan")

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
        engine = self._put_duplicates(partners)
        engine.index(partners.ids)

    @api.model
    def _put_duplicates(self, partners) -> DuplicateEngine:
        """Write what is compared, but not yet what they are found by."""
        engine = self._get_engine()
        engine.put(self._prepare_rows(partners))
        return engine

    @api.model
    def _forget_duplicates(self, ids: list[int]) -> None:
        """Take customers out of the search: archived, no customer any more."""
        self._get_engine().forget(ids)

    # -- finding ---------------------------------------------------------------

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
    def _find_pairs(self, ids: list[int]) -> list[tuple[int, int, float]]:
        """Return all pairs of some saved customers: (lower id, higher id, bits)."""
        engine, cut, weights = self._get_engine(), self._get_cut(), self._get_weights()
        found = {}
        for id_ in ids:
            for row in engine.find_of(id_, cut, weights):
                found[tuple(sorted((id_, row["id2"])))] = row["bits"]
        return [(*pair, bits) for pair, bits in found.items()]

    @api.model
    def _find_names_like(self, text: str, limit: int) -> list[int]:
        """Return the customers whose names are nearly this one, the likest first.

        Nothing is written, so that a search may ask; names alone are compared.
        """
        return self._get_engine().find_names(split_name(text), limit)

    @api.model
    def _find_rows_alike(self, rows: dict[int, models.BaseModel]) -> list[dict]:
        """Return whom rows of a file may be: of each row the likeliest first.

        Each as {"row", "id" (of a customer, or minus the number of an earlier row),
        "score", "reasons"}. The rows are compared as sets, with all customers and with
        each other.

        :param rows: new partners by their numbers in the file, from 1
        """
        region = self.env.company.country_id.code or "TR"
        cut = self._get_cut()
        found = FileEngine(self.env.cr, PREFIX).find_rows(
            (
                (number, *normalise(self._get_duplicate_values(partner), region))
                for number, partner in rows.items()
            ),
            cut + ROW_BITS,
            self._get_weights(),
            # who was created or changed just now, before the job has seen it
            self._prepare_rows(self.env["res.partner"]._get_stale_customers()),
        )
        return [{"row": -row["id1"], **self._prepare_match(row, cut)} for row in found]

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
