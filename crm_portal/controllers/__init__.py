from . import (
    support_form,
    support_ticket,
    my_tickets,
    my_ticket,
    my_ticket_new,
    signup,
)
