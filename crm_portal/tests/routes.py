"""What each route of the addon answers to whom: a row for every route and method.

A route without a row fails ``test_routes``. What is expected:

- ``see``: the page, with the ticket on it
- ``page``: a page, without a word of any ticket
- ``done``: what was sent is done (a redirect, or a page that says so)
- ``bad``: the page again, with what is wrong
- ``away``: another page, whatever is asked for
- ``login``: sign in first
- ``gone``: not found
"""

from typing import NamedTuple

# who asks; what they ask with is made in test_routes
NOBODY = "nobody"
OTHER = "other"
OWN = "own"
ALL = "all"
OWNER = "owner"
REVOKED = "revoked"
EXPIRED = "expired"
ARCHIVED = "archived"
MOVED = "moved"
GUESSED = "guessed"
COMPANY = "company"
INTERNAL = "internal"
ACTORS = (
    NOBODY,
    OTHER,
    OWN,
    ALL,
    OWNER,
    REVOKED,
    EXPIRED,
    ARCHIVED,
    MOVED,
    GUESSED,
    COMPANY,
    INTERNAL,
)


class Row(NamedTuple):
    """What a route answers to whom."""

    route: str
    method: str
    # with what test_routes puts in: {ticket}, {token}, {file}, {signup}
    url: str
    # by actor; who is not named gets what "" gets
    expects: dict
    # what is sent; {…} as in the address
    data: dict = {}  # noqa: RUF012
    # who is to succeed, where the route writes
    actor: str = OWNER
    # a form that only leads on writes nothing
    writes: bool = True


# whose pages hold a sign of their own, as a frame has no session
OWN_GUARD = {("/support/embed", "POST")}


def everybody(expected: str, **others: str) -> dict:
    return {"": expected, **others}


# by a link: the address is the key, whoever is signed in
BY_LINK = {"owner": "see", "company": "see", "expired": "page"}
DONE_BY_LINK = {"owner": "done", "company": "done", "expired": "page"}
# for whoever is signed in; an expired link ends no account
SIGNED_IN = {"nobody": "login", "owner": "see", "all": "see", "expired": "see"}
DONE_SIGNED_IN = {"nobody": "login", "owner": "done", "all": "done", "expired": "done"}
# a list of one's own, maybe an empty one
LISTED = {
    "": "page",
    "nobody": "login",
    "owner": "see",
    "all": "see",
    "expired": "see",
    # of the owner, who asks for something else elsewhere
    "guessed": "see",
    "company": "see",
}
QUESTION = {"subject": "Asked by a test", "text": "What is it?", "topic_id": "{topic}"}
VISITOR = {
    **QUESTION,
    "first_name": "Test",
    "last_name": "Person",
    "email": "test.person@elsewhere.example",
}
LINK = "/support/ticket/<string:token>"
MY = "/my/tickets"
OWN_LINK = "/support/<string:token>"
LINKED = {"guessed": "gone", "revoked": "gone", "expired": "gone", "archived": "gone"}
# core's pages of tasks: whatever ticket is asked for, its own page says who may see it
TASK = "/my/tasks/<int:task_id>"
PROJECT_TASK = "/my/projects/<int:project_id>/task/<int:task_id>"
IMAGE = "/project_sharing/attachment/add_image"
FORM = "/crm/portal/form/<int:form_id>"
VERIFY = "/web/signup/verify/<string:token>"

