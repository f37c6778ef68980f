"""`make test`: lint, pytest with browser tours, Odoo's own checks, one closing line."""

import os
import re
import shlex
import subprocess
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass
from pathlib import Path

from . import addons, databases, launcher, linting, postgres, setup
from .common import LOGS, ROOT, Failure, die_with_parent, free_port, on_ci, say, step
from .lock import exclusive
from .warnings_of_core import complaints

LINT_TESTS = ",".join(
    f"/test_lint:{name}"
    for name in (
        "ManifestLinter",
        "RoutesLinter",
        "TestDunderinit",
        "TestI18n",
        "TestIndex",
        "TestJsTranslations",
        "TestLintOverrideSignatures",
        "TestNaming",
        "TestOnchangeDomains",
    )
)
TESTS_OF_ODOO = re.compile(r"error\(s\) of (\d+) tests")
NOTHING_COLLECTED = 5


@dataclass
class Outcome:
    """How many tests passed, failed and were skipped."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other):
        return Outcome(
            self.passed + other.passed,
            self.failed + other.failed,
            self.skipped + other.skipped,
        )

    def __str__(self) -> str:
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"

    @property
    def is_good(self) -> bool:
        # on CI a skipped tour or PDF test would hide what is broken
        return self.passed > 0 and not self.failed and not (on_ci() and self.skipped)


def test() -> int:
    """Run everything; with TESTS only what it names, by pytest alone."""
    try:
        outcome = _run(shlex.split(os.environ.get("TESTS", "")))
    finally:
        # a CI waits for every process that it started
        if on_ci():
            postgres.stop()
    if on_ci() and outcome.skipped:
        say("Skipped tests fail the run on CI.")
    say(f"{outcome}")
    return 0 if outcome.is_good else 1


def _run(chosen: list[str]) -> Outcome:
    with exclusive("setup"):
        setup.prepare()
        core, template = databases.core_template(), databases.addons_template()
    if chosen:
        return _pytest(core, template, chosen)
    lint_failure = _lint()
    outcome = _pytest(core, template, chosen) + _odoo_checks(template)
    if lint_failure:
        say(lint_failure)
        outcome.failed += 1
    return outcome


def _lint() -> str:
    try:
        linting.lint()
    except Failure as failure:
        return str(failure)
    return ""


def _pytest(core: str, template: str, chosen: list[str]) -> Outcome:
    """Run pytest on a clone of the addons database."""
    environment = launcher.environment() | {
        # tests that start Odoo themselves copy these
        "CRM_CORE_DATABASE": core,
        "CRM_ADDONS_DATABASE": template,
        "CRM_ODOO_CONFIG": str(launcher.CONFIG),
    }
    report = LOGS / f"pytest-{os.getpid()}.xml"
    with databases.clone("test", template) as database:
        code = subprocess.run(
            _pytest_command(database, report, chosen),
            cwd=ROOT,
            env=environment,
            stdin=None if chosen else subprocess.DEVNULL,
            preexec_fn=die_with_parent,
        ).returncode
        _drop_worker_databases(database)
    outcome = _outcome(report)
    report.unlink(missing_ok=True)
    if code == NOTHING_COLLECTED:
        say("No test was collected.")
    if code and not outcome.failed:
        outcome.failed = 1
    return outcome


def _pytest_command(database: str, report: Path, chosen: list[str]) -> list[str]:
    workers = os.environ.get("WORKERS", "1" if chosen else "2")
    parallel = (
        ["-n", workers, "--dist=loadscope", "--no-loadscope-reorder"]
        if workers not in {"0", "1"}
        else []
    )
    return [
        str(launcher.PYTHON),
        "-m",
        "pytest",
        "-p",
        "no:cacheprovider",
        "-q",
        "--odoo-http",
        f"--odoo-config={launcher.CONFIG}",
        f"--odoo-addons-path={ROOT}",
        f"--odoo-database={database}",
        "--odoo-log-level=warn",
        f"--junitxml={report}",
        "-o",
        "junit_family=xunit2",
        *parallel,
        *(chosen or _test_folders()),
    ]


def _test_folders() -> list[str]:
    """Return where the tests are: first the few that take long, each by itself.

    At the end they would keep one process busy while the others have nothing to do.
    """
    folders = [f"{addon}/tests" for addon in addons.names()]
    return ["tests", *(folder for folder in folders if (ROOT / folder).is_dir())]


def _outcome(report: Path) -> Outcome:
    """Count the test functions of a report; their sub-tests belong to them."""
    if not report.is_file():
        return Outcome(failed=1)
    total = Outcome()
    for case in ElementTree.parse(report).getroot().iter("testcase"):
        states = {child.tag for child in case}
        bad = bool(states & {"failure", "error"})
        skipped = not bad and "skipped" in states
        total += Outcome(not bad and not skipped, bad, skipped)
    return total


def _odoo_checks(template: str) -> Outcome:
    """Run Odoo's own checks over our addons."""
    with step("Odoo's own checks (test_lint)"), databases.clone("test", template) as it:
        try:
            log = launcher.batch(
                it,
                "-u",
                "test_lint",
                f"--test-tags={LINT_TESTS}",
                # tests start the HTTP server all the same; `make run` may be running
                f"--http-port={free_port()}",
                log="test_lint",
                failure="Odoo's own checks failed",
            )
        except Failure as failure:
            log = LOGS / "test_lint.log"
            say(str(failure))
    text = log.read_text(encoding="utf-8", errors="replace")
    lines = complaints(text)
    if lines:
        say("\n".join(lines))
    total = [int(number) for number in TESTS_OF_ODOO.findall(text)]
    return Outcome(
        passed=max(total[-1] - len(lines), 0) if total else 0,
        failed=bool(lines) or not total,
    )


def _drop_worker_databases(database: str) -> None:
    for name in databases.names():
        if name.startswith(f"{database}-"):
            databases.drop(name)
