import logging
import os
import threading

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, TransactionCase, new_test_user, tagged

from .common import LEVELS
from .test_hidden_customer import HiddenCustomerMixin
from .walk import Walk

_logger = logging.getLogger(__name__)
# tells every address that the client comes to
TELL = """
    const walked = new Set();
    const tell = (url) => {
        const path = new URL(url, location).pathname;
        if (!walked.has(path)) {
            walked.add(path);
            console.log(`walked: ${path}`);
        }
    };
    tell(location);
    for (const name of ["pushState", "replaceState"]) {
        const original = history[name];
        history[name] = function (state, title, url) {
            tell(url || location);
            return original.apply(this, arguments);
        };
    }
"""
CLICKBOT = TELL + (
    "odoo.loader.modules.get('@web/webclient/clickbot/clickbot_loader')"
    ".startClickEverywhere(undefined, %s);"
)
APPS = (
    "base.group_user",
    "project.group_project_manager",
    "sales_team.group_sale_manager",
    "base.group_partner_manager",
)
# of apps that may be installed beside ours
MORE_APPS = (
    "event.group_event_manager",
    "hr.group_hr_manager",
    "hr_holidays.group_hr_holidays_manager",
    "hr_recruitment.group_hr_recruitment_manager",
    "maintenance.group_equipment_manager",
    "purchase.group_purchase_manager",
    "stock.group_stock_manager",
    "survey.group_survey_manager",
)
# what accounting and the settings bring in, with the level that they imply
MORE = {
    "accountant": ("account.group_account_manager",),
    "administrator": ("base.group_system", "account.group_account_manager"),
}


class WalkMixin(HiddenCustomerMixin):
    """A user per level who has all apps, and customers that some may not see."""

    @classmethod
    def _set_up_walk(cls):
        cls._set_up_hidden_customer()
        cls.closed = cls._create_customer("Kapalı A.Ş.", crm_is_closed=True)
        cls.env["project.task"].create(
            {
                "name": "Kapalı müşterinin görevi",
                "project_id": cls.project.id,
                "partner_id": cls.closed.id,
            }
        )
        cls.quote.action_confirm()
        cls.quote.order_line.qty_delivered = 1
        cls.quote._create_invoices().action_post()
        cls.walkers = {
            level: cls._create_walker(level, f"crm_cubicl.crm_cubicl_group_{level}")
            for level in LEVELS
        }
        cls.walkers |= {
            "none": cls._create_walker("none", crm_level="none"),
            "assigned": cls._create_walker(
                "assigned",
                "crm_cubicl.crm_cubicl_group_delete",
                "crm_cubicl.crm_cubicl_group_assigned",
            ),
            **{
                name: cls._create_walker(name, *groups) for name, groups in MORE.items()
            },
        }

    @classmethod
    def _create_walker(cls, name, *groups, **vals):
        more = [name for name in MORE_APPS if cls.env.ref(name, False)]
        groups = ",".join((*APPS, *more, *groups))
        return new_test_user(cls.env, f"walk_{name}", groups, **vals)


@tagged("post_install", "-at_install")
class TestWalk(WalkMixin, TransactionCase):
    """Every view that a menu leads to opens, whatever the level is."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_walk()

    def setUp(self):
        super().setUp()
        # pages of the website ask the thread which database is served
        thread = threading.current_thread()
        thread.dbname = self.env.cr.dbname
        self.addCleanup(delattr, thread, "dbname")

    def test_every_app_opens_at_every_level(self):
        for name, user in self.walkers.items():
            walk = Walk(self.env, user)
            for action in walk._get_actions():
                self.env.invalidate_all()
                with self.subTest(level=name, action=action.display_name):
                    self._open(walk, action)
            self.assertGreater(len(walk.opened), 40, name)
            _logger.info("%s opened: %s", name, ", ".join(walk.opened))

    def _open(self, walk, action):
        try:
            walk.open_action(action)
        except AccessError as error:
            # core itself shows some accountants a menu whose records it refuses
            if "(res.partner" in str(error):
                self.fail(str(error))


class Listener(logging.Handler):
    """Takes down the addresses that the browser tells."""

    def __init__(self):
        super().__init__()
        self.urls = []

    def emit(self, record):
        _text, found, path = record.getMessage().partition("walked: /")
        if found:
            self.urls.append(f"/{path.strip()}")


@tagged("post_install", "-at_install")
class TestWalkInBrowser(WalkMixin, HttpCase):
    """Core's own robot clicks through all menus as who sees no or few customers."""

    allow_end_on_form = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_walk()
        cls.env["res.users"].search([]).tour_enabled = False
        # core shows accountants this menu and then refuses its records
        menu = cls.env.ref("account_payment.payment_method_menu", False)
        if menu:
            menu.active = False

    def test_robot(self):
        """The apps, as None; with CRM_WALK=all, or levels, all menus and filters.

        That takes four minutes for each level; CRM_WALK_APPS=1 keeps it to the apps.
        """
        names = os.environ.get("CRM_WALK")
        is_short = not names or "CRM_WALK_APPS" in os.environ
        chosen = self.walkers if names == "all" else (names or "none").split(",")
        for name in chosen:
            with self.subTest(level=name):
                urls = self._walk(name, is_short)
                self.assertGreater(len(urls), 5)
                _logger.info("%s walked %s: %s", name, len(urls), " ".join(urls))

    def _walk(self, name, is_short):
        """Return the addresses that the robot came to, without one error."""
        listener = Listener()
        browser = logging.getLogger(f"{self.__module__}.{type(self).__name__}")
        browser.addHandler(listener)
        self.addCleanup(browser.removeHandler, listener)
        # the addresses are told whatever the run itself writes to its log
        self.addCleanup(browser.setLevel, browser.level)
        browser.setLevel(logging.INFO)
        self.browser_js(
            "/odoo",
            CLICKBOT % ("true" if is_short else "false"),
            "odoo.isReady === true",
            login=f"walk_{name}",
            timeout=1800,
            success_signal="clickbot test succeeded",
        )
        return sorted(listener.urls)
