from collections.abc import Iterator

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.file_names import MAX_LENGTH, clean_name
from ..tools.file_size import format_size
from .crm_customer_file_trail import NO_TRAIL, TRAIL

CUSTOMER = "res.partner"
# an older version is a file attached to the file: it goes where that goes, and core
# gives it the same readers
VERSION = "ir.attachment"
PIECE = 1024 * 1024


class CrmCustomerFileMixin(models.AbstractModel):
    """The files of a customer keep their older versions and leave a trail."""

    _name = "crm.customer.file.mixin"
    _description = "File of a customer"

    def _as_it_is(self):
        """Return the files ready to take content unchanged.

        Core would shrink pictures, and keep a page or drawing as what a browser runs.
        """
        return self.with_context(
            image_no_postprocess=True, attachments_mime_plainxml=True
        )

    def _start_versions(self) -> None:
        """Make files the first versions of a customer's files."""
        # sudo: ir.attachment - nobody writes these by hand
        self.sudo().write(
            {
                "crm_version": 1,
                "crm_uploaded_by": self.env.uid,
                "crm_uploaded_on": fields.Datetime.now(),
            }
        )
        for file in self:
            file._log_file_added()

    def _filter_customer_files(self):
        """Return the files that were uploaded as a customer's, versions left out."""
        # sudo: ir.attachment - only to learn what they are; the caller checks rights
        return self.sudo().filtered(lambda f: f.res_model == CUSTOMER and f.crm_version)

    def _prepare_file_vals(self, vals: dict) -> dict:
        """Return the values with the name of a customer's file as it is kept."""
        files = self._filter_customer_files()
        if not files and not vals.get("crm_folder_id"):
            return vals
        if "name" in vals:
            vals = {**vals, "name": self._check_file_name(vals["name"])}
        return vals

    @api.model
    def _check_file_name(self, name: str) -> str:
        """Return a file's name as it is kept, or tell what is wrong with it."""
        kept = clean_name(name) if isinstance(name, str) and "/" not in name else ""
        if not kept or len(kept) > MAX_LENGTH:
            raise UserError(
                self.env._(
                    "A file cannot be called “%(name)s”. Choose a name without "
                    "slashes, with at most %(length)s signs.",
                    name=str(name)[:MAX_LENGTH],
                    length=MAX_LENGTH,
                )
            )
        return kept

    def _keep_versions(self) -> None:
        """Put the present content of files aside as an older version."""
        files_sudo = self._filter_customer_files()
        for file_sudo in files_sudo:
            version_sudo = file_sudo._as_it_is().copy(
                {"res_model": VERSION, "res_id": file_sudo.id, "public": False}
            )
            version_sudo.write(
                {
                    "crm_version": file_sudo.crm_version,
                    "crm_uploaded_by": file_sudo.crm_uploaded_by.id,
                    "crm_uploaded_on": file_sudo.crm_uploaded_on,
                }
            )
            file_sudo.write(
                {
                    "crm_version": file_sudo.crm_version + 1,
                    "crm_uploaded_by": self.env.uid,
                    "crm_uploaded_on": fields.Datetime.now(),
                    "thumbnail": False,
                }
            )

    def get_customer_file_versions(self) -> list[dict]:
        """Return the older versions of a file, newest first."""
        self.ensure_one()
        self.check_access("read")
        # sudo: ir.attachment - versions have the readers of their file
        versions_sudo = self.sudo().search(
            [
                ("res_model", "=", VERSION),
                ("res_id", "=", self.id),
                ("crm_version", ">", 0),
            ],
            order="crm_version desc",
        )
        return [
            {
                "id": version.id,
                "name": version.name,
                "mimetype": version.mimetype,
                "checksum": version.checksum,
                "size": format_size(self.env, version.file_size),
                "version": version.crm_version,
                "by": version.crm_uploaded_by.name or "",
                "date": fields.Datetime.to_string(version.crm_uploaded_on),
            }
            for version in versions_sudo
        ]

    def restore_customer_file_version(self) -> bool:
        """Make an older version the newest one; the present one is kept as well."""
        self.ensure_one()
        # sudo: ir.attachment - to learn whose version it is; rights are checked below
        version_sudo = self.sudo()
        if version_sudo.res_model != VERSION or not version_sudo.crm_version:
            raise UserError(self.env._("This is not an older version of a file."))
        file = self.browse(version_sudo.res_id)
        file.check_access("write")
        return file._as_it_is().write(
            {"raw": version_sudo.raw, "mimetype": version_sudo.mimetype}
        )

    def _iterate_content(self) -> Iterator[bytes]:
        """Return the content piece by piece: a folder's files may be big."""
        self.check_access("read")
        # sudo: ir.attachment - the place in the file store is nobody's business
        file_sudo = self.sudo()
        if not file_sudo.store_fname:
            yield file_sudo.raw or b""
            return
        with open(file_sudo._full_path(file_sudo.store_fname), "rb") as stored:
            yield from iter(lambda: stored.read(PIECE), b"")

    def _write_file_trail(self, text: str) -> None:
        """Tell the customer's trail of a file that whoever reads it may see."""
        # sudo: ir.attachment - only to learn where the file lies
        file_sudo = self.sudo()
        if file_sudo.crm_folder_id._is_open():
            customer = self.env[CUSTOMER].browse(file_sudo.res_id)
            self.env["crm.customer.folder"]._write_trail(customer, text)

    def _get_file_state(self) -> dict:
        """Return name, folder, openness and version of customers' files."""
        files_sudo = self.sudo().filtered(lambda f: f.res_model == CUSTOMER)
        return {
            f: (f.name, f.crm_folder_id, f.crm_folder_id._is_open(), f.crm_version)
            for f in files_sudo.filtered(lambda f: f.crm_version or f.crm_folder_id)
        }

    def _log_files_changed(self, before: dict) -> None:
        if self.env.context.get(TRAIL) is NO_TRAIL:
            return
        moved_in = self.sudo().filtered(
            lambda f: f.crm_folder_id and not f.crm_version and f.res_model == CUSTOMER
        )
        if moved_in:
            moved_in.sudo(False)._start_versions()
        for file_sudo, (name, folder, was_open, version) in before.items():
            if was_open:
                file_sudo.sudo(False)._log_file_changed(name, folder, version)
            elif folder != file_sudo.crm_folder_id:
                file_sudo.sudo(False)._log_file_added()

    def _log_file_added(self) -> None:
        self._write_file_trail(
            self.env._("File “%(name)s” was added.", name=self.sudo().name)
        )

    def _log_file_changed(self, name: str, folder, version: int) -> None:
        # sudo: ir.attachment - whoever changed it may have lost it by that
        file_sudo = self.sudo()
        if name != file_sudo.name:
            self._write_file_trail(
                self.env._(
                    "File “%(old)s” is called “%(name)s” now.",
                    old=name,
                    name=file_sudo.name,
                )
            )
        if version != file_sudo.crm_version:
            self._write_file_trail(
                self.env._(
                    "File “%(name)s” has a new version: %(version)s.",
                    name=file_sudo.name,
                    version=file_sudo.crm_version,
                )
            )
        if folder != file_sudo.crm_folder_id:
            self._log_file_moved(folder)

    def _log_file_moved(self, folder) -> None:
        """Tell that a file left an open folder; where it went only if that is open."""
        # sudo: ir.attachment - whoever moved it may not see it any more
        file_sudo = self.sudo()
        target = file_sudo.crm_folder_id
        root = self.env._("Files")
        if target._is_open():
            text = self.env._(
                "File “%(name)s” was moved from “%(old)s” to “%(folder)s”.",
                name=file_sudo.name,
                old=folder.name or root,
                folder=target.name or root,
            )
        else:
            text = self.env._(
                "A file was moved from “%(old)s” to a folder with its own readers.",
                old=folder.name or root,
            )
        customer = self.env[CUSTOMER].browse(file_sudo.res_id)
        self.env["crm.customer.folder"]._write_trail(customer, text)

    def _log_files_deleted(self) -> None:
        if self.env.context.get(TRAIL) is NO_TRAIL:
            return
        for file_sudo in self._filter_customer_files().exists():
            file_sudo.sudo(False)._write_file_trail(
                self.env._("File “%(name)s” was deleted.", name=file_sudo.name)
            )
