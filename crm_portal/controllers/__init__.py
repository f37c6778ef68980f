from . import (
    core_pages,
    form_answers,
    form_preview,
    my_ticket,
    my_ticket_new,
    my_tickets,
    signup,
    support_embed,
    support_form,
    support_link,
    support_preview,
    support_ticket,
)
