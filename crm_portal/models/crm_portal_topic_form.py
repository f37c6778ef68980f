from odoo import fields, models

from .crm_portal_answer_reader import AnswerReader

# the form that was on the page, so that questions nobody saw are asked first
SHOWN = "questions_of"


class CrmPortalTopic(models.Model):
    """A topic asks the questions of its form."""

    _inherit = "crm.portal.topic"

    form_id = fields.Many2one(
        "crm.portal.form",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="Its questions are asked under “Additional information”.",
    )

    def _get_form(self, customer=None):
        """Return the form whose questions are asked, with superuser rights.

        :param customer: the customer who asks; a customer can have a form of its own
        """
        # sudo: crm.portal.form - what strangers are asked is no secret
        form_sudo = self.sudo().form_id
        if customer:
            form_sudo = self._for_customer(customer).form
        return form_sudo if form_sudo.active else form_sudo.browse()

    def _read_answers(self, post, files, customer=None) -> tuple[dict, dict]:
        """Return what was answered to the topic's questions, and what is wrong.

        Answers come by question, errors by the name of the field, in the language of
        the environment. Whatever else was sent is passed over.

        :param post: the form that was sent (a ``MultiDict``)
        :param files: the files that were sent (a ``MultiDict``)
        """
        form_sudo = self._get_form(customer) if self else None
        if not form_sudo or not form_sudo.question_ids:
            return {}, {}
        if post.get(SHOWN) != str(form_sudo.id):
            return {}, {SHOWN: self.env._("Please answer these questions too.")}
        return AnswerReader(form_sudo, post, files).collect()

    # -- the page --------------------------------------------------------------------

    def _get_shown_forms(self, chosen="", customer=None) -> list[dict]:
        """Return the forms of these topics, each once, with what its questions need.

        :param chosen: the id of the topic that was chosen, as the page sent it; the
            only topic needs no choice
        """
        by_form = {}
        for topic in self:
            if form_sudo := topic._get_form(customer):
                by_form.setdefault(form_sudo, []).append(topic.id)
        chosen_ids = self.ids if len(self) == 1 else []
        return [
            form_sudo._get_shown()
            | {
                "topics": topic_ids,
                "is_chosen": any(
                    id_ in chosen_ids or str(id_) == chosen for id_ in topic_ids
                ),
            }
            for form_sudo, topic_ids in by_form.items()
            if form_sudo.question_ids
        ]
