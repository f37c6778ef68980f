"""Work on a document that its user may open, whose customer they may not see.

A quote is printed, mailed and invoiced with the address of its customer on it. While
that is done the level does not hide the customer from the code that does it. What
carries this is an object, so that no client can send it in a context.
"""

from .marks import has_marks

AT_WORK = {"crm_document_at_work": object()}
# the same for looking for what hangs on a customer, which takes no right to change it
LOOKING = {"crm_looking": object()}
# the same for a download of documents, which names their customers
NAMING = {"crm_naming": object()}


def is_at_work(context) -> bool:
    """Return whether a context is that of work on a document."""
    return has_marks(context, AT_WORK)


def is_looking(context) -> bool:
    """Return whether a context is that of a search for what hangs on customers."""
    return has_marks(context, LOOKING)


def is_naming(context) -> bool:
    """Return whether a context is that of a download of documents."""
    return has_marks(context, NAMING)
