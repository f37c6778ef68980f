"""What the server alone may say of a post: no client can send these objects.

A context that comes with a request holds texts, numbers and lists. So a mark that is
an object of this process is proof that our own code has set it.
"""

KEY = "crm_portal_audience"


class Mark:
    """One of a kind, equal to itself alone."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __repr__(self) -> str:
        return f"<{self.name}>"


# what is written now may be shown to the customer, and mailed to who follows
VISIBLE = Mark("visible")
# a mail of ours to somebody the ticket is shared with, and nothing on the ticket
MAIL = Mark("mail")
# a post of our own that stays among colleagues
INSIDE = Mark("inside")
# a template that somebody chose for a stage: visible where it is for the customer
STAGE = Mark("stage")


def get_mark(context) -> Mark | None:
    """Return the mark of a context, when it is one of ours.

    >>> get_mark({KEY: VISIBLE})
    <visible>
    >>> get_mark({KEY: "visible"})
    """
    mark = context.get(KEY)
    return mark if isinstance(mark, Mark) else None
