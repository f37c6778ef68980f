from itertools import combinations

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL, format_date

from ..tools.duplicate_cut import probability
from ..tools.duplicate_groups import group_pairs
from ..tools.folding import fold

# so many pairs are put together to groups; the likeliest come first
MOST_PAIRS = 5000
CARDS = 10
MOST_CARDS = 50


class CrmDuplicatePage(models.AbstractModel):
    """The page of proposals: groups of customers side by side, for who sees them."""

    _name = "crm.duplicate.page"
    _description = "Page of customers that may be the same"

    @api.model
    def get_bulb(self) -> dict:
        """Return how many groups there are to look at: {"count", "is_more"}."""
        if not self.has_access("read"):
            return {"count": 0, "is_more": False}
        self.env["res.partner"]._refresh_duplicates(limit=50)
        pairs = self._read_open_pairs()
        groups = group_pairs(pair[1:3] for pair in pairs)
        return {"count": len(groups), "is_more": len(pairs) == MOST_PAIRS}

    @api.model
    def get_page(self, offset: int = 0, limit: int = CARDS, sure: bool = False) -> dict:
        """Return some of the groups, each as a card, the likeliest first.

        {"count", "sure_count", "is_more", "cards": [card], "can": {"merge", "decide",
        "scan"}, "scan": {…}}; see `_prepare_card`.
        """
        self.check_access("read")
        if not all(isinstance(n, int) and n >= 0 for n in (offset, limit)):
            raise UserError(self.env._("That page does not exist."))
        self.env["res.partner"]._refresh_duplicates(limit=200)
        pairs = self._read_open_pairs()
        groups = self._get_groups(pairs)
        sure_groups = [group for group in groups if group["is_sure"]]
        shown = (sure_groups if sure else groups)[offset:][: min(limit, MOST_CARDS)]
        user = self.env.user
        return {
            "count": len(groups),
            "sure_count": len(sure_groups),
            "is_more": len(pairs) == MOST_PAIRS,
            "cards": self._prepare_cards(shown),
            "can": {
                "merge": user.has_group("crm_cubicl.crm_cubicl_group_merge"),
                "decide": user.has_group("crm_cubicl.crm_cubicl_group_edit"),
                "scan": user.has_group("crm_cubicl.crm_cubicl_group_manage"),
            },
            "scan": self.env["crm.duplicate.scan"]._get_last_state(),
        }

    @api.model
    def _read_open_pairs(self) -> list[tuple[int, int, int, float]]:
        """Return (id, first, second, bits) of what is open, as the user may see it."""
        query = self._search(
            self._get_open_domain(), order="bits DESC, id", limit=MOST_PAIRS
        )
        columns = ("id", "partner1_id", "partner2_id", "bits")
        return self.env.execute_query(
            query.select(*(SQL.identifier(query.table, name) for name in columns))
        )

    @api.model
    def _get_groups(self, pairs) -> list[dict]:
        """Return {"ids", "pairs": {(first, second): (pair id, score)}, "is_sure"}."""
        engine = self.env["crm.duplicate.engine"]
        cut, sure = engine._get_cut(), engine._get_sure_score()
        known = {
            (first, second): (id_, probability(bits, cut))
            for id_, first, second, bits in pairs
        }
        found = []
        for ids in group_pairs(known):
            own = {pair: known[pair] for pair in combinations(sorted(ids), 2)}
            is_sure = all(score >= sure for _id, score in own.values())
            found.append({"ids": sorted(ids), "pairs": own, "is_sure": is_sure})
        return found

    # -- cards -----------------------------------------------------------------

    @api.model
    def _prepare_cards(self, groups: list[dict]) -> list[dict]:
        """Return what is shown of groups, in few queries for all of them."""
        partners = self.env["res.partner"].browse(
            {id_ for group in groups for id_ in group["ids"]}
        )
        partners.fetch(self._get_readable_names())
        # the names of all at once
        partners.mapped("display_name")
        counts = self._count_documents(partners)
        engine = self.env["crm.duplicate.engine"]
        pairs = [pair for group in groups for pair in group["pairs"]]
        words = engine._get_reason_words()
        reasons = {
            pair: engine._describe_reasons(found, words)
            for pair, found in engine._explain_duplicates(pairs).items()
        }
        return [
            self._prepare_card(
                partners.browse(group["ids"]).with_prefetch(partners.ids),
                group,
                counts,
                reasons,
            )
            for group in groups
        ]

    @api.model
    def _prepare_card(self, partners, group: dict, counts: dict, reasons: dict) -> dict:
        """Return a group as {"key", "is_sure", "kept", "customers", "rows", "pairs"}.

        ``rows`` have {"label", "values": [str], "marks": ["same" | "differs" | ""]} in
        the order of ``customers``; ``kept`` is the one that the others go into.
        """
        rows = [
            *self._prepare_rows(partners),
            *self._prepare_count_rows(partners, counts),
        ]
        return {
            "key": "-".join(map(str, partners.ids)),
            "is_sure": group["is_sure"],
            "kept": self._choose_kept(partners, counts).id,
            "customers": [
                {"id": partner.id, "name": partner.display_name} for partner in partners
            ],
            "rows": rows,
            "pairs": [
                {
                    "id": id_,
                    "ids": list(pair),
                    "score": score,
                    "reasons": reasons.get(pair, []),
                }
                for pair, (id_, score) in group["pairs"].items()
            ],
        }

    @api.model
    def _get_compared(self) -> dict[str, list[str]]:
        """Return what is shown side by side: label and fields of a row. Override."""
        partner = self.env["res.partner"]
        return {
            self.env._("Kind"): ["is_company"],
            self.env._("Tax number"): ["vat"],
            self.env._("Phone"): list(partner._get_phone_fields()),
            self.env._("E-mail"): ["email"],
            self.env._("Website"): ["website"],
            self.env._("Address"): ["street", "street2", "zip", "city", "country_id"],
            self.env._("Relation"): ["crm_relation_ids"],
            self.env._("Stage"): ["crm_stage_id"],
            self.env._("Class"): ["crm_class_id"],
            self.env._("Account managers"): ["user_id", "crm_manager_ids"],
            self.env._("Created on"): ["create_date"],
        }

    @api.model
    def _get_readable(self) -> dict[str, list[str]]:
        """Return those of them that the user may read."""
        partner = self.env["res.partner"]
        return {
            label: [
                name
                for name in names
                if partner._has_field_access(partner._fields[name], "read")
            ]
            for label, names in self._get_compared().items()
        }

    @api.model
    def _get_readable_names(self) -> list[str]:
        return [name for names in self._get_readable().values() for name in names]

    @api.model
    def _prepare_rows(self, partners) -> list[dict]:
        rows = []
        for label, names in self._get_readable().items():
            values = [
                ", ".join(filter(None, (self._show(partner, name) for name in names)))
                for partner in partners
            ]
            if any(values):
                rows.append(self._prepare_row(label, values, names == ["create_date"]))
        return rows

    @api.model
    def _prepare_row(self, label: str, values: list, plain: bool = False) -> dict:
        given = {fold(value) for value in values if value}
        mark = "" if plain else "differs" if len(given) > 1 else "same"
        alone = sum(map(bool, values)) < 2
        return {
            "label": label,
            "values": values,
            "marks": [mark if value and not alone else "" for value in values],
        }

    @api.model
    def _show(self, partner, name: str) -> str:
        field, value = partner._fields[name], partner[name]
        if name == "is_company":
            kinds = dict(
                partner._fields["company_type"]._description_selection(self.env)
            )
            return kinds["company" if value else "person"]
        if value and field.type == "datetime":
            # the day says enough
            return format_date(self.env, value)
        return self.env["crm.merge.show"]._show(field, partner)

    # -- what they have --------------------------------------------------------

    @api.model
    def _get_counted(self) -> dict[str, tuple[str, str]]:
        """Return the models whose records are counted: label and field. Override."""
        return {
            "project.task": (self.env._("Tasks"), "partner_id"),
            "sale.order": (self.env._("Quotes and orders"), "partner_id"),
            "account.move": (self.env._("Invoices"), "partner_id"),
        }

    @api.model
    def _count_documents(self, partners) -> dict[str, dict[int, int]]:
        """Return how many documents each has of each model that the user reads."""
        everyone = self.env["res.partner"].with_context(active_test=False)
        counts = {
            "res.partner": dict.fromkeys(partners.ids, 0)
            | {
                customer.id: count - 1
                for customer, count in everyone._read_group(
                    [("crm_customer_id", "in", partners.ids)],
                    ["crm_customer_id"],
                    ["__count"],
                )
            }
        }
        for model, (_label, name) in self._get_counted().items():
            if not self.env[model].has_access("read"):
                continue
            found = dict.fromkeys(partners.ids, 0)
            groups = self.env[model]._read_group(
                Domain(name, "any", [("crm_customer_id", "in", partners.ids)]),
                [name],
                ["__count"],
            )
            for partner, count in groups:
                found[partner.crm_customer_id.id] += count
            counts[model] = found
        return counts

    @api.model
    def _prepare_count_rows(self, partners, counts: dict) -> list[dict]:
        labels = {model: label for model, (label, _n) in self._get_counted().items()}
        labels["res.partner"] = self.env._("Contacts and addresses")
        return [
            self._prepare_row(
                labels[model], [str(found[p.id] or "") for p in partners], plain=True
            )
            for model, found in counts.items()
            if any(found[partner.id] for partner in partners)
        ]

    @api.model
    def _choose_kept(self, partners, counts: dict):
        """Return the one that the others go into: most documents, most told, oldest."""
        names = self._get_readable_names()

        def worth(partner):
            told = sum(bool(partner[name]) for name in names)
            documents = sum(found[partner.id] for found in counts.values())
            return documents, told, -partner.id

        return max(partners, key=worth)
