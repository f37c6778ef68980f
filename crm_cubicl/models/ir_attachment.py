from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Domain

from odoo.addons.base.models.ir_attachment import condition_values

from .crm_customer_file_mixin import CUSTOMER, VERSION

# written by the versions alone
KEPT_FIELDS = {"crm_version", "crm_uploaded_by", "crm_uploaded_on"}


class IrAttachment(models.Model):
    """Files of a customer lie in folders and are read by the readers of the folder.

    The id of a file is its address: it stays through renaming, moving, new versions
    and a merge of customers, which changes `res_id` and nothing else.
    """

    _name = "ir.attachment"
    _inherit = ["crm.customer.file.mixin", "ir.attachment"]

    crm_folder_id = fields.Many2one(
        "crm.customer.folder",
        string="Folder",
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
        groups="base.group_user",
    )
    crm_version = fields.Integer(
        string="Version", readonly=True, copy=False, groups="base.group_user"
    )
    crm_uploaded_by = fields.Many2one(
        "res.users",
        string="Uploaded by",
        readonly=True,
        copy=False,
        groups="base.group_user",
    )
    crm_uploaded_on = fields.Datetime(
        string="Uploaded on", readonly=True, copy=False, groups="base.group_user"
    )

    _crm_folder_name_uniq = models.UniqueIndex(
        "(crm_folder_id, lower(name)) WHERE crm_folder_id IS NOT NULL",
        "There is a file with this name in the folder already.",
    )

    @api.constrains("crm_folder_id", "res_model", "res_id", "res_field", "public")
    def _check_crm_folder_id(self):
        # sudo: ir.attachment - who moves a file need not see where it comes from
        for file in self.sudo().filtered("crm_folder_id"):
            owner = (file.res_model, file.res_id, bool(file.res_field))
            if owner != (CUSTOMER, file.crm_folder_id.customer_id.id, False):
                raise ValidationError(
                    self.env._(
                        "“%(name)s” cannot leave its customer: move it out of the "
                        "folder first.",
                        name=file.name,
                    )
                )
            if file.public:
                raise ValidationError(
                    self.env._(
                        "“%(name)s” lies in a folder of a customer and cannot be "
                        "public.",
                        name=file.name,
                    )
                )

    def _has_field_access(self, field, operation):
        if field.name in KEPT_FIELDS and operation == "write" and not self.env.su:
            return False
        return super()._has_field_access(field, operation)

    def _check_access(self, operation):
        result = super()._check_access(operation)
        rest = self - result[0] if result else self
        hidden = rest._filter_hidden_in_folder(operation)
        if not hidden:
            return result
        forbidden = hidden | result[0] if result else hidden
        return forbidden, lambda: AccessError(
            self.env._(
                "You may not see or change the files in this folder. Ask a colleague "
                "who manages customers."
            )
        )

    def _filter_hidden_in_folder(self, operation):
        """Return the files in folders where the user may not do this.

        Free for files of other records: what is asked for is in the cache by now.
        """
        files_sudo = self.sudo().filtered(
            lambda f: f.res_model == CUSTOMER and f.res_id and not f.res_field
        )
        folders = files_sudo.crm_folder_id.sudo(False)
        if not folders:
            return self.browse()
        allowed = folders._filtered_access("read" if operation == "read" else "write")
        return files_sudo.filtered(
            lambda f: f.crm_folder_id and f.crm_folder_id.sudo(False) not in allowed
        ).sudo(False)

    def _check_readable_in_folder(self) -> None:
        if hidden := self._filter_hidden_in_folder("read"):
            hidden.check_access("read")

    @api.model
    def _search(self, domain, *args, bypass_access=False, **kwargs):
        if not (self.env.su or bypass_access):
            domain = Domain(domain)
            # core asks the database then, and `_check_access` otherwise
            if CUSTOMER in (condition_values(self, "res_model", domain) or ()):
                domain &= self._get_readable_folder_domain()
        return super()._search(domain, *args, bypass_access=bypass_access, **kwargs)

    @api.model
    def _get_readable_folder_domain(self) -> Domain:
        Folder = self.env["crm.customer.folder"]
        domain = Domain("crm_folder_id", "=", False)
        if Folder.has_access("read"):
            domain |= Domain("crm_folder_id", "in", Folder._search(Domain.TRUE))
        return domain

    def _is_kept_from_tokens(self) -> bool:
        """Tell whether only those with rights may fetch the file, whatever they hold.

        Override to let a share of your own open a customer's file.
        """
        # sudo: ir.attachment - only to learn where the file lies
        return any(
            f.res_model == VERSION or (f.res_model == CUSTOMER and f.crm_folder_id)
            for f in self.sudo()
        )

    def _has_attachments_ownership(self, attachment_tokens):
        is_owned = super()._has_attachments_ownership(attachment_tokens)
        if is_owned and attachment_tokens and self._is_kept_from_tokens():
            return self.sudo(False).has_access("write")
        return is_owned

    @api.model_create_multi
    def create(self, vals_list):
        files = super().create(vals_list)
        if any(vals.get("crm_folder_id") for vals in vals_list):
            in_folders = files.filtered("crm_folder_id")
            in_folders.check_access("write")
            in_folders._start_versions()
        return files

    def write(self, vals):
        watched = vals.keys() & {"name", "crm_folder_id", "raw", "datas", "db_datas"}
        if not watched:
            return super().write(vals)
        self.check_access("write")
        before = self._get_file_state()
        if vals.keys() & {"raw", "datas", "db_datas"}:
            self._keep_versions()
        result = super().write(self._prepare_file_vals(vals))
        if "crm_folder_id" in vals:
            # moved to where one may work, too
            self.check_access("write")
        self._log_files_changed(before)
        return result

    def unlink(self):
        self._log_files_deleted()
        return super().unlink()
