from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from ..tools.file_names import MAX_LENGTH, clean_name, free_name, name_in_zip
from ..tools.file_size import format_size
from .crm_customer_file_trail import NO_TRAIL, TRAIL

# of the files of a folder that are packed into one download
MAX_ZIP_SIZE = 500 * 1024 * 1024
RIGHTS = (
    "inherits_rights",
    "read_access",
    "read_group_ids",
    "read_user_ids",
    "read_by_managers",
    "edit_access",
    "edit_group_ids",
    "edit_user_ids",
    "edit_by_managers",
)


class CrmCustomerFolder(models.Model):
    """A folder for the files of one customer, with readers and editors of its own."""

    _name = "crm.customer.folder"
    _inherit = "crm.customer.folder.trail.mixin"
    _description = "Folder of a customer"
    _parent_store = True
    _order = "name, id"

    name = fields.Char(required=True)
    customer_id = fields.Many2one(
        "res.partner", required=True, index=True, ondelete="cascade"
    )
    parent_id = fields.Many2one(
        "crm.customer.folder", string="Folder above", index=True, ondelete="cascade"
    )
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many("crm.customer.folder", "parent_id", string="Folders")
    file_ids = fields.One2many("ir.attachment", "crm_folder_id", string="Files")
    inherits_rights = fields.Boolean(
        string="Same as the folder above",
        default=True,
        help="Whoever may read or edit the folder above may do so here.",
    )
    rights_id = fields.Many2one(
        "crm.customer.folder",
        string="Rights come from",
        compute="_compute_rights_id",
        store=True,
        recursive=True,
        index=True,
    )
    read_access = fields.Selection(
        [
            ("level", "Everybody who may see the customer"),
            ("chosen", "Only the people chosen here"),
        ],
        string="Who may read",
        default="level",
        required=True,
    )
    read_group_ids = fields.Many2many(
        "res.groups", "crm_customer_folder_read_group_rel", string="Groups who may read"
    )
    read_user_ids = fields.Many2many(
        "res.users",
        "crm_customer_folder_read_user_rel",
        string="Users who may read",
        domain=[("share", "=", False)],
    )
    read_by_managers = fields.Boolean(string="Account managers may read")
    edit_access = fields.Selection(
        [
            ("level", "Everybody who may edit the customer and read the folder"),
            ("chosen", "Only the people chosen here"),
        ],
        string="Who may edit",
        default="level",
        required=True,
    )
    edit_group_ids = fields.Many2many(
        "res.groups", "crm_customer_folder_edit_group_rel", string="Groups who may edit"
    )
    edit_user_ids = fields.Many2many(
        "res.users",
        "crm_customer_folder_edit_user_rel",
        string="Users who may edit",
        domain=[("share", "=", False)],
    )
    edit_by_managers = fields.Boolean(string="Account managers may edit")
    is_restricted = fields.Boolean(compute="_compute_is_restricted")

    _name_uniq = models.UniqueIndex(
        "(customer_id, COALESCE(parent_id, 0), lower(name))",
        "There is a folder with this name here already.",
    )

    @api.depends("inherits_rights", "parent_id.rights_id")
    def _compute_rights_id(self):
        for folder in self:
            above = folder.parent_id.rights_id if folder.inherits_rights else False
            folder.rights_id = above or folder

    @api.depends("rights_id.read_access")
    def _compute_is_restricted(self):
        for folder in self:
            # sudo: crm.customer.folder - the rights may come from a hidden one
            folder.is_restricted = folder.sudo().rights_id.read_access == "chosen"

    @api.depends("name")
    @api.depends_context("uid")
    def _compute_display_name(self):
        # core shows the name of a related record to whoever may read the relation
        readable = self.sudo(False)._filtered_access("read")
        for folder in self:
            folder.display_name = (
                folder.name if folder in readable else self.env._("Hidden folder")
            )

    @api.constrains("name")
    def _check_name(self):
        for folder in self:
            name = clean_name(folder.name)
            if not name or name != folder.name or len(name) > MAX_LENGTH:
                raise ValidationError(
                    self.env._(
                        "A folder cannot be called “%(name)s”. Choose a name without "
                        "slashes, with at most %(length)s signs.",
                        name=folder.name[:MAX_LENGTH],
                        length=MAX_LENGTH,
                    )
                )

    @api.constrains("customer_id", "parent_id")
    def _check_parent_id(self):
        if self._has_cycle():
            raise ValidationError(
                self.env._("A folder cannot be moved into itself or below itself.")
            )
        for folder in self:
            if not folder.customer_id.is_crm_customer:
                raise ValidationError(self.env._("Only customers have folders."))
            if folder.parent_id and folder.parent_id.customer_id != folder.customer_id:
                raise ValidationError(
                    self.env._("A folder cannot be moved to another customer.")
                )

    def _check_access(self, operation):
        """A folder needs the same right on its customer as well."""
        result = super()._check_access(operation)
        rest = self - result[0] if result else self
        customers = rest.sudo().customer_id.sudo(False)
        allowed = customers._filtered_access("read" if operation == "read" else "write")
        hidden = rest.filtered(
            lambda folder: folder.sudo().customer_id.sudo(False) not in allowed
        )
        if not hidden:
            return result
        forbidden = hidden | result[0] if result else hidden
        return forbidden, lambda: AccessError(
            self.env._("You may not see or change the folders of this customer.")
        )

    @api.model
    def _search(self, domain, *args, bypass_access=False, **kwargs):
        if not (self.env.su or bypass_access):
            customers = self.env["res.partner"]._search(
                Domain("is_crm_customer", "=", True), active_test=False
            )
            domain = Domain(domain) & Domain("customer_id", "in", customers)
        return super()._search(domain, *args, bypass_access=bypass_access, **kwargs)

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [self._prepare_folder_vals(vals) for vals in vals_list]
        folders = super().create(vals_list)
        folders.parent_id.check_access("write")
        folders._log_folders_made()
        return folders

    def write(self, vals):
        vals = self._prepare_folder_vals(vals)
        if "customer_id" in vals and not self.env.su:
            raise AccessError(self.env._("A folder stays with its customer."))
        before = self._get_trail_state()
        result = super().write(vals)
        if "parent_id" in vals:
            self.parent_id.check_access("write")
        if vals.keys() & {*RIGHTS, "parent_id"}:
            self._check_not_locked_out()
        self._log_folders_changed(before)
        return result

    @api.model
    def _prepare_folder_vals(self, vals: dict) -> dict:
        """Return the values with the name as it is kept."""
        if isinstance(vals.get("name"), str):
            # a slash is refused: to cut at it would surprise
            name = vals["name"]
            vals = {**vals, "name": clean_name(name) if "/" not in name else name}
        return vals

    def _check_not_locked_out(self) -> None:
        if not self.has_access("write"):
            raise UserError(
                self.env._(
                    "With these rights you could no longer edit the folder yourself. "
                    "Add yourself to those who may edit."
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_filled(self):
        # sudo: crm.customer.folder, ir.attachment - also what one may not see is in it
        folders_sudo = self.sudo().search([("id", "child_of", self.ids)])
        if folders_sudo - self.sudo() or folders_sudo.file_ids:
            raise UserError(
                self.env._(
                    "The folder is not empty. Move or delete what is in it first, or "
                    "delete it with everything in it from the customer's files."
                )
            )

    def unlink(self):
        self._log_folders_deleted()
        return super().unlink()

    def get_content_counts(self) -> dict:
        """Return how many folders and files a deletion would take along."""
        self.check_access("unlink")
        below, files, is_complete = self._get_content()
        return {
            "folders": len(below - self),
            "files": len(files),
            "may_delete": is_complete,
        }

    def _get_path_names(self) -> list[dict]:
        """Return the readable folders from the top down to this one."""
        above = self.browse(self._get_path_ids())._filtered_access("read")
        return [{"id": folder.id, "name": folder.name} for folder in above]

    def _get_path_ids(self) -> list[int]:
        """Return the ids of the folders from the top down to this one."""
        return [int(i) for i in (self.parent_path or "").split("/") if i]

    def _sort_as_tree(self):
        """Return the folders each after the one above it, siblings by name."""
        rank = {folder.id: number for number, folder in enumerate(self)}
        return self.sorted(
            lambda folder: [rank.get(i, -1) for i in folder._get_path_ids()]
        )

    def _get_zip_files(self) -> list[tuple]:
        """Return path and file of all readable files at and below this folder."""
        folders = self.search([("id", "child_of", self.ids)], order="parent_path")
        files = folders.file_ids
        size = sum(files.mapped("file_size"))
        if size > MAX_ZIP_SIZE:
            raise UserError(
                self.env._(
                    "The folder holds %(size)s, more than the %(limit)s that can be "
                    "downloaded at once. Download the folders in it one by one.",
                    size=format_size(self.env, size),
                    limit=format_size(self.env, MAX_ZIP_SIZE),
                )
            )
        if not files:
            raise UserError(self.env._("There is nothing to download in the folder."))
        paths, taken = {}, set()
        for folder in folders:
            above = paths.get(folder.parent_id) if folder != self else ""
            paths[folder] = f"{above or ''}{name_in_zip(folder.name)}/"
        found = []
        for file in files.filtered(lambda f: f.type == "binary"):
            path = paths[file.crm_folder_id] + name_in_zip(file.name)
            found.append((free_name(path, taken), file))
            taken.add(found[-1][0])
        return found

    def _get_content(self) -> tuple:
        """Return the folders, their files, and whether one may delete all of it."""
        # sudo: crm.customer.folder, ir.attachment - to count what one may not see too
        below_sudo = self.sudo().search([("id", "child_of", self.ids)])
        below = below_sudo.sudo(False)
        is_complete = below._filtered_access("unlink") == below
        return below, below_sudo.file_ids, is_complete

    def unlink_with_content(self, file_count: int) -> bool:
        """Delete folders with all that is in them, if it is still as much as was said.

        :param file_count: number of files that the user has agreed to lose
        """
        self.check_access("unlink")
        below, files_sudo, is_complete = self._get_content()
        if not is_complete:
            raise AccessError(
                self.env._("There are folders in it that you may not delete.")
            )
        if len(files_sudo) != file_count:
            raise UserError(
                self.env._(
                    "Meanwhile there are %(count)s files in the folder. Look again "
                    "before you delete it.",
                    count=len(files_sudo),
                )
            )
        self._log_folders_deleted(file_count)
        files_sudo.with_context(**{TRAIL: NO_TRAIL}).unlink()
        return below.with_context(**{TRAIL: NO_TRAIL}).unlink()
