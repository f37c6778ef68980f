import json
from collections.abc import Iterable

from odoo import api, models

from ..tools.duplicate_cut import USUAL_CUT, probability
from ..tools.duplicate_engine import DuplicateEngine
from ..tools.duplicate_file import FileEngine
from ..tools.duplicate_name import split_name
from ..tools.duplicate_reasons import Reason, reasons_of
from ..tools.duplicate_record import normalise
from ..tools.duplicate_weights import SHIPPED, Weights
from ..tools.phone import format_phone

PREFIX = "crm_duplicate"
OWNER = "res_partner"
# chosen in the settings, else the one that the last scan found for this database
CUT = "crm_cubicl.duplicate_cut"
ESTIMATED_CUT = "crm_cubicl.duplicate_estimated_cut"
# a row of a file needs so much more, as somebody has to decide on each
ROW_BITS = 1.0
WEIGHTS = "crm_cubicl.duplicate_weights"
# how likely two are one that may be merged in bulk
SURE = "crm_cubicl.duplicate_sure_score"
USUAL_SURE = 0.99


class CrmDuplicateEngine(models.AbstractModel):
    """Find customers that are in twice; the work is done in SQL, see ``tools/``.

    The tables belong to no model, so that nobody reads them but through here. Whoever
    asks checks rights first: what is returned are ids of all customers.
    """

    _name = "crm.duplicate.engine"
    _description = "Search for Duplicates"

    def init(self):
        self._get_engine().set_up(OWNER)

    @api.model
    def _get_engine(self) -> DuplicateEngine:
        return DuplicateEngine(self.env.cr, PREFIX)

    @api.model
    def _drop_tables(self) -> None:
        """Let go of the tables, when the addon is taken out."""
        self._get_engine().drop()

    # -- what is compared ------------------------------------------------------

    @api.model
    def _get_duplicate_values(self, partner) -> dict[str, str]:
        """Return what is compared of a customer, by FIELDS. Override to add or change.

        `partner` may be new and not saved.
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
        }

    @api.model
    def _get_duplicate_phones(self, partner) -> list[str]:
        return [partner[name] for name in partner._get_phone_fields()]

    @api.model
    def _prepare_rows(self, partners) -> Iterable[tuple]:
        region = self.env.company.country_id.code or "TR"
        for partner in partners:
            yield partner.id, *normalise(self._get_duplicate_values(partner), region)

    # -- from which score on ---------------------------------------------------

    @api.model
    def _get_cut(self) -> float:
        """Return the bits from which on two customers are proposed as one."""
        # sudo: ir.config_parameter - a number that is no secret
        parameters = self.env["ir.config_parameter"].sudo()
        given = parameters.get_param(CUT) or parameters.get_param(ESTIMATED_CUT)
        try:
            return float(given or USUAL_CUT)
        except ValueError:
            return USUAL_CUT

    @api.model
    def _get_sure_score(self) -> float:
        """Return how likely two have to be one to be offered for merging in bulk."""
        # sudo: ir.config_parameter - a number that is no secret
        given = self.env["ir.config_parameter"].sudo().get_param(SURE)
        try:
            return float(given or USUAL_SURE)
        except ValueError:
            return USUAL_SURE

    @api.model
    def _get_weights(self) -> Weights:
        """Return the weights in use: those of the settings, else those shipped."""
        # sudo: ir.config_parameter - numbers that are no secret
        kept = self.env["ir.config_parameter"].sudo().get_param(WEIGHTS)
        return SHIPPED | (json.loads(kept) if kept else {})

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

    # -- in the user's words ---------------------------------------------------

    @api.model
    def _describe_reasons(
        self, reasons: Iterable[Reason], words: dict[str, str] | None = None
    ) -> list[str]:
        """Return reasons as short sentences in the user's language.

        :param words: what ``_get_reason_words`` returns, where many are described
        """
        words = words or self._get_reason_words()
        return [
            words[reason.code]
            % {"value": format_phone(reason.value), "percent": reason.percent}
            for reason in reasons
        ]

    @api.model
    def _get_reason_words(self) -> dict[str, str]:
        return self._get_reasons_for() | self._get_reasons_against()

    @api.model
    def _get_reasons_for(self) -> dict[str, str]:
        return {
            "name_same": self.env._("same name without legal form"),
            "name_alike": self.env._("name %(percent)s %% alike without legal form"),
            "name_within": self.env._("one name is part of the other"),
            "branch_same": self.env._("same branch"),
            "contact_same": self.env._("same contact"),
            "contact_alike": self.env._("similar contact"),
            "vat_same": self.env._("same tax number"),
            "vat_alike": self.env._("tax numbers one digit apart"),
            "phone_same": self.env._("same phone %(value)s"),
            "phone_alike": self.env._("phones one digit apart"),
            "email_same": self.env._("same e-mail %(value)s"),
            "email_alike": self.env._("e-mails one letter apart"),
            "domain_same": self.env._("same domain %(value)s"),
            "address_same": self.env._("same address"),
            "address_alike": self.env._("similar address"),
            "city_same": self.env._("same city"),
            "zip_same": self.env._("same postcode"),
        }

    @api.model
    def _get_reasons_against(self) -> dict[str, str]:
        return {
            "name_differs": self.env._("different names"),
            "numbers_differ": self.env._("different numbers in the names"),
            "legal_differs": self.env._("different legal forms"),
            "branch_differs": self.env._("different branches"),
            "vat_differs": self.env._("different tax numbers"),
            "domain_differs": self.env._("different domains"),
            "address_differs": self.env._("different addresses"),
            "city_differs": self.env._("different cities"),
            "country_differs": self.env._("different countries"),
        }
