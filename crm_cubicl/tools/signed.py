"""Values that leave the house signed and come back by an address or a form."""

from odoo.tools import verify_hash_signed


def read_signed(env, scope: str, text) -> list | None:
    """Return what ``hash_sign`` has signed for a scope; none of a wrong or an old text.

    :param env: an environment with superuser rights
    :param text: whatever was sent
    """
    try:
        return verify_hash_signed(env, scope, str(text or "")) or None
    except ValueError:
        return None
