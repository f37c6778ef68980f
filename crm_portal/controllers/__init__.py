from . import support_form, support_link, support_ticket
