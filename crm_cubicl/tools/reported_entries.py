"""By which fields of which addons an entry was told to the authorities.

Such an entry names its customer there too, and must keep it. The addons need not be
installed; ``tests/test_reported_entries.py`` holds that they still have these fields.
"""

# addon: field of account.move, or a path from it, and the states in which an entry is
# reported; without states, whenever it is filled in
REPORTED = {
    "account_edi": {"edi_state": ("to_send", "sent", "to_cancel", "cancelled")},
    "account_peppol": {"peppol_move_state": ("to_send", "processing", "done")},
    "l10n_dk_nemhandel": {"nemhandel_move_state": ("to_send", "processing", "done")},
    "l10n_eg_edi_eta": {"l10n_eg_uuid": ()},
    "l10n_es_edi_sii": {"l10n_es_edi_csv": ()},
    "l10n_es_edi_tbai": {"l10n_es_tbai_post_document_id": ()},
    "l10n_es_edi_verifactu": {
        "l10n_es_edi_verifactu_state": (
            "registered_with_errors",
            "accepted",
            "cancelled",
        )
    },
    "l10n_gr_edi": {"l10n_gr_edi_state": ("invoice_sent", "bill_sent")},
    "l10n_hr_edi": {"l10n_hr_edi_addendum_id.mer_document_eid": ()},
    "l10n_hu_edi": {
        "l10n_hu_edi_state": (
            "sent",
            "send_timeout",
            "confirmed",
            "confirmed_warning",
            "cancel_sent",
            "cancel_timeout",
            "cancel_pending",
            "cancelled",
        )
    },
    "l10n_id_efaktur_coretax": {"l10n_id_coretax_document": ()},
    "l10n_in_edi": {"l10n_in_edi_status": ("sent", "cancelled")},
    "l10n_it_edi": {
        "l10n_it_edi_state": (
            "being_sent",
            "requires_user_signature",
            "processing",
            "forwarded",
            "forward_failed",
            "forward_attempt",
            "accepted_by_pa_partner",
            "rejected_by_pa_partner",
            "accepted_by_pa_partner_after_expiry",
        )
    },
    "l10n_jo_edi": {"l10n_jo_edi_state": ("sent",)},
    "l10n_ke_edi_tremol": {"l10n_ke_cu_invoice_number": ()},
    "l10n_my_edi": {
        "l10n_my_edi_state": ("in_progress", "valid", "rejected", "cancelled")
    },
    "l10n_pl_edi": {"l10n_pl_edi_status": ("sent", "accepted")},
    "l10n_ro_edi": {
        "l10n_ro_edi_state": (
            "invoice_not_indexed",
            "invoice_sent",
            "invoice_validated",
        )
    },
    "l10n_rs_edi": {"l10n_rs_edi_state": ("sent",)},
    "l10n_sa_edi": {"l10n_sa_invoice_signature": ()},
    "l10n_tr_nilvera_einvoice": {
        "l10n_tr_nilvera_send_status": ("waiting", "sent", "succeed", "unknown")
    },
    "l10n_tw_edi_ecpay": {
        "l10n_tw_edi_state": ("invoiced", "valid", "invalid"),
        "l10n_tw_edi_refund_state": ("to_be_agreed", "agreed"),
    },
    "l10n_vn_edi_viettel": {
        "l10n_vn_edi_invoice_state": (
            "sent",
            "payment_state_to_update",
            "canceled",
            "adjusted",
            "replaced",
        )
    },
}
