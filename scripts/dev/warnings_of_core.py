"""Log lines at WARNING or above that fail a run, and the few of Odoo's own that do not.

Used by the set-up on Odoo's log files and by `conftest.py` on live records.
"""

import re

LINE = re.compile(
    r"^\S+ \S+ \d+ (?P<level>WARNING|ERROR|CRITICAL) (?P<db>\S+) (?P<logger>\S+):"
    r" (?P<text>.*)$"
)
ENTRY = re.compile(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d+ \d+ ")
# logger, beginning of the message, why it is not ours
NOISE = (
    # Odoo tells at every start that a company without an RTL tool exists
    ("odoo.addons.base.models.assetsbundle", "You need https://rtlcss.com"),
    # a field of one's own may be called what another field is called: "Currency"
    ("odoo.addons.base.models.ir_model", "Two fields (x_"),
)


def is_noise(logger: str, text: str) -> bool:
    return any(logger == name and text.startswith(start) for name, start in NOISE)


def complaints(log: str) -> list[str]:
    """Return the entries of a log file that fail a run, with their tracebacks."""
    found: list[str] = []
    ours = False
    for line in log.splitlines():
        if (match := LINE.match(line)) and not is_noise(match["logger"], match["text"]):
            found.append(line)
            ours = True
        elif ENTRY.match(line):
            ours = False
        elif ours:
            found[-1] += f"\n{line}"
    return found
