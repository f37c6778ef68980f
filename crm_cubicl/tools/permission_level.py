from enum import Enum

NONE = "none"
VIEW = "view"
EDIT = "edit"
DELETE = "delete"
MANAGE = "manage"
# from the lowest to the highest; each one brings those before it
LEVELS = (NONE, VIEW, EDIT, DELETE, MANAGE)
DEFAULT_LEVEL = VIEW
LEVEL_SELECTION = [
    (NONE, "None"),
    (VIEW, "View"),
    (EDIT, "Create and edit"),
    (DELETE, "Create, edit and delete"),
    (MANAGE, "Manage"),
]

SOURCE_ADMINISTRATOR = "administrator"
SOURCE_CHOSEN = "chosen"
SOURCE_DEFAULT = "default"
SOURCE_ACCOUNTING = "accounting"
SOURCE_GROUP = "group"
SOURCE_SELECTION = [
    (SOURCE_DEFAULT, "Default"),
    (SOURCE_CHOSEN, "Chosen"),
    (SOURCE_ADMINISTRATOR, "Administrator"),
    (SOURCE_ACCOUNTING, "Accounting"),
    (SOURCE_GROUP, "Another group"),
]


class Door(Enum):
    """Through which door levels change.

    It travels in the context: a client can send words, never a member of this.
    """

    PERMISSIONS = "permissions"
    DEFAULT = "default"
    INSTALL = "install"
    USERS = "users"
    GROUPS = "groups"


def rank(level: str) -> int:
    """Return how high a level is, 0 for None and for what is not known."""
    return LEVELS.index(level) if level in LEVELS else 0
