from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

from ..tools.import_rows import CheckedRow
from .crm_customer_import_match import CHOICES

# more than anyone would go through; the rest is created, and proposed afterwards
MAX_MATCHES = 5000


class CrmCustomerImportAlike(models.AbstractModel):
    """Say before anything is written which rows may be customers who are here."""

    _name = "crm.customer.import.alike"
    _description = "Likely matches of an import"

    match_ids = fields.One2many(
        "crm.customer.import.match", "import_id", string="Likely matches"
    )
    match_count = fields.Integer(string="May be here already", readonly=True)
    create_count = fields.Integer(string="To create", compute="_compute_choice_counts")
    complete_count = fields.Integer(
        string="To complete", compute="_compute_choice_counts"
    )
    skip_count = fields.Integer(string="Left out", compute="_compute_choice_counts")

    @api.depends("match_ids.choice", "new_count", "state")
    def _compute_choice_counts(self):
        for record in self:
            chosen = dict.fromkeys(dict(CHOICES), 0)
            for match in record.match_ids:
                chosen[match.choice] += 1
            record.complete_count = chosen["complete"]
            record.skip_count = chosen["skip"]
            record.create_count = record.new_count - (
                chosen["complete"] + chosen["skip"] if record.state != "done" else 0
            )

    # -- find ------------------------------------------------------------------

    @api.model
    def _prepare_compared(self, row: CheckedRow):
        """Return a row as a partner that is not saved, with what is compared."""
        known = self.env["res.partner"]._get_compared_fields()
        # none is left to be asked its default
        values = {name: row.values.get(name, False) for name in known}
        return self.env["res.partner"].new(values)

    def _keep_matches(self, rows: dict[int, models.BaseModel]) -> None:
        """Find whom the rows may be, and keep it with the choices made before."""
        engine = self.env["crm.duplicate.engine"]
        found = engine._find_rows_alike(rows) if rows else []
        visible = self._get_visible_names({m["id"] for m in found if m["id"] > 0})
        chosen = {
            (match.row, match.partner_id.id, match.earlier_row): match.choice
            for match in self.match_ids
        }
        words = engine._get_reason_words()
        values, told = [], set()
        for match in found:
            if match["row"] in told or not (match["id"] < 0 or match["id"] in visible):
                continue
            told.add(match["row"])
            if len(values) < MAX_MATCHES:
                vals = self._prepare_match_values(match, rows, visible)
                vals["reasons"] = ", ".join(
                    engine._describe_reasons(
                        (r for r in match["reasons"] if r.weight > 0), words
                    )
                )
                place = (vals["row"], vals["partner_id"], vals["earlier_row"])
                values.append(vals | {"choice": chosen.get(place, "create")})
        # sudo: crm.customer.import.match - the check alone says whom a row may be
        self_sudo = self.sudo()
        self_sudo.match_ids = [Command.clear(), *map(Command.create, values)]
        self.match_count = len(told)

    @api.model
    def _get_visible_names(self, ids: set[int]) -> dict[int, str]:
        """Return what the customers that the user may see are called."""
        partners = self.env["res.partner"].search_fetch(
            Domain("id", "in", list(ids)), ["complete_name", "city"]
        )
        return {
            partner.id: " · ".join(filter(None, (partner.complete_name, partner.city)))
            for partner in partners
        }

    @api.model
    def _prepare_match_values(self, match: dict, rows: dict, visible: dict) -> dict:
        earlier = -match["id"] if match["id"] < 0 else 0
        return {
            "row": match["row"],
            "name": rows[match["row"]].name,
            "partner_id": False if earlier else match["id"],
            "earlier_row": earlier,
            "likely_name": self.env._(
                "Row %(row)s: %(name)s", row=earlier, name=rows[earlier].name
            )
            if earlier
            else visible[match["id"]],
            "score": match["score"],
        }

    # -- choose ----------------------------------------------------------------

    def action_create_all(self):
        """Create a customer of every row."""
        return self._choose_for_all("create")

    def action_complete_all(self):
        """Fill in, of every row that may be a customer, what that one has not."""
        return self._choose_for_all("complete")

    def action_skip_all(self):
        """Leave every row out that may be a customer."""
        return self._choose_for_all("skip")

    def _choose_for_all(self, choice: str) -> bool:
        self._start_step("check")
        self.match_ids.choice = choice
        return True

    # -- write -----------------------------------------------------------------

    def _get_targets(self) -> dict:
        """Return, by the rows that are not created, what they complete; or nothing."""
        matches = {match.row: match for match in self.match_ids}
        targets = {}
        for row, match in matches.items():
            if match.choice == "skip":
                targets[row] = None
            elif match.choice == "complete":
                target = match._get_target(matches, row)
                # of a row that is left out nothing is there to be completed
                if target is not None:
                    targets[row] = target
        return targets

    def _complete_customer(self, partner, row: CheckedRow) -> None:
        """Fill in what the customer has no value for."""
        partner = self._get_partners_to_write().browse(partner.id).exists()
        if not partner:
            raise UserError(self.env._("This customer is not there any more."))
        partner.check_access("write")
        values = {}
        for name, value in row.values.items():
            field = partner._fields[name]
            if field.type == "many2many":
                ids = [id_ for command in value for id_ in command[2]]
                values[name] = [Command.link(id_) for id_ in ids]
            elif field.type != "boolean" and not partner[name]:
                values[name] = value
        if values:
            partner.write(values)
