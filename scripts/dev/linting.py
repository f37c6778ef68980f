"""`make lint`: every check that needs no database."""

import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from . import addons, launcher, odoo_source
from .common import ROOT, Failure, say
from .virtualenv import VENV

CODE = ("scripts", "tests", "conftest.py", "setup.py")
AT_ONCE = 2
# Odoo's own pylint plug-ins, as its test_lint module runs them
ODOO_CHECKS = (
    "used-before-assignment,undefined-variable,eval-used,unreachable,"
    "function-redefined,sql-injection,missing-gettext,gettext-variable,"
    "gettext-placeholders,gettext-repr,raise-unlink-override"
)
ODOO_PLUGINS = (
    "_pylint_path_setup,pylint.extensions.bad_builtin,_odoo_checker_sql_injection,"
    "_odoo_checker_gettext,_odoo_checker_unlink_override"
)


def lint() -> int:
    """Run all linters, also after one of them failed; raise when any did."""
    names = addons.names()
    python = [path for path in CODE if (ROOT / path).exists()]
    bin_folder = VENV / "bin"
    checks = {
        "ruff check": [bin_folder / "ruff", "check", "--no-cache", *names, *python],
        "ruff format": [
            bin_folder / "ruff",
            "format",
            "--no-cache",
            "--check",
            *names,
            *python,
        ],
        "pylint-odoo": [bin_folder / "pylint", "--rcfile=.pylintrc", *names],
        "Odoo's pylint": _odoo_pylint(names),
        "oca-checks-odoo-module": [
            bin_folder / "oca-checks-odoo-module",
            # a number of an XML field needs no eval: the ORM converts it
            "--disable=xml-field-numeric-without-eval",
            *names,
        ],
        # po-pretty-format empties a translation that equals its source, such as
        # "CSV", which then looks forgotten
        "oca-checks-po": [
            bin_folder / "oca-checks-po",
            "--disable=po-pretty-format",
            *_translations(names),
        ],
        "XML": [bin_folder / "python", "-m", "scripts.dev.xml_style", *names],
    }
    with ThreadPoolExecutor(AT_ONCE) as pool:
        passed = pool.map(_passes, checks, checks.values())
        failed = [name for name, good in zip(checks, passed, strict=True) if not good]
    if failed:
        raise Failure(f"Lint: {', '.join(failed)} complained, see above.")
    say(f"Lint: {len(checks)} checks passed.")
    return 0


def mend() -> int:
    """Let the formatters do what they can do by themselves."""
    names = addons.names()
    python = [path for path in CODE if (ROOT / path).exists()]
    for words in (
        ["ruff", "check", "--no-cache", "--fix", "--quiet", *names, *python],
        ["ruff", "format", "--no-cache", *names, *python],
    ):
        command = [VENV / "bin" / words[0], *words[1:]]
        subprocess.run(command, cwd=ROOT, env=launcher.environment())
    return 0


def _passes(name: str, command: list) -> bool:
    environment = launcher.environment()
    if name == "Odoo's pylint":
        environment["PYTHONPATH"] += f":{_lint_folder()}"
        environment["ADDONS_PATH"] = f"{odoo_source.folder()}/odoo/addons:{ROOT}"
    done = subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    # one message, so that the checks of two threads do not mix
    said = f"\n{done.stdout.rstrip()}" if done.returncode else ""
    say(f"{'✗' if done.returncode else '✓'} {name}{said}")
    return not done.returncode


def _odoo_pylint(names: list[str]) -> list:
    return [
        VENV / "bin" / "pylint",
        "--rcfile=/dev/null",
        "--disable=all,useless-option-value",
        f"--enable={ODOO_CHECKS}",
        "--reports=n",
        "--score=n",
        f"--load-plugins={ODOO_PLUGINS}",
        "--bad-functions=input",
        *names,
    ]


def _lint_folder() -> Path:
    base = odoo_source.folder()
    inside = base / "odoo" / "addons" / "test_lint" / "tests"
    return inside if inside.is_dir() else base / "addons" / "test_lint" / "tests"


def _translations(names: list[str]) -> list[Path]:
    return [path for name in names for path in sorted((ROOT / name).glob("i18n/*.po*"))]
