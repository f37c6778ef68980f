"""Places in a text that are filled in, such as {{ contact }}."""

import re
from collections.abc import Callable, Collection

from markupsafe import Markup

from odoo.tools.mail import html_to_inner_content

PLACE = re.compile(r"\{\{\s*([a-z_]*)\s*\}\}")
# what somebody may have meant to be one
MEANT = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)


def fill_places(body: str, fill: Callable[[str], str]) -> str:
    """Return a text with each place filled in, by its name."""
    return PLACE.sub(lambda found: fill(found[1]), body)


def find_unfilled(body: str, known: Collection[str]) -> list[str]:
    """Return what would be read between braces once the known places are filled.

    Also what looks like a known place, but is cut up by formatting.
    """
    rest = PLACE.sub(lambda found: "" if found[1] in known else found[0], body)
    names = [html_to_inner_content(Markup(name)) for name in MEANT.findall(rest)]
    names += MEANT.findall(html_to_inner_content(Markup(rest)))
    return list(dict.fromkeys(name.strip() for name in names))
