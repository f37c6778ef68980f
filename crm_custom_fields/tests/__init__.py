from . import test_access
from . import test_cards
from . import test_choices
from . import test_custom_field
from . import test_field_types
from . import test_leaks
from . import test_tours
from . import test_uses
