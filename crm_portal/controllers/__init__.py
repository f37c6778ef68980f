from . import (
    support_form,
    support_embed,
    support_link,
    support_preview,
    support_ticket,
)
