"""The tool behind `make`: what it reads, what it refuses, what fails a run."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from wheels import ROOT

from scripts.dev import addons, apt_source, warnings_of_core, xml_style

DEB822 = """\
Types: deb
URIs: http://mirror.example/debian
Suites: bookworm bookworm-updates
Components: main contrib
Signed-By:
 -----BEGIN PGP PUBLIC KEY BLOCK-----
 .
 debian

Types: deb
URIs: http://mirror.example/debian-security
Suites: bookworm-security
Components: main
"""
ONE_LINE = """\
# deb http://mirror.example/debian trixie main
deb-src http://mirror.example/debian trixie main
deb [arch=amd64 signed-by=/keys/debian.gpg] http://mirror.example/debian trixie main
"""


@pytest.fixture
def etc(tmp_path) -> Path:
    (tmp_path / "sources.list.d").mkdir()
    return tmp_path


def test_deb822_source_is_turned_to_sid(etc):
    (etc / "sources.list.d" / "debian.sources").write_text(DEB822)
    stanza = apt_source.find(etc)
    assert apt_source.suite_of(stanza) == "bookworm"
    text = apt_source.render(stanza, "sid")
    assert "Suites: sid\n" in text
    assert "Components: main\n" in text
    assert " -----BEGIN PGP PUBLIC KEY BLOCK-----\n .\n debian\n" in text


def test_one_line_source_is_turned_to_sid(etc):
    (etc / "sources.list").write_text(ONE_LINE)
    stanza = apt_source.find(etc)
    assert apt_source.suite_of(stanza) == "trixie"
    assert "Signed-By: /keys/debian.gpg\n" in apt_source.render(stanza, "sid")


def test_source_of_another_distribution_is_not_debian(etc):
    (etc / "sources.list").write_text("deb http://mirror.example/ubuntu noble main\n")
    assert apt_source.find(etc) is None


def test_switched_off_source_is_left_alone(etc):
    text = f"Enabled: no\n{DEB822.split(chr(10) * 2)[0]}\n"
    (etc / "sources.list.d" / "debian.sources").write_text(text)
    assert apt_source.find(etc) is None


def test_addons_come_in_the_order_of_their_dependencies():
    names = addons.names()
    assert names.index("crm_custom_fields") < names.index("crm_cubicl")
    assert names.index("crm_cubicl") < names.index("crm_portal")
    assert not set(names) & set(addons.core_dependencies())


def test_log_lines_that_fail_a_run():
    log = (
        "2026-01-01 10:00:00,1 7 INFO db odoo.modules: loaded WARNING nothing\n"
        "a line that belongs to it\n"
        "2026-01-01 10:00:00,1 7 WARNING db odoo.addons.crm_cubicl: a thing \n"
        "Traceback (most recent call last):\n"
        "2026-01-01 10:00:00,1 7 ERROR ? odoo.sql_db: bad query \n"
    )
    first, second = warnings_of_core.complaints(log)
    assert first.endswith("a thing \nTraceback (most recent call last):")
    assert second.endswith("bad query ")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("indent", "<odoo>\n  <record/>\n</odoo>\n"),
        ("end", "<odoo>\n    <record>\n        <field/>\n  </record>\n</odoo>\n"),
        ("blanks", "<odoo>\n    <record/> \n</odoo>\n"),
        ("broken", "<odoo>\n    <record>\n</odoo>\n"),
        ("last", "<odoo/>"),
    ],
)
def test_form_of_xml(tmp_path, name, text):
    path = tmp_path / f"{name}.xml"
    path.write_text(f"{xml_style.DECLARATION}\n{text}")
    assert xml_style.problems_of(path)


def test_good_xml_passes(tmp_path):
    path = tmp_path / "good.xml"
    path.write_text(
        f"{xml_style.DECLARATION}\n<odoo>\n    <!-- why -->\n    <p>\n"
        '        a <b>c</b>\n        <i\n            class="x"\n        />\n'
        "    </p>\n</odoo>\n"
    )
    assert not xml_style.problems_of(path)


LOGGING_TESTS = """\
import logging
import unittest

logger = logging.getLogger("some.module")

class TestLogging(unittest.TestCase):
    def test_quiet(self):
        logger.info("fine")

    def test_expected(self):
        with self.assertLogs("some.module", "WARNING"):
            logger.warning("expected")

    def test_loud(self):
        logger.warning("not expected")
"""


def test_a_warning_fails_the_test_that_logs_it(tmp_path):
    (tmp_path / "test_logging.py").write_text(LOGGING_TESTS)
    shutil.copy(ROOT / "conftest.py", tmp_path)
    options = ("-p", "no:odoo", "-p", "no:cacheprovider", "-p", "no:xdist", "-q")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, "--rootdir", tmp_path, tmp_path],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert "1 failed, 2 passed" in done.stdout, done.stdout
    assert "WARNING some.module: not expected" in done.stdout
