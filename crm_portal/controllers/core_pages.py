from odoo import http
from odoo.fields import Domain
from odoo.http import request

from odoo.addons.project.controllers.portal import ProjectCustomerPortal


def get_no_ticket_domain() -> Domain:
    """Return the tasks that are no tickets, for whoever may not ask for topics."""
    # sudo: project.task - only which page shows it
    tasks_sudo = request.env["project.task"].sudo().with_context(active_test=False)
    return Domain("id", "not in", tasks_sudo._search([("crm_topic_id", "!=", False)]))


def is_ticket(task_id) -> bool:
    # sudo: project.task - only which page shows it
    return bool(
        request.env["project.task"].sudo().browse(task_id).exists().crm_topic_id
    )


class TaskPages(ProjectCustomerPortal):
    """Core's pages of tasks leave tickets out: they have a page of their own."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if values.get("task_count"):
            tasks = request.env["project.task"]
            values["task_count"] = tasks.search_count(
                Domain("project_id", "!=", False) & get_no_ticket_domain()
            )
        return values

    def _prepare_tasks_values(
        self,
        page,
        date_begin,
        date_end,
        sortby,
        search,
        search_in,
        groupby,
        url="/my/tasks",
        domain=None,
        su=False,
        project=False,
    ):
        return super()._prepare_tasks_values(
            page,
            date_begin,
            date_end,
            sortby,
            search,
            search_in,
            groupby,
            url=url,
            domain=Domain(domain or []) & get_no_ticket_domain(),
            su=su,
            project=project,
        )

    @http.route()
    def portal_my_task(
        self, task_id, report_type=None, access_token=None, project_sharing=False, **kw
    ):
        """Lead to the ticket's own page, which asks who one is."""
        if is_ticket(task_id):
            return request.redirect(f"/my/tickets/{task_id}")
        return super().portal_my_task(
            task_id,
            report_type=report_type,
            access_token=access_token,
            project_sharing=project_sharing,
            **kw,
        )

    @http.route()
    def portal_my_project_task(
        self, project_id=None, task_id=None, access_token=None, **kw
    ):
        """Open no ticket to who holds the link of its project."""
        if is_ticket(task_id):
            return request.redirect(f"/my/tickets/{task_id}")
        return super().portal_my_project_task(
            project_id=project_id, task_id=task_id, access_token=access_token, **kw
        )

    @http.route()
    def add_image(self, name, data, res_id, access_token=None, **kwargs):
        """Put no picture on a ticket by the page of its project."""
        if is_ticket(int(res_id)):
            return request.not_found()
        return super().add_image(
            name, data, res_id, access_token=access_token, **kwargs
        )