ROWS = [
    # the public form
    Row("/support", "GET", "/support", everybody("page")),
    Row("/support", "POST", "/support", everybody("done"), VISITOR),
    Row("/support/thanks", "GET", "/support/thanks", everybody("page")),
    # in a frame
    Row("/support/embed", "GET", "/support/embed", everybody("page")),
    Row(
        "/support/embed",
        "POST",
        "/support/embed",
        everybody("done"),
        {**VISITOR, "form_key": "{form_key}"},
    ),
    Row(
        "/support/embed/thanks/<string:token>",
        "GET",
        "/support/embed/thanks/{thanks}",
        everybody("page", guessed="gone"),
    ),
    # a customer's own address
    Row(OWN_LINK, "GET", "/support/{link}", everybody("page", **LINKED)),
    Row(
        OWN_LINK,
        "POST",
        "/support/{link}",
        everybody("done", **LINKED),
        {**VISITOR, "topic_id": "{link_topic}"},
    ),
    Row(
        f"{OWN_LINK}/thanks",
        "GET",
        "/support/{link}/thanks",
        everybody("page", **LINKED),
    ),
    # for colleagues
    Row(
        "/support/preview",
        "GET",
        "/support/preview",
        everybody("gone", nobody="login"),
    ),
    Row(
        "/support/preview/form",
        "GET",
        "/support/preview/form",
        everybody("gone", nobody="login"),
    ),
    Row(
        f"{FORM}/preview",
        "GET",
        "/crm/portal/form/{form}/preview",
        everybody("gone", nobody="login", internal="page"),
    ),
    Row(
        f"{FORM}/answers.xlsx",
        "GET",
        "/crm/portal/form/{form}/answers.xlsx",
        everybody("gone", nobody="login"),
    ),
    # core's pages
    Row(TASK, "GET", "/my/tasks/{ticket}", everybody("away")),
    Row(TASK, "POST", "/my/tasks/{ticket}", everybody("away"), writes=False),
    Row(
        PROJECT_TASK,
        "GET",
        "/my/projects/{project}/task/{ticket}",
        everybody("away"),
    ),
    Row(
        PROJECT_TASK,
        "POST",
        "/my/projects/{project}/task/{ticket}",
        everybody("away"),
        writes=False,
    ),
    Row(
        IMAGE,
        "POST",
        IMAGE,
        everybody("gone", nobody="login", guessed="bad"),
        {"name": "a.png", "data": "x", "res_id": "{ticket}"},
        writes=False,
    ),
    # a ticket by link
    Row(LINK, "GET", "/support/ticket/{token}", everybody("gone", **BY_LINK)),
    Row(
        LINK,
        "POST",
        "/support/ticket/{token}",
        everybody("gone", **DONE_BY_LINK),
        {"text": "Said by a test", "do": "answer"},
    ),
    Row(
        f"{LINK}/follow",
        "POST",
        "/support/ticket/{token}/follow",
        everybody("gone", **DONE_BY_LINK),
        {"follows": "0"},
    ),
    Row(
        f"{LINK}/renew",
        "POST",
        "/support/ticket/{token}/renew",
        # of a link that is good nothing is renewed
        everybody("gone", owner="page", company="page", expired="done"),
        actor=EXPIRED,
    ),
    Row(
        f"{LINK}/file/<int:attachment_id>",
        "GET",
        "/support/ticket/{token}/file/{file}",
        everybody("gone", owner="file", company="gone"),
    ),
    # whoever is signed in
    Row(MY, "GET", f"{MY}?filterby=all", LISTED),
    Row(f"{MY}/page/<int:page>", "GET", f"{MY}/page/1?filterby=all", LISTED),
    Row(
        f"{MY}/new",
        "GET",
        f"{MY}/new",
        everybody("page", nobody="login", internal="gone", archived="gone"),
    ),
    Row(
        f"{MY}/new",
        "POST",
        f"{MY}/new",
        everybody("done", nobody="login", internal="gone", archived="gone"),
        QUESTION,
    ),
    Row(
        f"{MY}/<int:ticket_id>",
        "GET",
        f"{MY}/{{ticket}}",
        everybody("gone", **SIGNED_IN),
    ),
    Row(
        f"{MY}/<int:ticket_id>",
        "POST",
        f"{MY}/{{ticket}}",
        everybody("gone", **DONE_SIGNED_IN),
        {"text": "Said by a test", "do": "close"},
    ),
    Row(
        f"{MY}/<int:ticket_id>/follow",
        "POST",
        f"{MY}/{{ticket}}/follow",
        everybody("gone", **DONE_SIGNED_IN),
        {"follows": "0"},
    ),
    Row(
        f"{MY}/<int:ticket_id>/file/<int:attachment_id>",
        "GET",
        f"{MY}/{{ticket}}/file/{{file}}",
        everybody("gone", nobody="login", owner="file", all="file", expired="file"),
    ),
    # signing up
    Row("/web/signup", "GET", "/web/signup", everybody("page")),
    Row(
        "/web/signup",
        "POST",
        "/web/signup",
        everybody("done"),
        {"login": "test.person@elsewhere.example", "name": "Test Person"},
    ),
    Row(
        VERIFY,
        "GET",
        "/web/signup/verify/{signup}",
        everybody("page", guessed="gone", expired="gone", revoked="gone"),
    ),
    Row(
        VERIFY,
        "POST",
        "/web/signup/verify/{signup}",
        everybody("done", guessed="gone", expired="gone", revoked="gone"),
        {
            "password": "a-long-Password-1",
            "confirm_password": "a-long-Password-1",
        },
        actor=NOBODY,
    ),
]
