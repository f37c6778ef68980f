from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools.duplicate_cut import probability

EDIT = "crm_cubicl.crm_cubicl_group_edit"
LATER_DAYS = 7


class CrmDuplicatePair(models.Model):
    """Two customers that may be one, as they are known now; read by who sees both.

    Written by the search alone: made of what customers say, and made anew with them.
    """

    _name = "crm.duplicate.pair"
    _inherit = ["crm.duplicate.page"]
    _description = "Customers that may be the same"
    _order = "bits DESC, id"
    _crm_customer_rule_field = ("partner1_id", "partner2_id")

    partner1_id = fields.Many2one(
        "res.partner", string="Customer", required=True, ondelete="cascade"
    )
    partner2_id = fields.Many2one(
        "res.partner",
        string="Other customer",
        required=True,
        ondelete="cascade",
        index=True,
    )
    bits = fields.Float(required=True, export_string_translation=False)
    later_until = fields.Date(string="Put off until")

    _pair_unique = models.UniqueIndex("(partner1_id, partner2_id)")
    _bits_idx = models.Index("(bits DESC, id)")
    _order_check = models.Constraint("CHECK (partner1_id < partner2_id)")

    # -- written by the search -------------------------------------------------

    @api.model
    def _put_pairs(self, ids: list[int], found: list[tuple[int, int, float]]) -> None:
        """Let these be all the pairs of some customers: two statements."""
        given = SQL(
            "(SELECT * FROM unnest(%s::int[], %s::int[], %s::float8[]))",
            *([pair[place] for pair in found] for place in range(3)),
        )
        whose = SQL(
            "(partner1_id = ANY(%(ids)s) OR partner2_id = ANY(%(ids)s))", ids=ids
        )
        self._replace(given, whose, SQL("TRUE"))

    @api.model
    def _take_over(self, found: SQL, cut: float, begun) -> None:
        """Let the pairs of a search of all be the ones there are.

        What was compared since it began is newer, and stays.

        :param found: the table of (id1, id2, bits)
        """
        given = SQL("(SELECT id1, id2, bits FROM %s WHERE bits >= %s)", found, cut)
        self._replace(given, SQL("TRUE"), SQL("p.write_date < %s", begun))

    @api.model
    def _replace(self, found: SQL, whose: SQL, older: SQL) -> None:
        """Put pairs in the place of those there are, as far as they may be replaced."""
        found = self._get_proposable(found)
        self.env.cr.execute(
            SQL(
                "DELETE FROM crm_duplicate_pair p WHERE %s AND %s"
                " AND (partner1_id, partner2_id) NOT IN (SELECT id1, id2 FROM %s f)",
                whose,
                older,
                found,
            )
        )
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO crm_duplicate_pair AS p (
                    partner1_id, partner2_id, bits,
                    create_uid, create_date, write_uid, write_date)
                SELECT id1, id2, bits, %(uid)s, now() AT TIME ZONE 'UTC',
                       %(uid)s, now() AT TIME ZONE 'UTC'
                  FROM %(found)s AS f
                ON CONFLICT (partner1_id, partner2_id) DO UPDATE
                   SET bits = EXCLUDED.bits, write_date = EXCLUDED.write_date
                 WHERE %(older)s
                """,
                found=found,
                uid=self.env.uid,
                older=older,
            )
        )
        self.invalidate_model(flush=False)

    @api.model
    def _get_proposable(self, found: SQL) -> SQL:
        """Return those pairs that are no answered question.

        Neither known not to be the same, nor one above the other in a holding, nor of
        two companies that share nothing.
        """
        return SQL(
            """(
            SELECT f.id1, f.id2, f.bits
              FROM %(found)s AS f (id1, id2, bits)
              JOIN res_partner a ON a.id = f.id1
              JOIN res_partner b ON b.id = f.id2
             WHERE a.is_crm_customer AND a.active
               AND b.is_crm_customer AND b.active
               AND a.crm_parent_id IS DISTINCT FROM b.id
               AND b.crm_parent_id IS DISTINCT FROM a.id
               AND (a.company_id = b.company_id) IS NOT FALSE
               AND NOT EXISTS (
                   SELECT FROM crm_duplicate_decision d
                    WHERE d.number1 = f.id1 AND d.number2 = f.id2))""",
            found=found,
        )

    # -- decided by people -----------------------------------------------------

    @api.model
    def _get_open_domain(self) -> Domain:
        """Return the domain of what is to be looked at now."""
        today = fields.Date.context_today(self)
        return Domain("later_until", "=", False) | Domain("later_until", "<=", today)

    def _check_may_decide(self) -> None:
        if not self.env.user.has_group(EDIT):
            raise AccessError(
                self.env._(
                    "What is the same customer is decided by colleagues who may "
                    "change customers."
                )
            )
        if len(self.exists()) < len(self):
            raise UserError(
                self.env._("Somebody has decided on this already. Open the page again.")
            )
        self.check_access("read")
        (self.partner1_id | self.partner2_id).check_access("write")

    def keep_apart(self) -> list[int]:
        """Remember that these are not the same, and return the decisions' ids."""
        self._check_may_decide()
        # sudo: crm.duplicate.decision - checked above; written by nobody else
        decisions_sudo = self.env["crm.duplicate.decision"].sudo()
        # a search of all that was under way can bring back what was answered meanwhile
        decisions_sudo._get_decisions(self).unlink()
        made = decisions_sudo.create(
            [
                {
                    "number1": pair.partner1_id.id,
                    "number2": pair.partner2_id.id,
                    "facts1": decisions_sudo._get_facts(pair.partner1_id.sudo()),
                    "facts2": decisions_sudo._get_facts(pair.partner2_id.sudo()),
                    "bits": pair.bits,
                    "user_id": self.env.uid,
                }
                for pair in self
            ]
        )
        # sudo: crm.duplicate.pair - checked above
        self.sudo().unlink()
        return made.ids

    @api.model
    def propose_again(self, decision_ids: list[int]) -> None:
        """Take back one's own decision that customers are not the same."""
        given = decision_ids if isinstance(decision_ids, list) else [None]
        if not all(isinstance(id_, int) for id_ in given):
            raise UserError(
                self.env._("Somebody has decided on this already. Open the page again.")
            )
        # sudo: crm.duplicate.decision - only one's own, or with the right to all
        decisions_sudo = self.env["crm.duplicate.decision"].sudo()
        decisions_sudo = decisions_sudo.browse(decision_ids).exists()
        if decisions_sudo.user_id - self.env.user:
            decisions_sudo.with_env(self.env).check_access("unlink")
        decisions_sudo.action_propose_again()

    def put_off(self, days: int = LATER_DAYS) -> None:
        """Ask again after some days; 0 asks at once."""
        self._check_may_decide()
        if not isinstance(days, int) or not 0 <= days <= 365:
            raise UserError(self.env._("Put it off by up to 365 days."))
        until = days and fields.Date.context_today(self) + timedelta(days=days)
        # sudo: crm.duplicate.pair - checked above
        self.sudo().later_until = until

    def _get_scores(self) -> dict[int, float]:
        """Return how likely each is one customer, by pair."""
        cut = self.env["crm.duplicate.engine"]._get_cut()
        return {pair.id: probability(pair.bits, cut) for pair in self}
