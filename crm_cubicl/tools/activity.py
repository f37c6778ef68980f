"""What is known of an activity besides its text: its kind and where it came from."""

from dataclasses import dataclass

# the key of the context under which it travels
ACTIVITY = "crm_activity"
# what is told to one person is no activity of a customer
PRIVATE = "user_notification"


@dataclass(frozen=True)
class Activity:
    """An object, so that no client can send one in a context.

    :param kind: value of ``mail.message.crm_kind``, when the message does not tell
    :param source: value of ``mail.message.crm_source``
    :param ref: what names the source, such as the number of an import
    :param customer_id: the customer, when it is not the one of the document
    :param is_creation: the messages written now tell that records were created
    """

    kind: str | None = None
    source: str | None = None
    ref: str | None = None
    customer_id: int | None = None
    is_creation: bool = False


def get_activity(context: dict) -> Activity | None:
    """Return what the server, and nobody else, put into a context."""
    activity = context.get(ACTIVITY)
    return activity if isinstance(activity, Activity) else None
