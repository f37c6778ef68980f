from psycopg2 import IntegrityError

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import mute_logger

from ..tools.duplicate_contact import vat_of


class CrmDuplicateBulkLine(models.Model):
    """One customer to be merged into another, and what became of it."""

    _name = "crm.duplicate.bulk.line"
    _description = "Line of a merge of sure duplicates"
    _order = "id"

    bulk_id = fields.Many2one(
        "crm.duplicate.bulk",
        string="List",
        required=True,
        ondelete="cascade",
        index=True,
    )
    # plain numbers: a merge lets whatever names the source name the target
    source_number = fields.Integer(string="Number", required=True, readonly=True)
    source_name = fields.Char(string="Customer", readonly=True)
    target_number = fields.Integer(string="Number of the target", required=True)
    target_name = fields.Char(string="Merged into", readonly=True)
    is_chosen = fields.Boolean(string="Merge", default=True)
    state = fields.Selection(
        [("waiting", "Waiting"), ("merged", "Merged"), ("refused", "Left as it is")],
        default="waiting",
        required=True,
        readonly=True,
    )
    reason = fields.Char(readonly=True)

    @api.constrains("bulk_id")
    def _check_own_bulk(self):
        """Let no line be brought to the list of another, in whose name it would act."""
        # a constraint is checked as the system, which may all
        self.sudo(False).bulk_id.check_access("write")

    def _merge(self) -> None:
        """Merge with the rights of who asked for it; keep the reason when refused."""
        env = self.env(user=self.bulk_id.create_uid, su=False)
        partners = env["res.partner"]
        source = partners.browse(self.source_number).exists()
        target = partners.browse(self.target_number).exists()
        reason = self._get_refusal(source, target)
        try:
            if not reason:
                with self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
                    env["crm.merge"]._merge(source, target)
        except (UserError, AccessError) as refusal:
            self.env.invalidate_all(flush=False)
            reason = str(refusal)
        except IntegrityError as refusal:
            # what the table of an addon forbids; the others are to go on
            self.env.invalidate_all(flush=False)
            reason = refusal.diag.message_primary
        if reason:
            self.write({"state": "refused", "reason": reason})
        else:
            self.state = "merged"

    @api.model
    def _get_refusal(self, source, target) -> str | None:
        """Return why the two are not merged unseen."""
        env = source.env
        if not source or not target:
            return env._("One of the two is not there any more.")
        if not self._is_still_sure(source, target):
            return env._("Since then they are no sure proposal any more.")
        # sudo: res.partner - compared; whether they may be merged is asked then
        numbers = {vat_of(partner.vat or "") for partner in (source + target).sudo()}
        if len(numbers - {""}) > 1:
            # two taxpayers: only somebody can tell which number is wrong
            return env._("They have different tax numbers.")
        return None

    @api.model
    def _is_still_sure(self, source, target) -> bool:
        """Return whether nobody said or wrote anything since that speaks against it."""
        # sudo: res.partner - what is compared; the pair is asked for as the user
        both_sudo = (source + target).sudo()
        both_sudo.filtered("crm_duplicates_stale")._compare_at_once()
        if target.id in self.env["crm.duplicate.decision"]._get_apart(source.id):
            return False
        first, second = sorted(both_sudo.ids)
        pairs = source.env["crm.duplicate.pair"]
        pair = pairs.search(
            pairs._get_open_domain()
            & Domain("partner1_id", "=", first)
            & Domain("partner2_id", "=", second)
        )
        sure = self.env["crm.duplicate.engine"]._get_sure_score()
        return any(score >= sure for score in pair._get_scores().values())
