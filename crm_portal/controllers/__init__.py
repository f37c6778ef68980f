from . import support_form, support_ticket, support_embed, support_preview
