import hashlib
import json
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import NO_ACCESS, Domain
from odoo.tools import SQL

# so long a decision outlives a customer that is gone: a merge can be taken back
KEPT_DAYS = 400


class CrmDuplicateDecision(models.Model):
    """Two customers that somebody said are not the same.

    It holds until something changes of what is compared of one of them. Customers are
    plain numbers here, so that a merge moves nothing and may be taken back.
    """

    _name = "crm.duplicate.decision"
    _description = "Customers that are not the same"
    _order = "id DESC"

    number1 = fields.Integer(string="First number", required=True)
    number2 = fields.Integer(string="Second number", required=True, index=True)
    # what was compared of each, to notice when it changes
    facts1 = fields.Char(
        required=True, groups=NO_ACCESS, export_string_translation=False
    )
    facts2 = fields.Char(
        required=True, groups=NO_ACCESS, export_string_translation=False
    )
    bits = fields.Float(export_string_translation=False)
    user_id = fields.Many2one("res.users", string="Decided by", required=True)
    name1 = fields.Char(string="Customer", compute="_compute_names")
    name2 = fields.Char(string="Is not", compute="_compute_names")

    _pair_unique = models.UniqueIndex(
        "(number1, number2)", "It was said already that these two are not the same."
    )

    @api.depends("number1", "number2")
    @api.depends_context("uid", "lang")
    def _compute_names(self):
        numbers = {*self.mapped("number1"), *self.mapped("number2")}
        partners = self.env["res.partner"].browse(numbers).exists()
        seen = partners._filtered_access("read")
        names = {partner.id: partner.display_name for partner in seen}
        for decision in self:
            decision.name1 = names.get(decision.number1, "•••")
            decision.name2 = names.get(decision.number2, "•••")

    @api.model
    def _get_facts(self, partner) -> str:
        """Return a short mark of all that is compared of a customer."""
        values = self.env["crm.duplicate.engine"]._get_duplicate_values(partner)
        told = json.dumps(values, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(told.encode()).hexdigest()[:32]

    @api.model
    def _get_decisions(self, pairs):
        """Return what was decided on these pairs."""
        return self.search(
            Domain.OR(
                Domain("number1", "=", pair.partner1_id.id)
                & Domain("number2", "=", pair.partner2_id.id)
                for pair in pairs
            )
        )

    @api.model
    def _get_apart(self, number: int) -> set[int]:
        """Return whom a customer is known not to be."""
        rows = self.env.execute_query(
            SQL(
                "SELECT number1, number2 FROM crm_duplicate_decision"
                " WHERE number1 = %(number)s OR number2 = %(number)s",
                number=number,
            )
        )
        return {other for row in rows for other in row} - {number}

    @api.model
    def _forget_outdated(self, partners) -> None:
        """Let go of what was decided before one of these customers changed."""
        if not partners:
            return
        ids = tuple(partners.ids)
        self.env.flush_all()
        touched = self.env.execute_query(
            SQL(
                "SELECT id, number1, facts1 FROM crm_duplicate_decision"
                " WHERE number1 IN %(ids)s UNION ALL"
                " SELECT id, number2, facts2 FROM crm_duplicate_decision"
                " WHERE number2 IN %(ids)s",
                ids=ids,
            )
        )
        outdated = {
            id_
            for id_, number, facts in touched
            if self._get_facts(partners.browse(number)) != facts
        }
        self.browse(outdated).unlink()

    @api.autovacuum
    def _gc_decisions(self):
        """Forget decisions of customers that are long gone."""
        limit = fields.Datetime.now() - timedelta(days=KEPT_DAYS)
        self.env.cr.execute(
            SQL(
                "DELETE FROM crm_duplicate_decision d WHERE create_date < %s AND ("
                " NOT EXISTS (SELECT FROM res_partner p WHERE p.id = d.number1) OR"
                " NOT EXISTS (SELECT FROM res_partner p WHERE p.id = d.number2))",
                limit,
            )
        )

    def action_propose_again(self):
        """Compare the two anew."""
        numbers = {*self.mapped("number1"), *self.mapped("number2")}
        self.check_access("unlink")
        self.unlink()
        partners = self.env["res.partner"].browse(numbers)
        partners._compare_at_once()
