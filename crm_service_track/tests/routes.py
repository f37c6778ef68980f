"""What each route of the addon answers to whom: a row for every route and method.

A route without a row fails ``test_routes``. What is expected:

- ``see``: the page, with the service or the contract on it
- ``page``: a page, without a word of them
- ``file``: the file that was asked for
- ``done``: what was sent is done
- ``away``: another page, whatever is asked for
- ``ended``: a page that says that the link is not valid any more
- ``login``: sign in first
- ``gone``: not found
- ``forbidden``: not for this person
"""

from typing import NamedTuple

# nobody of ours: visitors and customers
NOBODY = "nobody"
OWN = "own"
COLLEAGUE = "colleague"
OTHER = "other"
ARCHIVED = "archived"
MOVED = "moved"
# people of ours
PLAIN = "plain"
TECHNICIAN = "technician"
OTHER_TECHNICIAN = "other_technician"
MANAGER = "manager"
# the own customer, asking for something that is not theirs or has ended
REVOKED = "revoked"
EXPIRED = "expired"
USED = "used"
GUESSED = "guessed"
COMPANY = "company"
ACTORS = (
    NOBODY,
    OWN,
    COLLEAGUE,
    OTHER,
    ARCHIVED,
    MOVED,
    PLAIN,
    TECHNICIAN,
    OTHER_TECHNICIAN,
    MANAGER,
    REVOKED,
    EXPIRED,
    USED,
    GUESSED,
    COMPANY,
)
HIT = "crm_service_visit_hit"


class Row(NamedTuple):
    """What a route answers to whom."""

    route: str
    method: str
    # with what the world puts in: {visit}, {token}, {contract}, {photo}
    url: str
    # by actor; who is not named gets what "" gets
    expects: dict
    # what is sent; {…} as in the address
    data: dict = {}  # noqa: RUF012
    # who is to succeed, where the route writes
    actor: str = OWN
    writes: bool = True
    # logs beside what is looked at, which any request may add a line to
    logs: tuple = ()
    is_json: bool = False


# whose pages hold a sign of their own, which shows who was on the page
OWN_GUARD = {("/service/visit/<string:token>", "POST")}


def everybody(expected: str, **others: str) -> dict:
    return {"": expected, **others}


STAFF = (PLAIN, TECHNICIAN, OTHER_TECHNICIAN, MANAGER)
TECHNICIANS = {TECHNICIAN: "page", OTHER_TECHNICIAN: "page", MANAGER: "page"}


def of_customer(expected: str) -> dict:
    """Whoever is signed in for the customer: also by what has ended as a link."""
    return {
        "": "gone",
        NOBODY: "login",
        **dict.fromkeys((OWN, COLLEAGUE, REVOKED, EXPIRED, USED), expected),
    }


def listed() -> dict:
    """Everybody has a list: with what is theirs, or an empty one."""
    own = (OWN, COLLEAGUE, REVOKED, EXPIRED, USED, GUESSED, COMPANY)
    return {"": "page", NOBODY: "login", **dict.fromkeys(own, "see")}


def by_link(expected: str, ended: str, used: str) -> dict:
    """The address is the key, whoever is signed in."""
    return {
        "": expected,
        REVOKED: ended,
        EXPIRED: ended,
        USED: used,
        GUESSED: "gone",
    }


MY = "/my/services"
VISIT = f"{MY}/<int:visit_id>"
CONTRACTS = "/my/service-contracts"
CONTRACT = f"{CONTRACTS}/<int:contract_id>"
LINK = "/service/visit/<string:token>"
PHONE = "/my-service"
LOGOUT = "/web/session/logout"
FORM = {
    "uid": "{uid}",
    "customer_id": "{customer}",
    "type_id": "{type}",
    "date_start": "2026-01-05T07:00:00",
    "date_end": "2026-01-05T08:00:00",
    "email": "a@yildiz.example",
    "result": "Sent by a test",
}

ROWS = [
    # whoever is signed in for a customer
    Row(MY, "GET", MY, listed()),
    Row(f"{MY}/page/<int:page>", "GET", f"{MY}/page/1", listed()),
    Row(VISIT, "GET", f"{MY}/{{visit}}", of_customer("see")),
    Row(f"{VISIT}/pdf", "GET", f"{MY}/{{visit}}/pdf", of_customer("file")),
    Row(
        f"{VISIT}/photo/<int:photo_id>",
        "GET",
        f"{MY}/{{visit}}/photo/{{photo}}",
        of_customer("file"),
    ),
    Row(
        f"{VISIT}/answer",
        "POST",
        f"{MY}/{{visit}}/answer",
        of_customer("done") | {USED: "away"},
        # only a link that has ended is made anew
        actor=EXPIRED,
    ),
    Row(CONTRACTS, "GET", CONTRACTS, listed()),
    Row(f"{CONTRACTS}/page/<int:page>", "GET", f"{CONTRACTS}/page/1", listed()),
    Row(CONTRACT, "GET", f"{CONTRACTS}/{{contract}}", of_customer("see")),
    Row(
        f"{CONTRACT}/page/<int:page>",
        "GET",
        f"{CONTRACTS}/{{contract}}/page/1",
        of_customer("see"),
    ),
    Row(f"{CONTRACT}/pdf", "GET", f"{CONTRACTS}/{{contract}}/pdf", of_customer("file")),
    # by the link of a mail
    Row(
        LINK,
        "GET",
        "/service/visit/{token}",
        by_link("see", "ended", "page"),
        logs=(HIT,),
    ),
    Row(
        LINK,
        "POST",
        "/service/visit/{token}",
        by_link("done", "ended", "page"),
        {"nonce": "{nonce}", "step": "{step}", "choice": "approve", "score": "8"},
        logs=(HIT,),
    ),
    Row(
        f"{LINK}/photo/<int:photo_id>",
        "GET",
        "/service/visit/{token}/photo/{photo}",
        by_link("file", "gone", "gone"),
    ),
    # technicians with their phones
    Row(PHONE, "GET", PHONE, everybody("forbidden", nobody="login") | TECHNICIANS),
    Row(
        f"{PHONE}/customers",
        "POST",
        f"{PHONE}/customers",
        everybody("forbidden", nobody="login") | TECHNICIANS,
        {"text": "yildiz"},
        actor=TECHNICIAN,
        writes=False,
        is_json=True,
    ),
    Row(
        f"{PHONE}/fee",
        "POST",
        f"{PHONE}/fee",
        everybody("forbidden", nobody="login") | TECHNICIANS,
        {"form": FORM},
        actor=TECHNICIAN,
        writes=False,
        is_json=True,
    ),
    Row(
        f"{PHONE}/save",
        "POST",
        f"{PHONE}/save",
        everybody("forbidden", nobody="login") | dict.fromkeys(TECHNICIANS, "done"),
        {"form": FORM},
        actor=TECHNICIAN,
        is_json=True,
    ),
    # signing out
    Row(LOGOUT, "GET", LOGOUT, everybody("away"), logs=("crm_session_log",)),
    Row(
        LOGOUT,
        "POST",
        LOGOUT,
        everybody("away"),
        writes=False,
        logs=("crm_session_log",),
    ),
    Row(
        "/web/session/destroy",
        "POST",
        "/web/session/destroy",
        everybody("page", nobody="login"),
        writes=False,
        logs=("crm_session_log",),
        is_json=True,
    ),
]
