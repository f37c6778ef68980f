from . import card_arch, field_types, naming
