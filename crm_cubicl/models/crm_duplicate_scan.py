from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL

from .crm_duplicate_weights import ESTIMATED_CUT

MANAGE = "crm_cubicl.crm_cubicl_group_manage"
BATCH = 1000
# so few customers are compared while one waits
AT_ONCE = 1000
# all are compared anew when there are so many more, or after so many days
GROWTH = 1.5
DAYS = 30


class CrmDuplicateScan(models.Model):
    """Compare all customers: in the background, in steps that are kept each."""

    _name = "crm.duplicate.scan"
    _description = "Search for all duplicates"
    _order = "id DESC"

    state = fields.Selection(
        [
            ("records", "Reading customers"),
            ("words", "Counting words"),
            ("pairs", "Finding pairs"),
            ("scores", "Comparing pairs"),
            ("done", "Done"),
        ],
        default="records",
        required=True,
        readonly=True,
    )
    # where the step goes on
    place = fields.Integer(default=-1, export_string_translation=False)
    begun_date = fields.Datetime(string="Begun on", readonly=True)
    done_date = fields.Datetime(string="Done on", readonly=True)
    customer_count = fields.Integer(string="Customers", readonly=True)
    work_count = fields.Integer(export_string_translation=False)
    done_count = fields.Integer(export_string_translation=False)
    pair_count = fields.Integer(string="Pairs proposed", readonly=True)

    # -- asking for one --------------------------------------------------------

    @api.model
    def start_scan(self) -> dict:
        """Compare all customers anew, and return how far it is."""
        if not self.env.user.has_group(MANAGE):
            raise AccessError(
                self.env._("Only colleagues with Manage compare all customers anew.")
            )
        # sudo: crm.duplicate.scan - the work of the system on all customers
        self.sudo()._request()
        return self._get_last_state()

    @api.model
    def get_state(self) -> dict:
        """Return how far the last one is, see `_get_last_state`."""
        self.env["crm.duplicate.pair"].check_access("read")
        return self._get_last_state()

    @api.model
    def _get_last_state(self) -> dict:
        """Return {"state", "label", "percent", "date" (UTC) or False}, {} if none."""
        # sudo: crm.duplicate.scan - how far it is, and no customer
        scan_sudo = self.sudo().search([], limit=1)
        if not scan_sudo:
            return {}
        steps = dict(self._fields["state"]._description_selection(self.env))
        return {
            "state": scan_sudo.state,
            "label": steps[scan_sudo.state],
            "percent": scan_sudo._get_percent(),
            "date": fields.Datetime.to_string(scan_sudo.done_date),
        }

    def _get_percent(self) -> int:
        """Return how much is done: a third is reading, two thirds are comparing."""
        share = min(self.done_count / self.work_count, 1) if self.work_count else 0
        begin, part = {
            "records": (0, 30),
            "words": (30, 5),
            "pairs": (35, 0),
            "scores": (45, 55),
            "done": (100, 0),
        }[self.state]
        return round(begin + part * share)

    @api.model
    def _request(self) -> None:
        """Compare all from the beginning; few at once, many in the background."""
        scan = self.search([("state", "!=", "done")], limit=1) or self.create({})
        scan._begin()
        if scan.work_count <= AT_ONCE:
            while scan.state != "done":
                scan._step()
        else:
            self.env.ref("crm_cubicl.crm_duplicate_scan_cron")._trigger()

    @api.model
    def _is_first(self) -> bool:
        """Return whether no search of all was ever finished."""
        return not self.search_count([("state", "=", "done")], limit=1)

    # -- the work --------------------------------------------------------------

    @api.model
    def _cron_scan(self) -> None:
        """Go on with what was begun; begin one where it is time."""
        scan = self.search([("state", "!=", "done")], limit=1)
        if not scan and self._is_due():
            scan = self.create({})
            scan._begin()
        while scan and scan.state != "done":
            scan._step()
            if not self.env["ir.cron"]._commit_progress(
                1, remaining=int(scan.state != "done")
            ):
                return

    @api.model
    def _is_due(self) -> bool:
        last = self.search([("state", "=", "done")], limit=1)
        if not last:
            return True
        long_ago = fields.Datetime.subtract(fields.Datetime.now(), days=DAYS)
        if last.done_date < long_ago:
            return True
        return self._count_customers() > GROWTH * max(last.customer_count, 100)

    @api.model
    def _get_customers_domain(self) -> Domain:
        return Domain("is_crm_customer", "=", True)

    @api.model
    def _count_customers(self) -> int:
        return self.env["res.partner"].search_count(self._get_customers_domain())

    def _begin(self) -> None:
        count = self._count_customers()
        self.write(
            {
                "state": "records",
                "place": -1,
                "begun_date": fields.Datetime.now(),
                "customer_count": count,
                "work_count": count,
                "done_count": 0,
            }
        )

    def _step(self) -> None:
        """Do the next step: some seconds of work, good for a transaction of its own."""
        self.ensure_one()
        engine = self.env["crm.duplicate.engine"]._get_engine()
        if self.state == "scores" and not engine.is_meeting():
            # the tables went with an update of the addon
            self._begin()
        getattr(self, f"_do_{self.state}")(engine)

    def _enter(self, state: str, **values) -> None:
        self.write({"state": state, "place": -1, "done_count": 0} | values)

    def _do_records(self, engine) -> None:
        partners = self.env["res.partner"].search(
            self._get_customers_domain() & Domain("id", ">", self.place),
            order="id",
            limit=BATCH,
        )
        if not partners:
            engine.forget_others(
                SQL("SELECT id FROM res_partner WHERE is_crm_customer AND active")
            )
            self._enter("words", work_count=len(engine.get_index_steps()))
            return
        self.env["crm.duplicate.decision"]._forget_outdated(partners)
        self.env["crm.duplicate.engine"]._put_duplicates(partners)
        partners._mark_compared()
        self.place = partners[-1].id
        self.done_count += len(partners)
        partners.invalidate_recordset()

    def _do_words(self, engine) -> None:
        engine.get_index_steps()[self.done_count]()
        self.done_count += 1
        if self.done_count == self.work_count:
            self._enter("pairs", work_count=1)

    def _do_pairs(self, engine) -> None:
        weights = self.env["crm.duplicate.engine"]._get_weights()
        self._enter("scores", work_count=engine.meet(weights))

    def _do_scores(self, engine) -> None:
        weights = self.env["crm.duplicate.engine"]._get_weights()
        last = engine.score_next(self.place, weights, with_patterns=True)
        if last is not None:
            self.place = last
            self.done_count = engine.count_scored(last)
            return
        self._finish(engine)

    def _finish(self, engine) -> None:
        """Let what was found be the proposals."""
        engine.finish_patterns()
        self.env["ir.config_parameter"].set_param(ESTIMATED_CUT, engine.estimate_cut())
        cut = self.env["crm.duplicate.engine"]._get_cut()
        pairs = self.env["crm.duplicate.pair"]
        pairs._take_over(engine.tables.found, cut, self.begun_date)
        engine.forget_pairs()
        self._enter(
            "done",
            work_count=0,
            done_date=fields.Datetime.now(),
            pair_count=pairs.search_count([]),
        )

    @api.autovacuum
    def _gc_scans(self):
        """Keep the last ten."""
        done = self.search([("state", "=", "done")], offset=10)
        done.unlink()
