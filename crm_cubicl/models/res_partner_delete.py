from collections import Counter
from typing import NamedTuple

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

MAX_NAMED = 5
# of each kind that holds a customer
MAX_RECORDS = 3


class DeleteEffect(NamedTuple):
    """Records of one kind that go, stay or stand in the way of deleting customers.

    :param counts: id of the customer → how many
    :param action: opens the records; False when the user may not read them
    """

    label: str
    counts: dict[int, int]
    action: dict | bool = False

    @property
    def count(self) -> int:
        return sum(self.counts.values())


class ResPartner(models.Model):
    """Deleting customers: what goes along, what stays, what refuses it."""

    _inherit = "res.partner"

    @api.ondelete(at_uninstall=False)
    def _unlink_customer_except_used(self):
        roots = self._get_delete_roots()
        if blockers := roots._get_delete_blockers():
            raise UserError(roots._get_delete_refusal(blockers))

    def unlink(self):
        if not (roots := self._get_delete_roots()):
            return super().unlink()
        self.check_access("unlink")
        gone = self | self.browse(roots._get_delete_members())
        roots._release_tasks()
        gone._unlink_bank_messages()
        gone._unlink_transient_references()
        roots._unlink_customer_activities()
        return super(ResPartner, gone).unlink()

    # -- what it concerns ------------------------------------------------------

    def _get_delete_roots(self):
        """Return the customers among these, and contacts whose customer stays."""
        # sudo: res.partner - what belongs to a customer is no matter of rights
        partners_sudo = self.sudo()
        roots = partners_sudo.filtered("is_crm_customer")
        contacts = partners_sudo.filtered("crm_customer_id") - roots
        staying = contacts.filtered(lambda p: p.crm_customer_id not in roots)
        return (roots | staying).with_env(self.env)

    def _get_delete_members(self) -> dict[int, int]:
        """Return each partner that goes with these: its id → id of the one of these."""
        # sudo: res.partner - no contact stays behind because the user cannot see it
        partners_sudo = self.sudo().with_context(active_test=False)
        customers = self.filtered("is_crm_customer")
        below = partners_sudo.search_fetch(
            Domain("crm_customer_id", "in", customers.ids)
            | (
                Domain("id", "child_of", (self - customers).ids)
                & Domain("crm_customer_id", "!=", False)
                & Domain("is_crm_customer", "=", False)
            ),
            ["crm_customer_id", "parent_id", "type"],
        )
        roots = set(self.ids)
        return {partner.id: partner._find_root_in(roots) for partner in below | self}

    def _find_root_in(self, roots: set[int]) -> int:
        partner = self
        while partner and partner.id not in roots:
            if partner.crm_customer_id.id in roots:
                return partner.crm_customer_id.id
            partner = partner.parent_id
        return partner.id

    # -- effects ---------------------------------------------------------------

    def _get_delete_blockers(self) -> list[DeleteEffect]:
        """Return what refuses to let these customers go.

        Whatever cannot be without its partner is found by itself. Override to add
        what refuses for another reason.
        """
        return self._get_delete_effects("blocks")["blocks"]

    def _get_delete_effects(self, *outcomes: str) -> dict[str, list[DeleteEffect]]:
        """Return what goes, stays and blocks, by outcome; all of it in one query."""
        references = self.env["crm.customer.references"]
        members = self._get_delete_members()
        kinds = [kind for kind in references._get_kinds() if kind.outcome in outcomes]
        effects = {outcome: [] for outcome in outcomes}
        if "goes" in outcomes:
            effects["goes"] += self._get_member_effects(members)
        labels = self._get_reference_labels()
        for kind, counts in references._count(kinds, members).items():
            if counts:
                label = labels.get(kind.model) or self._get_model_label(kind.model)
                action = self._get_references_action(kind, members, label)
                effects[kind.outcome].append(DeleteEffect(label, counts, action))
        return effects

    def _get_member_effects(self, members: dict[int, int]) -> list[DeleteEffect]:
        """Return the contacts and the addresses that go along."""
        kinds = {"contact": Counter(), "address": Counter()}
        # sudo: res.partner - no contact stays behind because the user cannot see it
        for partner in self.sudo().browse(members) - self:
            kind = "contact" if partner.type == "contact" else "address"
            kinds[kind][members[partner.id]] += 1
        labels = {"contact": self.env._("Contacts"), "address": self.env._("Addresses")}
        return [
            DeleteEffect(labels[kind], dict(counts))
            for kind, counts in kinds.items()
            if counts
        ]

    @api.model
    def _get_reference_labels(self) -> dict[str, str]:
        """Return what people call the records of a model. Override to add."""
        return {
            "account.bank.statement.line": self.env._("Bank transactions"),
            "account.move": self.env._("Invoices and journal entries"),
            "account.move.line": self.env._("Ledger entries"),
            "account.payment": self.env._("Payments"),
            "ir.attachment": self.env._("Files"),
            "mail.activity": self.env._("Planned and done activities"),
            "mail.message": self.env._("Notes, messages and changes"),
            "project.project": self.env._("Projects"),
            "project.task": self.env._("Tasks and their files"),
            "res.partner": self.env._("Child customers and companies"),
            "res.partner.bank": self.env._("Bank accounts"),
            "res.users": self.env._("Users who sign in as one of the contacts"),
            "sale.order": self.env._("Quotes and orders"),
        }

    @api.model
    def _get_model_label(self, model: str) -> str:
        # sudo: ir.model - how a model is called is no secret
        return self.env["ir.model"].sudo()._get(model).name

    @api.model
    def _get_references_action(self, kind, members: dict, label: str) -> dict | bool:
        """Return the action that opens what names them, for who may read it."""
        if kind.outcome != "blocks" or not self.env[kind.model].has_access("read"):
            return False
        return {
            "type": "ir.actions.act_window",
            "name": label,
            "res_model": kind.model,
            "views": [[False, "list"], [False, "form"]],
            "domain": list(
                Domain.OR(Domain(name, "in", list(members)) for name in kind.columns)
            ),
            "context": {"active_test": False},
        }

    def _get_delete_refusal(self, blockers: list[DeleteEffect]) -> str:
        """Return a sentence with the customers, what they have, and a way out."""
        blocked = self.filtered(lambda p: any(p.id in b.counts for b in blockers))
        rows = [
            self.env._(
                "%(customer)s cannot be deleted: %(reasons)s.",
                customer=customer.display_name,
                reasons=customer._get_delete_reasons(blockers),
            )
            for customer in blocked[:MAX_NAMED]
        ]
        if len(blocked) > MAX_NAMED:
            more = len(blocked) - MAX_NAMED
            rows.append(self.env._("… and %(count)s more.", count=more))
        rows.append(
            self.env._(
                "Archive instead: then nobody chooses it any more, and all stays."
            )
        )
        return "\n".join(rows)

    def _get_delete_reasons(self, blockers: list[DeleteEffect]) -> str:
        self.ensure_one()
        return ", ".join(
            f"{blocker.label} ({self._get_blocker_names(blocker)})"
            for blocker in blockers
            if self.id in blocker.counts
        )

    def _get_blocker_names(self, blocker: DeleteEffect) -> str:
        """Return the first records that hold this one, as far as the user sees them.

        Otherwise how many there are.
        """
        self.ensure_one()
        count = blocker.counts[self.id]
        records = self._find_blocking(blocker)
        if not records:
            return str(count)
        names = ", ".join(records.mapped("display_name"))
        if (more := count - len(records)) <= 0:
            return names
        return self.env._("%(names)s and %(count)s more", names=names, count=more)

    def _find_blocking(self, blocker: DeleteEffect):
        """Return the first records of a kind that hold this one, as the user."""
        if not blocker.action:
            return self.browse()
        members = list(self._get_delete_members())
        domain = Domain(blocker.action["domain"]).map_conditions(
            lambda condition: Domain(condition.field_expr, "in", members)
        )
        records = self.env[blocker.action["res_model"]]
        return records.with_context(active_test=False).search(domain, limit=MAX_RECORDS)

    # -- doing it --------------------------------------------------------------

    def _release_tasks(self) -> None:
        """Take the customers off their tasks; each keeps the name in a note."""
        members = self._get_delete_members()
        # sudo: project.task - tasks of projects that the user cannot see stay as well
        tasks_sudo = self.env["project.task"].sudo().with_context(active_test=False)
        tasks_sudo = tasks_sudo.search([("partner_id", "in", list(members))])
        if not tasks_sudo:
            return
        # sudo: res.partner - the names of contacts that go with their customer
        partners_sudo = self.sudo().browse(members)
        names = {partner.id: partner.display_name for partner in partners_sudo}
        bodies = {
            task.id: self.env._(
                "The customer of this task, %(name)s, was deleted.",
                name=names[task.partner_id.id],
            )
            for task in tasks_sudo
        }
        field = tasks_sudo._fields["partner_id"]
        # a subtask that has no customer gets none because its parent loses one
        with self.env.protecting([field], tasks_sudo.child_ids - tasks_sudo):
            tasks_sudo.with_context(tracking_disable=True).partner_id = False
        tasks_sudo.with_user(self.env.user).sudo()._message_log_batch(bodies)

    def _unlink_bank_messages(self) -> None:
        """Remove what is told of bank accounts, which the database takes along."""
        # sudo: res.partner.bank, mail.message - they go with their customer
        banks_sudo = self.env["res.partner.bank"].sudo().with_context(active_test=False)
        banks_sudo = banks_sudo.search([("partner_id", "in", self.ids)])
        if banks_sudo:
            self.env["mail.message"].sudo().search(
                [("model", "=", banks_sudo._name), ("res_id", "in", banks_sudo.ids)]
            ).unlink()

    def _unlink_transient_references(self) -> None:
        """Remove open dialogs of the system that would hold a customer back."""
        for name, model in self.env.registry.items():
            if not model._transient or model._abstract:
                continue
            fields = self.env["crm.customer.references"]._get_partner_fields(name)
            names = [field.name for field in fields if field.ondelete == "restrict"]
            if names:
                # sudo: whoever opened the dialog
                dialogs_sudo = self.env[name].sudo()
                dialogs_sudo.search(
                    Domain.OR(Domain(name, "in", self.ids) for name in names)
                ).unlink()

    @api.model
    def get_customers_delete_action(self, partner_ids: list[int]) -> dict | bool:
        """Return the dialog that asks before customers go, or False for others."""
        partners = self.browse(partner_ids).exists()
        if not (customers := partners._get_delete_roots()):
            return False
        partners.check_access("unlink")
        wizard = self.env["crm.customer.delete"].create(
            {"partner_ids": [Command.set((customers | partners).ids)]}
        )
        return wizard._get_action()
