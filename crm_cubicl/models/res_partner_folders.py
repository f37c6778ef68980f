from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..tools.file_names import clean_name, free_name, shorten, sniff_mimetype
from ..tools.file_size import format_size
from .crm_customer_file_trail import NO_TRAIL, TRAIL

PAGE = 200
# what the file list shows of a file
SHOWN = (
    "name",
    "mimetype",
    "checksum",
    "file_size",
    "type",
    "url",
    "crm_folder_id",
    "create_date",
    "create_uid",
    "crm_version",
    "crm_uploaded_by",
    "crm_uploaded_on",
)


class ResPartner(models.Model):
    """Customers keep files in folders that the users make."""

    _inherit = "res.partner"

    crm_folder_ids = fields.One2many(
        "crm.customer.folder",
        "customer_id",
        string="Folders of files",
        groups="crm_cubicl.crm_cubicl_group_view",
    )

    def unlink(self):
        # sudo: crm.customer.folder - also those that the user may not read
        if self.sudo().crm_folder_ids:
            self.check_access("unlink")
            self._unlink_customer_files()
        return super().unlink()

    def _unlink_customer_files(self) -> None:
        """Delete the folders of customers and all files in them.

        Called before customers are deleted. Files outside of folders, and the older
        versions of all files, go with what they are attached to by themselves.
        """
        # sudo: crm.customer.folder, ir.attachment - a customer goes with all its files
        folders_sudo = self.sudo().with_context(**{TRAIL: NO_TRAIL}).crm_folder_ids
        folders_sudo.file_ids.unlink()
        folders_sudo.unlink()

    def _get_mail_thread_data_attachments(self):
        # files in folders have a page of their own
        files = super()._get_mail_thread_data_attachments()
        return files.filtered(lambda f: not f.crm_folder_id)

    def get_customer_files(
        self, folder_id: int | bool = False, query: str = "", limit: int = PAGE
    ) -> dict:
        """Return folders and files in a folder, or at the top, for the file list.

        :param query: part of a name to look for in the folder and all below it
        """
        self.ensure_one()
        self.check_access("read")
        folder = self._get_own_folder(folder_id)
        query = clean_name(query)
        folders = self._search_folders(folder, query)
        domain = self._get_files_domain(folder, query)
        Attachment = self.env["ir.attachment"]
        limit = min(max(int(limit), 1), 10 * PAGE)
        files = Attachment.search_fetch(
            domain, SHOWN, order="name, id desc", limit=limit + 1
        )
        return {
            "folder": self._describe_folder(folder) if folder else False,
            "path": folder._get_path_names(),
            "can_edit": (folder or self).has_access("write"),
            "folders": self._describe_folders(folders),
            "files": self._describe_files(files[:limit], bool(query)),
            "has_more": len(files) > limit,
        }

    def get_customer_folder_tree(self) -> list[dict]:
        """Return the folders to move something to, each after the one above it."""
        self.ensure_one()
        self.check_access("read")
        folders = self.env["crm.customer.folder"].search(
            [("customer_id", "=", self.id)]
        )
        editable = folders._filtered_access("write")
        known = set(folders.ids)
        return [
            {
                "id": folder.id,
                "name": folder.name,
                "path": [i for i in folder._get_path_ids() if i in known],
                "is_restricted": folder.is_restricted,
                "can_edit": folder in editable,
            }
            for folder in folders._sort_as_tree()
        ]

    def _get_own_folder(self, folder_id):
        """Return a folder of this customer that the user may read, or none."""
        if not folder_id:
            return self.env["crm.customer.folder"]
        folder = self.env["crm.customer.folder"].search(
            [("id", "=", int(folder_id)), ("customer_id", "=", self.id)]
        )
        if not folder:
            raise UserError(
                self.env._("The folder is gone, or you may not read it any more.")
            )
        return folder

    def _search_folders(self, folder, query: str):
        """Return the folders to list; one whose parent is hidden shows at the top."""
        folders = self.env["crm.customer.folder"].search(
            [("customer_id", "=", self.id)], order="name, id"
        )
        if query:
            below = folder.parent_path or ""
            return folders.filtered(
                lambda f: (
                    query.casefold() in f.name.casefold()
                    and f.parent_path.startswith(below)
                    and f != folder
                )
            )
        return folders.filtered(lambda f: (f.parent_id & folders) == folder)

    def _get_files_domain(self, folder, query: str) -> Domain:
        domain = Domain("res_model", "=", self._name) & Domain("res_id", "=", self.id)
        if not query:
            return domain & Domain("crm_folder_id", "=", folder.id)
        if folder:
            domain &= Domain("crm_folder_id", "child_of", folder.ids)
        return domain & Domain("name", "ilike", query)

    @api.model
    def _describe_folder(self, folder) -> dict:
        return {
            "id": folder.id,
            "name": folder.name,
            "is_restricted": folder.is_restricted,
            "can_edit": folder.has_access("write"),
        }

    @api.model
    def _describe_folders(self, folders) -> list[dict]:
        editable = folders._filtered_access("write")
        counts = dict(
            self.env["ir.attachment"]._read_group(
                [
                    ("res_model", "=", self._name),
                    ("crm_folder_id", "in", folders.ids),
                ],
                ["crm_folder_id"],
                ["__count"],
            )
        )
        return [
            {
                "id": folder.id,
                "name": folder.name,
                "is_restricted": folder.is_restricted,
                "can_edit": folder in editable,
                "file_count": counts.get(folder, 0),
                "by": folder.create_uid.sudo().name,
                "date": fields.Datetime.to_string(folder.create_date),
            }
            for folder in folders
        ]

    @api.model
    def _describe_files(self, files, with_folder: bool) -> list[dict]:
        root = self.env._("Files")
        editable = files._filtered_access("write")
        # sudo: mail.message - only to mark the files that came with a message
        posted_sudo = self.env["mail.message"].sudo()
        posted = set(
            posted_sudo.search([("attachment_ids", "in", files.ids)]).attachment_ids.ids
        )
        return [
            {
                "id": file.id,
                "name": file.name,
                "mimetype": file.mimetype,
                "checksum": file.checksum,
                "type": file.type,
                "url": file.url or "",
                "size": format_size(self.env, file.file_size),
                "version": file.crm_version or 1,
                "by": (file.crm_uploaded_by or file.create_uid).sudo().name,
                "date": fields.Datetime.to_string(
                    file.crm_uploaded_on or file.create_date
                ),
                "folder": with_folder and (file.crm_folder_id.name or root),
                "is_own": bool(file.crm_version),
                "is_posted": file.id in posted,
                "can_edit": file in editable,
            }
            for file in files
        ]

    def _add_customer_file(
        self, name: str, raw: bytes, folder_id: int = 0, on_conflict: str = ""
    ):
        """Return the file made of what a user sent; a new version if that is asked.

        :param on_conflict: "version" or "both": what to do when the name is taken;
            otherwise nothing is done and `None` returned
        """
        self.ensure_one()
        folder = self._get_own_folder(folder_id)
        (folder or self).check_access("write")
        name = shorten(clean_name(name))
        if not name:
            raise UserError(
                self.env._("The file has no name. Rename it and try again.")
            )
        if not raw:
            raise UserError(
                self.env._("“%(name)s” is empty (0 bytes). Is it saved?", name=name)
            )
        same = self._find_own_file(folder, name)
        if same and on_conflict not in ("version", "both"):
            return None
        if same and on_conflict == "both":
            name = free_name(name, self._get_file_names(folder))
        content = {"raw": raw, "mimetype": sniff_mimetype(raw, name)}
        if same and on_conflict == "version":
            if same.checksum != same._compute_checksum(raw):
                same._as_it_is().write(content)
            return same
        return self._create_customer_file(name, folder, content)

    def _create_customer_file(self, name: str, folder, content: dict):
        file = (
            self.env["ir.attachment"]
            ._as_it_is()
            .create(
                {
                    **content,
                    "name": name,
                    "res_model": self._name,
                    "res_id": self.id,
                    "crm_folder_id": folder.id,
                }
            )
        )
        if not folder:
            file._start_versions()
        return file

    def _find_own_file(self, folder, name: str):
        """Return the file of this name in the folder; what messages brought is not."""
        return self.env["ir.attachment"].search(
            self._get_files_domain(folder, "")
            & Domain("name", "=ilike", name.replace("%", r"\%").replace("_", r"\_"))
            & Domain("crm_version", ">", 0),
            limit=1,
        )

    def _get_file_names(self, folder) -> list[str]:
        domain = self._get_files_domain(folder, "")
        return self.env["ir.attachment"].search_fetch(domain, ["name"]).mapped("name")
