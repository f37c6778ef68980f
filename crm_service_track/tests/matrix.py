"""Who may do what with whose records: a row for every model of the addon.

A model without a row fails ``test_matrix``. A row names who may do something with the
sample of that model, in letters: r read, c create, w write, d delete; who is not named
may do nothing. The sample belongs to the technician, at a customer open to the house;
that of the blind technician is their own, at the same customer, which they do not see.
"""

USER = "crm_service_track.crm_service_track_group_user"
MANAGER = "crm_service_track.crm_service_track_group_manager"
LEVEL = "crm_cubicl.crm_cubicl_group_"
# who asks, by name: groups
USERS = {
    "public": "base.group_public",
    "portal": "base.group_portal",
    # internal, with a level on customers and without a role in the service tracking
    "none": "base.group_user",
    "view": f"base.group_user,{LEVEL}view",
    "edit": f"base.group_user,{LEVEL}edit",
    "delete": f"base.group_user,{LEVEL}delete",
    "manage": f"base.group_user,{LEVEL}manage",
    "accountant": f"base.group_user,{LEVEL}view,account.group_account_invoice",
    # technicians: of the sample, of none, of customers that are not theirs to see
    "technician": f"{USER},{LEVEL}view",
    "other": f"{USER},{LEVEL}view",
    "assigned": f"{USER},{LEVEL}view,{LEVEL}assigned",
    "blind": USER,
    "manager": f"{MANAGER},{LEVEL}view",
    "blind_manager": MANAGER,
    # a manager of another company
    "company": f"{MANAGER},{LEVEL}view",
}
# without a level on customers, though a new user is given View
BLIND = {"none", "blind", "blind_manager"}
OUTSIDE = {"public", "portal"}
TECHNICIANS = ("technician", "other", "assigned", "blind")
MANAGERS = ("manager", "blind_manager", "company")
# a list of the house: everybody with a role reads it, managers keep it
LIST = {**dict.fromkeys(TECHNICIANS, "r"), **dict.fromkeys(MANAGERS, "rcwd")}
ROWS = {
    "crm.service.type": {
        **dict.fromkeys(USERS.keys() - OUTSIDE, "r"),
        **dict.fromkeys(MANAGERS, "rcwd"),
    },
    "crm.service.customer.status": LIST,
    "crm.service.template": LIST,
    "crm.service.contract": {"technician": "r", "other": "r", "manager": "rcwd"},
    # one's own stay in sight when the customer no longer is; the sample has times, so
    # that managers alone delete it
    "crm.service.record": {"technician": "rcw", "blind": "rw", "manager": "rcwd"},
    "crm.service.interval": {
        "technician": "rcwd",
        "blind": "rcwd",
        "manager": "rcwd",
    },
    "crm.service.visit": {"technician": "rcwd", "manager": "rcwd"},
    "crm.service.visit.link": {"manager": "r"},
    "crm.service.visit.hit": {"manager": "r"},
    "crm.service.score": {"manager": "r"},
    "crm.session.log": {"manager": "r", "blind_manager": "r"},
}
# core's own: who was assigned follows; what was sent to them stays theirs, and they
# may write to the others
FOLLOWS = {
    ("crm.service.visit", "blind", "_message"),
    ("crm.service.visit", "blind", "_post"),
}
# wizards: who may open them
WIZARDS = {"crm.service.billing": {"accountant"}}
# what is written to see whether it may be
WRITES = {
    "crm.service.type": {"description": "Başka"},
    "crm.service.customer.status": {"name": "Başka"},
    "crm.service.template": {"name": "Başka"},
    "crm.service.contract": {"note": "Başka"},
    "crm.service.record": {"intervention": "Başka"},
    "crm.service.interval": {"date_end": "2026-03-02 08:00:00"},
    "crm.service.visit": {"note": "Başka"},
    "crm.service.visit.link": {"email": "baska@yildiz.example"},
    "crm.service.visit.hit": {"agent": "Başka"},
    "crm.service.score": {"score": 10},
    "crm.session.log": {"kind": "sign_out"},
}
REPORTS = {
    "crm.service.record": "crm_service_track.crm_service_times",
    "crm.service.visit": "crm_service_track.crm_service_visit_paper",
}
