"""A test fails when something at WARNING or above is logged while it runs.

`mute_logger` and `assertLogs` work as ever: what they take never comes here.
"""

import logging

import pytest

from scripts.dev.warnings_of_core import is_noise


class Complaints(logging.Handler):
    """Collects the records that fail the running phase of a test."""

    def __init__(self):
        super().__init__(logging.WARNING)
        self.records = []

    def emit(self, record):
        if not is_noise(record.name, record.getMessage()):
            self.records.append(self.format(record))

    def take(self):
        taken, self.records = self.records, []
        return taken


complaints = Complaints()
complaints.setFormatter(logging.Formatter("%(levelname)s %(name)s: %(message)s"))


def pytest_sessionstart(session):
    logging.getLogger().addHandler(complaints)


def pytest_sessionfinish(session):
    logging.getLogger().removeHandler(complaints)


def _fail_on_complaints():
    if found := complaints.take():
        text = "\n".join(found)
        pytest.fail(f"logged at WARNING or above:\n{text}", pytrace=False)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item):
    complaints.take()
    result = yield
    _fail_on_complaints()
    return result


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    result = yield
    _fail_on_complaints()
    return result


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item):
    result = yield
    _fail_on_complaints()
    return result
