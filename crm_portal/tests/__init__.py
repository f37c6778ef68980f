from . import (
    test_access,
    test_crm_portal_tour,
    test_support,
    test_support_tour,
    test_ticket_access,
    test_ticket_call,
    test_ticket_handlers,
    test_ticket_merge,
    test_ticket_target,
    test_ticket_waiting,
    test_topic,
)
