from . import (
    support_form,
    support_embed,
    support_link,
    support_preview,
    support_ticket,
)
from . import core_pages, support_form, support_ticket
