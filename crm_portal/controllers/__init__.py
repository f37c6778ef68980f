from . import form_answers, form_preview, support_form, support_ticket
