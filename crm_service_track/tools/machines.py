"""Tell programs that open links from people, as far as they say who they are."""

import re

# how mail scanners, previews and libraries name themselves
NAMES = re.compile(
    r"bot\b|crawl|spider|scan|preview|safelink|proofpoint|mimecast|barracuda|"
    r"ironport|symantec|fireeye|trendmicro|sophos|curl|wget|python|java/|okhttp|"
    r"go-http|libwww|headless|monitor|slurp|facebookexternalhit|whatsapp",
    re.IGNORECASE,
)


def is_machine(method: str, agent: str) -> bool:
    """Return whether whoever opens a page says to be a program.

    >>> is_machine("GET", "Mozilla/5.0 (iPhone) Mobile Safari/604.1")
    False
    >>> is_machine("GET", "Barracuda Link Protection"), is_machine("GET", "")
    (True, True)
    >>> is_machine("HEAD", "Mozilla/5.0")
    True
    """
    return method == "HEAD" or not agent.strip() or bool(NAMES.search(agent))
