{
    "name": "Customer Portal",
    "version": "19.0.1.1.0",
    "author": "CRM Cubicl maintainers",
    "website": "https://github.com/crm-cubicl/crm-cubicl",
    "license": "LGPL-3",
    "category": "Services/Helpdesk",
    "summary": "Customers ask by a public form; the right people know, answer and see "
    "who waits",
    "depends": ["auth_signup", "crm_cubicl", "website"],
    "data": [
        "security/ir.model.access.csv",
        "security/crm_portal_topic_security.xml",
        "data/project_project.xml",
        "data/crm_portal_topic.xml",
        "data/ir_sequence.xml",
        "views/crm_portal_topic_views.xml",
        "views/project_task_views.xml",
        "views/res_config_settings_views.xml",
        "views/support_templates.xml",
        "wizard/crm_portal_answer_views.xml",
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
