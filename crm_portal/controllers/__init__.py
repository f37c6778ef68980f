from . import core_pages, support_form, support_ticket
