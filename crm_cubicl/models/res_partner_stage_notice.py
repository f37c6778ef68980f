from markupsafe import Markup

from odoo import models

MAX_LISTED = 50


class ResPartner(models.Model):
    """Tell people that customers came to a stage."""

    _inherit = "res.partner"

    def _tell_stage(self, stage_sudo, before: dict[int, int]) -> None:
        """Tell those concerned, each one once for all the customers of a move.

        :param before: the stages that the customers come from, by their ids
        """
        if not stage_sudo._has_listeners():
            return
        notices = {}
        for user_sudo, customers in self._get_stage_listeners(stage_sudo).items():
            key = (user_sudo.lang, customers._ids)
            notices[key] = notices.get(key, user_sudo.browse()) | user_sudo
        for (lang, ids), users_sudo in notices.items():
            customers = self.browse(ids).with_context(lang=lang)
            customers._send_stage_notice(
                stage_sudo.with_context(lang=lang), before, users_sudo.partner_id
            )

    def _get_stage_listeners(self, stage_sudo) -> dict:
        """Return the users to tell with those of the customers that they may see."""
        groups_sudo = stage_sudo.notify_group_ids
        everywhere = stage_sudo.notify_user_ids | groups_sudo.all_user_ids
        wanted = dict.fromkeys(everywhere, self)
        if stage_sudo.notify_managers:
            for customer in self:
                for user in customer._get_account_managers().sudo():
                    wanted[user] = wanted.get(user, self.browse()) | customer
        seen = {
            user_sudo: customers._get_seen_by(user_sudo)
            for user_sudo, customers in wanted.items()
            # whoever moves them knows it
            if user_sudo.active and not user_sudo.share and user_sudo != self.env.user
        }
        return {
            user_sudo: customers for user_sudo, customers in seen.items() if customers
        }

    def _send_stage_notice(self, stage, before: dict[int, int], partners) -> None:
        """Send one message on all the customers, in the language of the context."""
        one = self if len(self) == 1 else self.browse()
        one.message_notify(
            subject=self._get_stage_subject(stage),
            body=self._get_stage_body(stage, before),
            partner_ids=partners.ids,
        )

    def _get_stage_subject(self, stage) -> str:
        if len(self) == 1:
            return self.env._(
                "%(customer)s: %(stage)s", customer=self.name, stage=stage.name
            )
        return self.env._(
            "%(count)s customers: %(stage)s", count=len(self), stage=stage.name
        )

    def _get_stage_body(self, stage, before: dict[int, int]) -> Markup:
        """Return the text: who moved what to where, and what is to be done."""
        if len(self) == 1:
            body = self._get_stage_sentence(stage, before)
        else:
            body = self.env._(
                "%(user)s moved %(count)s customers to the stage %(stage)s:",
                user=self.env.user.name,
                count=len(self),
                stage=stage.name,
            )
        body = Markup("<p>%s</p>") % body
        if len(self) > 1:
            body += self._get_stage_links()
        if stage.notify_text:
            body += Markup("<p>%s</p>") % stage.notify_text
        return body

    def _get_stage_sentence(self, stage, before: dict[int, int]) -> str:
        previous = stage.browse(before.get(self.id))
        if not previous:
            return self.env._(
                "%(user)s put %(customer)s into the stage %(stage)s.",
                user=self.env.user.name,
                customer=self.name,
                stage=stage.name,
            )
        return self.env._(
            "%(user)s moved %(customer)s from the stage %(previous)s to %(stage)s.",
            user=self.env.user.name,
            customer=self.name,
            previous=previous.name,
            stage=stage.name,
        )

    def _get_stage_links(self) -> Markup:
        link = Markup('<li><a href="/odoo/crm-customers/%s">%s</a></li>')
        links = Markup("").join(
            link % (customer.id, customer.name) for customer in self[:MAX_LISTED]
        )
        if len(self) > MAX_LISTED:
            more = self.env._("and %(count)s more", count=len(self) - MAX_LISTED)
            links += Markup("<li>%s</li>") % more
        return Markup("<ul>%s</ul>") % links
