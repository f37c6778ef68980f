{
    "name": "Customer Portal Topics",
    "version": "19.0.1.0.0",
    "author": "CRM Cubicl maintainers",
    "website": "https://github.com/crm-cubicl/crm-cubicl",
    "license": "LGPL-3",
    "category": "Services/Helpdesk",
    "summary": "The topics on which customers ask for support, each with its project "
    "and the people in charge",
    "depends": ["auth_signup", "crm_cubicl", "website"],
    "data": [
        "security/ir.model.access.csv",
        "security/crm_portal_topic_security.xml",
        "data/project_project.xml",
        "data/crm_portal_topic.xml",
        "views/crm_portal_topic_views.xml",
        "views/crm_portal_menus.xml",
    ],
    "demo": [
        "demo/website.xml",
        "demo/res_users.xml",
        "demo/crm_portal_topic.xml",
    ],
    "assets": {
        "web.assets_tests": ["crm_portal/static/tests/tours/*.js"],
    },
    "uninstall_hook": "uninstall_hook",
}
