from . import support_form, support_ticket
