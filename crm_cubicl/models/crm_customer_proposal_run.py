from odoo import api, models
from odoo.fields import Command, Domain
from odoo.tools import SQL

BATCH = 2000
# so many are done while one waits; more go on in the background
AT_ONCE = 500


class CrmCustomerProposalRun(models.AbstractModel):
    """Find partners that may be customers, mark them in batches, and undo it."""

    _name = "crm.customer.proposal.run"
    _description = "Work of making customers"

    # -- find ------------------------------------------------------------------

    def _find_candidates(self) -> None:
        """Write a line for each partner that may be a customer, in one query.

        Never companies of one's own, internal users or who shops without a name. Who
        was left out before is proposed without a tick.
        """
        self.ensure_one()
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "DELETE FROM crm_customer_proposal_line WHERE proposal_id = %s", self.id
            )
        )
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO crm_customer_proposal_line (
                    proposal_id, partner_id, has_invoice, has_quote, has_task,
                    is_supplier, is_archived, is_chosen,
                    create_uid, create_date, write_uid, write_date)
                SELECT %(proposal)s, p.id, bool_or(source = 'invoice'),
                    bool_or(source = 'quote'), bool_or(source = 'task'),
                    bool_or(source = 'supplier'), p.active IS NOT TRUE,
                    NOT EXISTS (
                        SELECT FROM crm_customer_proposal_line earlier
                        JOIN crm_customer_proposal run ON run.id = earlier.proposal_id
                        WHERE earlier.partner_id = p.id
                        AND run.state != 'draft' AND earlier.is_chosen IS NOT TRUE),
                    %(uid)s, now() AT TIME ZONE 'UTC', %(uid)s, now() AT TIME ZONE 'UTC'
                FROM (%(sources)s) AS named
                JOIN res_partner p ON p.id = named.root
                WHERE p.is_crm_customer IS NOT TRUE
                AND (p.company_id IS NULL OR p.company_id IN %(companies)s)
                AND p.id NOT IN (%(excluded)s)
                GROUP BY p.id
                """,
                proposal=self.id,
                uid=self.env.uid,
                sources=self._get_sources_sql(),
                companies=tuple(self.env.companies.ids) or (0,),
                excluded=self.env["res.partner"]._get_never_customers_sql(),
            )
        )
        self.env.invalidate_all(flush=False)

    @api.model
    def _get_sources_sql(self) -> SQL:
        """Return the query for ``(root, source)``: who has what, contacts lifted."""
        ranked = "SELECT commercial_partner_id AS root, %s AS source FROM res_partner"
        named = (
            "SELECT p.commercial_partner_id, %s FROM %s t"
            " JOIN res_partner p ON p.id = t.partner_id WHERE %s"
        )
        return SQL(" UNION ALL ").join(
            [
                SQL(f"{ranked} WHERE customer_rank > 0", "invoice"),
                SQL(f"{ranked} WHERE supplier_rank > 0", "supplier"),
                SQL(
                    named,
                    "quote",
                    SQL.identifier("sale_order"),
                    SQL("t.state != 'cancel'"),
                ),
                SQL(named, "task", SQL.identifier("project_task"), SQL("TRUE")),
            ]
        )

    # -- work ------------------------------------------------------------------

    @api.model
    def _done_domain(self) -> Domain:
        return Domain("done_at", "!=", False)

    def _start(self, state: str, domain: Domain) -> None:
        """Begin the work; a little is done at once, much in the background."""
        # sudo: crm.customer.proposal - the state of the work is no input
        proposal_sudo = self.sudo()
        proposal_sudo.write(
            {
                "state": state,
                "done_count": 0,
                "work_count": self.line_ids.search_count(domain),
            }
        )
        proposal_sudo.activity_ids.action_feedback()
        if proposal_sudo.work_count <= AT_ONCE:
            while proposal_sudo._work_batch():
                continue
        else:
            # sudo: ir.cron - who manages customers is no administrator
            self.env.ref("crm_cubicl.crm_customer_proposal_cron").sudo()._trigger()

    @api.model
    def _cron_work(self) -> None:
        """Work on what was begun, batch by batch, each kept as soon as it is done."""
        for proposal in self.search([("state", "in", ("running", "undoing"))]):
            while done := proposal._work_batch():
                proposal._tell_progress()
                remaining = max(proposal.work_count - proposal.done_count, 0)
                if not self.env["ir.cron"]._commit_progress(done, remaining=remaining):
                    return
            proposal._tell_progress()

    def _tell_progress(self) -> None:
        """Let the open page of who began it show how far it is."""
        self.write_uid._bus_send("crm_progress", {"model": self._name, "id": self.id})

    def _work_batch(self) -> int:
        """Do the next batch and return its size; with nothing left, it is done."""
        is_undo = self.state == "undoing"
        domain = self._get_undo_domain() if is_undo else self._get_rest_domain()
        lines = self.line_ids.search(domain, order="id", limit=BATCH)
        if not lines:
            self.state = "undone" if is_undo else "done"
            return 0
        if is_undo:
            self._undo_lines(lines)
        else:
            self._do_lines(lines)
        self.done_count += len(lines)
        return len(lines)

    def _get_rest_domain(self) -> Domain:
        return self._get_chosen_domain() & ~self._done_domain()

    def _get_undo_domain(self) -> Domain:
        return Domain("proposal_id", "=", self.id) & self._done_domain()

    def _do_lines(self, lines) -> None:
        partners = lines.partner_id._filter_qualifiable()
        partners._mark_as_customers()
        suppliers = lines.filtered(lambda line: line._is_supplier_only()).partner_id
        for relation, those in (
            (self.relation_id, partners - suppliers),
            (self.supplier_relation_id, partners & suppliers),
        ):
            if relation:
                self._set_relation(those, relation)
        self._stamp(lines.filtered(lambda line: line.partner_id in partners))
        # became somebody's user or a customer meanwhile: nothing to do any more
        skipped = lines.filtered(lambda line: line.partner_id not in partners)
        skipped.is_chosen = False

    def _undo_lines(self, lines) -> None:
        """Take the mark off; what somebody has changed since stays a customer."""
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                "SELECT l.id FROM crm_customer_proposal_line l"
                " JOIN res_partner p ON p.id = l.partner_id"
                " WHERE l.id IN %s AND p.is_crm_customer"
                " AND p.write_date <= l.done_at",
                tuple(lines.ids),
            )
        )
        unchanged = lines.browse(row[0] for row in rows)
        partners = unchanged.partner_id
        for relation in self.relation_id | self.supplier_relation_id:
            self._set_relation(partners, relation, undo=True)
        partners._mark_as_customers(False)
        self.kept_count += len(lines - unchanged)
        lines.done_at = False

    @api.model
    def _set_relation(self, partners, relation, undo: bool = False) -> None:
        """Give a relation to who has none, or take it from who has it."""
        partners = partners.with_context(active_test=False, tracking_disable=True)
        value = relation.id if undo else False
        those = partners.search(
            Domain("id", "in", partners.ids) & Domain("crm_relation_ids", "=", value)
        )
        command = Command.unlink if undo else Command.link
        those.write({"crm_relation_ids": [command(relation.id)]})

    @api.model
    def _stamp(self, lines) -> None:
        """Keep when it was done, to the same microsecond as the partners' own stamp."""
        if lines:
            self.env.flush_all()
            self.env.cr.execute(
                SQL(
                    "UPDATE crm_customer_proposal_line"
                    " SET done_at = now() AT TIME ZONE 'UTC' WHERE id IN %s",
                    tuple(lines.ids),
                )
            )
            lines.invalidate_recordset(["done_at"], flush=False)
