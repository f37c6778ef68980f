def uninstall_hook(env):
    """Leave the project of the default topic behind, with the tasks in it.

    What a data file made is deleted with its addon; this project and its stages hold
    work of the users.
    """
    env["ir.model.data"].search(
        [
            ("module", "=", "crm_portal"),
            # a project inherits from its mail alias, which has a row as well
            ("model", "in", ["mail.alias", "project.project", "project.task.type"]),
        ]
    ).unlink()
