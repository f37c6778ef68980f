"""Marks in a context that only our own code can set.

A context that comes with a request holds texts, numbers and lists. So a mark that is
an object of this process is proof of where it was set.
"""


def has_marks(context, marks: dict) -> bool:
    """Return whether a context carries these very objects.

    >>> MARK = {"mark": object()}
    >>> has_marks({"lang": "tr_TR", **MARK}, MARK), has_marks({"mark": 1}, MARK)
    (True, False)
    """
    return all(context.get(name) is mark for name, mark in marks.items())
