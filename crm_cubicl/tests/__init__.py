from . import (
    test_access,
    test_contact,
    test_customer,
    test_customer_tour,
    test_folding,
    test_list,
    test_phone,
    test_search,
    test_tax_number,
)
