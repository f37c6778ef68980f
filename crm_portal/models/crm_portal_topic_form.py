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
        self.ensure_one()
        return self._get_forms(customer)[self.id]

    def _get_forms(self, customer=None) -> dict:
        """Return the forms of these topics, by topic; see :meth:`_get_form`."""
        # sudo: crm.portal.form, crm.portal.topic.override - what strangers are asked
        # is no secret
        topics_sudo = self.sudo()
        forms = {topic.id: topic.form_id for topic in topics_sudo}
        if customer:
            overrides_sudo = topics_sudo.override_ids.search(
                [
                    ("topic_id", "in", self.ids),
                    ("customer_id", "=", customer.id),
                    ("form_id", "!=", False),
                ]
            )
            forms |= {o.topic_id.id: o.form_id for o in overrides_sudo}
        return {id_: form.filtered("active") for id_, form in forms.items()}

    def _read_answers(self, post, files, customer=None) -> tuple[dict, dict]:
        """Return what was answered to the topic's questions, and what is wrong.

        Answers come by question, errors by the name of the field, in the language of
        the environment. Whatever else was sent is passed over.

        :param post: the form that was sent (a ``MultiDict``)
        :param files: the files that were sent (a ``MultiDict``); None where none can be
            sent, so that none is asked for
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
        for topic_id, form_sudo in self._get_forms(customer).items():
            if form_sudo:
                by_form.setdefault(form_sudo, []).append(topic_id)
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
