from odoo.tools import formatLang

UNITS = ("B", "KB", "MB", "GB", "TB")
STEP = 1024


def format_size(env, size: int) -> str:
    """Return the size of a file as the user writes numbers, such as 28,1 KB."""
    value = float(size or 0)
    number = 0
    while value >= STEP and number < len(UNITS) - 1:
        value /= STEP
        number += 1
    return f"{formatLang(env, value, digits=1 if number else 0)} {UNITS[number]}"
