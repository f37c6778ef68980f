from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL


class CrmMergeErasure(models.AbstractModel):
    """Forget persons and companies that are erased: their data lives on nowhere.

    Old numbers stay, as they name nobody: old links go on leading where they did.
    """

    _name = "crm.merge.erasure"
    _description = "Erasing personal data from merges"

    @api.model
    def _forget_partners(self, ids: list[int]) -> None:
        """Forget what merges keep of partners: names, e-mails and rows of theirs."""
        if not ids:
            return
        # sudo: crm.merge - kept by the system of whoever is erased
        merges_sudo = self.env["crm.merge"].sudo()
        named = Domain("target_id", "in", ids) | Domain("source_id", "in", ids)
        known = Domain("source_name", "!=", False) | Domain("journal_ids", "!=", False)
        merges_sudo.search(named & known)._forget()
        merges_sudo._forget_rows(ids)

    def _forget(self) -> None:
        """Forget who was merged or attached, and how to take it back."""
        self.journal_ids.unlink()
        self.write(
            {
                "source_name": False,
                "email_normalized": False,
                "source_keys": False,
                "left_values": False,
            }
        )

    @api.model
    def _forget_rows(self, ids: list[int]) -> None:
        """Take the rows of partners out of the journals of other merges."""
        self.env["crm.merge.journal"].flush_model()
        self.env.cr.execute(
            SQL(
                "UPDATE crm_merge_journal SET content = coalesce(("
                "   SELECT jsonb_agg(row) FROM jsonb_array_elements(content) AS row"
                "   WHERE (row->>'id')::int <> ALL(%(ids)s)), '[]'::jsonb)"
                " WHERE %(table)s = 'res_partner' AND kind IN ('value', 'gone')"
                " AND EXISTS (SELECT FROM jsonb_array_elements(content) AS row"
                "   WHERE (row->>'id')::int = ANY(%(ids)s))",
                ids=ids,
                table=SQL.identifier("table"),
            )
        )
        self.env["crm.merge.journal"].invalidate_model(["content"])

    def unlink(self):
        # erased by name from core's search for personal data
        self.journal_ids.unlink()
        return super().unlink()
