"""What the approval page gives and what it takes."""

import secrets
import time
from typing import NamedTuple

from odoo.tools import hash_sign

from odoo.addons.crm_cubicl.tools.signed import read_signed

SCOPE = "crm_service_track.page"
HOURS = 12
MOST_TEXT = 4000
CHOICES = ("approve", "remark", "object")


class PageNonce(NamedTuple):
    """Given by each page anew; sent back, it shows that somebody had the page."""

    link_id: int
    details: str
    secret: str
    issued: float
    step: str = "page"

    @classmethod
    def make(cls, link_id: int, details: str) -> "PageNonce":
        return cls(link_id, details, secrets.token_hex(8), time.time())

    def confirm(self) -> "PageNonce":
        """Return the nonce of the second page."""
        return self._replace(
            step="confirm", issued=time.time(), secret=secrets.token_hex(8)
        )

    def sign(self, env) -> str:
        return hash_sign(env, SCOPE, list(self), expiration_hours=HOURS)

    @classmethod
    def verify(cls, env, text) -> "PageNonce | None":
        """Return the nonce of a page of ours, not too old; else nothing."""
        values = read_signed(env, SCOPE, text)
        return cls(*values) if values else None


def read_answer(post: dict) -> tuple[dict, str]:
    """Return the answer as written on a form, and what is missing.

    >>> read_answer({"choice": "approve", "score": "9"})
    ({'answer': 'approve', 'score': 9}, '')
    >>> read_answer({"choice": "approve", "score": "11"})[1]
    'score'
    >>> read_answer({"choice": "object", "line": "fee", "comment": " "})[1]
    'reason'
    """
    choice = post.get("choice")
    if choice not in CHOICES:
        return {}, "choice"
    answer = {"answer": choice}
    score = str(post.get("score") or "")
    if score in map(str, range(1, 11)):
        answer["score"] = int(score)
    elif choice != "object" or score:
        return {}, "score"
    comment = str(post.get("comment") or "").strip()[:MOST_TEXT]
    if comment:
        answer["customer_comment"] = comment
    if choice == "object":
        answer["line"] = str(post.get("line") or "other")[:40]
    if not comment and choice != "approve":
        return {}, "reason" if choice == "object" else "remark"
    return answer, ""
