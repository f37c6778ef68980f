from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools.merge_plan import Clash, Plan, Step
from ..tools.merge_reference import CAN_CLASH, collision_query, count_query
from ..tools.reported_entries import REPORTED

# the bookkeeping of a row: no two rows have it in common
BOOKKEEPING = {"id", "create_uid", "create_date", "write_uid", "write_date"}


class CrmMergePlan(models.AbstractModel):
    """What a merge of two partners will do, found out without doing it."""

    _name = "crm.merge.plan"
    _description = "Plan of a merge"

    @api.model
    def _get_plan(self, source, target) -> Plan:
        """Return what moves from the source to the target, and what clashes or forbids.

        Counts all rows, also those that the user may not read: they move as well.
        """
        self.env.flush_all()
        refusals = self._get_refusals(source, target)
        if refusals:
            return Plan(refusals=refusals)
        references = self.env["crm.merge.catalogue"]._get_references("res.partner")
        rows = self.env.execute_query(
            count_query(
                references,
                "res.partner",
                (source.id, target.id),
                ("res_partner", source.id),
            )
        )
        steps = [Step(references[number], *counts) for number, counts in rows]
        clashes = [
            clash for step in steps for clash in self._get_clashes(step, source, target)
        ]
        return Plan(
            steps=steps,
            clashes=clashes,
            rewritings=self.env["crm.merge"]._get_rewritings(source, target),
            balances=self._get_sums(source + target),
        )

    # -- what clashes ----------------------------------------------------------

    @api.model
    def _get_clashes(self, step: Step, source, target) -> list[Clash]:
        """Return the rows that would break a unique index, with what they say."""
        reference = step.reference
        if not (step.source and step.target):
            return []
        if reference.kind not in CAN_CLASH:
            return []
        if (reference.table, reference.column) in self._get_columns_with_room():
            return []
        found = {}
        for index in reference.unique:
            query = collision_query(
                reference, index, "res.partner", {source.id: target.id}
            )
            for _old, theirs, ours in self.env.execute_query(query):
                key = theirs.get("id") or str(sorted(theirs.items()))
                found.setdefault(key, self._get_clash(reference, theirs, ours))
        return list(found.values())

    @api.model
    def _get_columns_with_room(self) -> set[tuple[str, str]]:
        """Return the columns whose rows are mended before they move, so none clashes.

        Override to add what `_make_room` is extended for.
        """
        return {
            ("crm_customer_folder", "customer_id"),
            ("crm_customer_stage_log", "customer_id"),
        }

    @api.model
    def _get_clash(self, reference, theirs: dict, ours: dict) -> Clash:
        ignored = BOOKKEEPING | {reference.column} | self._get_derived(reference.owner)
        differing = tuple(
            name
            for name in theirs
            if name not in ignored
            and theirs[name] != ours[name]
            and not self._is_as_computed(reference.owner, name, theirs)
        )
        return Clash(reference, theirs, ours, differing)

    @api.model
    def _is_as_computed(self, owner: str, name: str, row: dict) -> bool:
        """Return whether a value that users may change is still the proposed one."""
        field = owner and self.env[owner]._fields.get(name)
        if not field or not field.compute:
            return False
        record = self.env[owner].browse(row["id"])
        given = {
            other.name: record[other.name]
            for other in record._fields.values()
            if other.store and other.column_type and not other.compute
        }
        return record.new(given)[name] == record[name]

    @api.model
    def _get_derived(self, owner: str) -> set[str]:
        """Return the columns that say nothing of their own, or nothing that is lost."""
        if not owner:
            return set()
        model = self.env[owner]
        derived = {
            field.name
            for field in model._fields.values()
            if field.store and field.compute and field.readonly
        }
        return derived | self._get_of_no_matter().get(owner, set())

    @api.model
    def _get_of_no_matter(self) -> dict[str, set[str]]:
        """Return the columns whose difference no user would miss. Override to add."""
        return {
            "mail.notification": {
                "is_read",
                "read_date",
                "notification_status",
                "mail_mail_id",
            },
            "discuss.channel.member": {
                "seen_message_id",
                "fetched_message_id",
                "new_message_separator",
                "last_interest_dt",
                "last_seen_dt",
                "unpin_dt",
            },
            # who was there when: pages that were seen are joined
            "website.visitor": {
                "country_id",
                "lang_id",
                "last_connection_datetime",
                "timezone",
                "visit_count",
                "website_id",
            },
        }

    # -- what forbids it -------------------------------------------------------

    @api.model
    def _get_refusals(self, source, target) -> list[str]:
        """Return why the two cannot be one, in the user's words. Override to add."""
        both = source + target
        if len(both.exists()) < 2 or source == target:
            return [self.env._("Choose two different records that are still there.")]
        reasons = [
            self._refuse_colleagues(source),
            self._refuse_kinds(source, target),
            self._refuse_family(source, target),
            self._refuse_companies(source, target),
            self._refuse_sealed(source),
        ]
        return [reason for reason in reasons if reason]

    @api.model
    def _refuse_colleagues(self, source) -> str | None:
        users = source.with_context(active_test=False).user_ids
        companies = self.env["res.company"].with_context(active_test=False)
        if companies.search_count([("partner_id", "=", source.id)], limit=1):
            return self.env._("%s is a company of your own.", source.display_name)
        if users.filtered(lambda user: not user.share):
            return self.env._(
                "%s is a colleague who works in Odoo. Archive the user instead.",
                source.display_name,
            )
        return None

    @api.model
    def _refuse_kinds(self, source, target) -> str | None:
        """A company's documents name it as their company too; a contact's do not."""
        if (source.commercial_partner_id == source) == (
            target.commercial_partner_id == target
        ):
            return None
        return self.env._(
            "One of the two stands for itself and the other is a contact of a company. "
            "Attach the one to the other instead."
        )

    @api.model
    def _refuse_family(self, source, target) -> str | None:
        above = self.env["res.partner"].with_context(active_test=False)
        for one, other in ((source, target), (target, source)):
            if above.search_count(
                Domain("id", "parent_of", one.ids) & Domain("id", "=", other.id),
                limit=1,
            ):
                return self.env._(
                    "%(contact)s is a contact of %(customer)s. A contact cannot be "
                    "merged with its own company.",
                    contact=one.display_name,
                    customer=other.display_name,
                )
        return None

    @api.model
    def _refuse_companies(self, source, target) -> str | None:
        if not target.company_id or source.company_id == target.company_id:
            return None
        return self.env._(
            "%(target)s belongs to %(company)s alone, %(name)s does not. Let both "
            "belong to the same company first.",
            target=target.display_name,
            company=target.company_id.name,
            name=source.display_name,
        )

    @api.model
    def _refuse_sealed(self, source) -> str | None:
        """Name the entries whose partner the law does not let anybody change."""
        moves = self._get_sealed_moves(source)
        if not moves:
            return None
        names = ", ".join(moves[:5].mapped("display_name"))
        more = len(moves) - 5
        return self.env._(
            "These entries of %(name)s are sealed, reported or in a closed period, and "
            "must keep their customer: %(names)s. %(advice)s",
            name=source.display_name,
            names=self.env._("%(names)s and %(count)s more", names=names, count=more)
            if more > 0
            else names,
            advice=self._get_sealed_advice(source),
        )

    @api.model
    def _get_sealed_advice(self, source) -> str:
        """Return what can be done instead, in a sentence."""
        return self.env._(
            "Merge the other way round, let it stay a customer with the other as its "
            "parent customer, or archive it."
        )

    @api.model
    def _get_sealed_moves(self, source):
        moves = self.env["account.move"].with_context(active_test=False)
        own = (
            Domain("line_ids.partner_id", "=", source.id)
            | Domain("partner_id", "=", source.id)
            | Domain("commercial_partner_id", "=", source.id)
        )
        sealed = Domain("inalterable_hash", "!=", False) | self._get_reported_domain()
        posted = Domain("state", "=", "posted")
        groups = moves._read_group(
            own & posted, ["company_id", "journal_id"], ["date:min"]
        )
        for company, journal, first in groups:
            lock = company._get_user_fiscal_lock_date(journal)
            if first <= lock:
                sealed |= (
                    posted
                    & Domain("journal_id", "=", journal.id)
                    & Domain("date", "<=", lock)
                )
        return moves.search(own & sealed, order="date, id")

    @api.model
    def _get_reported_domain(self) -> Domain:
        """Return which entries were told to the authorities. Override to add."""
        moves = self.env["account.move"]
        fields = {
            path: states
            for addon in REPORTED.values()
            for path, states in addon.items()
            if path.split(".")[0] in moves._fields
        }
        return Domain.OR(
            Domain(path, "in", states) if states else Domain(path, "!=", False)
            for path, states in fields.items()
        )

    # -- what must be the same afterwards ---------------------------------------

    @api.model
    def _get_sums(self, partners) -> dict:
        """Return the ledger of the partners together, to the cent."""
        rows = self.env.execute_query(
            SQL(
                "SELECT company_id, account_id, currency_id, count(*), sum(balance),"
                " sum(amount_currency), sum(amount_residual)"
                " FROM account_move_line WHERE partner_id IN %s GROUP BY 1, 2, 3",
                tuple(partners.ids),
            )
        )
        return {row[:3]: row[3:] for row in rows}
