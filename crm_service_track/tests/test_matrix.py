from itertools import product

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import freeze_time, new_test_user, tagged
from odoo.tools import mute_logger

from . import matrix
from .common import ServiceTrackCommon

INFO = {"method": "POST", "address": "192.0.2.7", "agent": "Mozilla/5.0"}
ADDON = "crm_service_track"
QUIET = ("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")


@tagged("post_install", "-at_install")
@freeze_time("2026-03-02 12:00:00")
class TestMatrix(ServiceTrackCommon):
    """Model × kind of user × door, all of them, from one table."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users = {name: cls._make_user(name) for name in matrix.USERS}
        with freeze_time("2026-03-02 12:00:00"):
            cls.samples = {
                name: cls._make_samples(cls.users[name], day)
                for day, name in ((1, "technician"), (2, "blind"))
            }
        cls.env.flush_all()

    @classmethod
    def _make_user(cls, name):
        wish = {"crm_level": "none"} if name in matrix.BLIND else {}
        user = new_test_user(cls.env, f"matrix_{name}", matrix.USERS[name], **wish)
        if name == "portal":
            user.partner_id.parent_id = cls.customer
        if name == "company":
            company = cls.env["res.company"].create({"name": "Öteki Şirket"})
            user.write(
                {
                    "company_ids": [Command.set(company.ids)],
                    "company_id": company.id,
                }
            )
        if name not in matrix.OUTSIDE:
            # who may export at all, so that the rows are what is refused
            user.group_ids = [Command.link(cls.env.ref("base.group_allow_export").id)]
        return user

    @classmethod
    def _make_samples(cls, user, day):
        """Return a record of every model: the user's, where it is somebody's."""
        start = f"2026-02-{day:02} 07:00:00"
        visit = cls._create_visit(
            user_id=user.id, date_start=start, date_end=start.replace("07:", "08:")
        )
        later = {"date_start": start.replace("07:", "10:")}
        later["date_end"] = start.replace("07:", "11:")
        sent = cls._create_visit(user_id=user.id, **later)
        sent.action_send()
        link = sent.link_ids
        sent._answer(link, {"answer": "approve", "score": 9}, INFO)
        record = cls._create_record((f"2026-03-02 {day + 4:02}:00:00", 60), user=user)
        cls.env["crm.session.log"]._log(user.id, "sign_in")
        values = {"customer_id": cls.customer.id, "date_start": "2026-01-01"}
        return {
            "crm.service.type": cls.service_type,
            "crm.service.customer.status": cls.env[
                "crm.service.customer.status"
            ].create({"name": f"Durum {day}"}),
            "crm.service.template": cls.env["crm.service.template"].create(
                {"name": "Metin"}
            ),
            "crm.service.contract": cls.env["crm.service.contract"].create(values),
            "crm.service.record": record,
            "crm.service.interval": record.interval_ids,
            "crm.service.visit": visit,
            "crm.service.visit.link": link,
            "crm.service.visit.hit": link.hit_ids,
            "crm.service.score": cls.env["crm.service.score"].browse(sent.id),
            "crm.session.log": cls.env["crm.session.log"].search(
                [("user_id", "=", user.id)], limit=1
            ),
        }

    def _get_sample(self, user, model):
        owner = user if user in self.samples else "technician"
        return self.samples[owner][model]

    # -- the table ---------------------------------------------------------------

    def test_every_model_has_a_row(self):
        models = {
            name
            for name, model in self.registry.items()
            if model._original_module == ADDON and not model._abstract
        }
        wizards = {name for name in models if self.registry[name]._transient}
        self.assertEqual(models - wizards - matrix.ROWS.keys(), set())
        self.assertEqual(wizards - matrix.WIZARDS.keys(), set())
        self.assertEqual(matrix.ROWS.keys() - models, set())
        self.assertEqual(matrix.WRITES.keys(), matrix.ROWS.keys())

    @mute_logger(*QUIET)
    def test_wizards(self):
        for model, names in matrix.WIZARDS.items():
            for name, user in self.users.items() if model in self.env else ():
                with self.subTest(model=model, user=name):
                    may = self._as(user, self.env[model]).has_access("create")
                    self.assertEqual(may, name in names)

    @mute_logger(*QUIET)
    def test_who_sees_what_by_every_door(self):
        for (model, row), (name, user) in product(
            matrix.ROWS.items(), self.users.items()
        ):
            sample = self._get_sample(name, model)
            expected = "r" in row.get(name, "")
            for door in self._get_doors(model):
                with self.subTest(model=model, user=name, door=door.__name__):
                    follows = (model, name, door.__name__) in matrix.FOLLOWS
                    seen = self._opens(door, user, sample)
                    self.assertEqual(seen, expected or follows)

    @mute_logger(*QUIET, "odoo.sql_db")
    def test_who_changes_what(self):
        for (model, row), (name, user) in product(
            matrix.ROWS.items(), self.users.items()
        ):
            sample = self._get_sample(name, model)
            changes = [("c", self._create), ("w", self._write), ("d", self._unlink)]
            if "message_ids" in sample._fields:
                changes.append(("w", self._post))
            for letter, change in changes:
                with self.subTest(model=model, user=name, change=change.__name__):
                    may = self._changes(change, user, sample)
                    follows = (model, name, change.__name__) in matrix.FOLLOWS
                    self.assertEqual(may, letter in row.get(name, "") or follows)

    # -- doors that show ---------------------------------------------------------

    def _get_doors(self, model):
        doors = [
            self._read,
            self._search,
            self._count,
            self._order,
            self._group,
            self._web_group,
            self._web_search,
            self._export,
            self._names,
        ]
        if model != "crm.service.score":
            # no row in a table that a file could belong to
            doors.append(self._file)
        if "message_ids" in self.env[model]._fields:
            doors.append(self._message)
        if model in matrix.REPORTS:
            doors.append(self._report)
        return doors

    def _opens(self, door, user, sample) -> bool:
        """Return whether the user sees the sample by this door."""
        try:
            return bool(door(self._as(user, sample)))
        except UserError:
            # an AccessError, or no right to export at all
            return False

    def _read(self, sample):
        return sample.read(["display_name"])

    def _search(self, sample):
        return sample.search([("id", "=", sample.id)])

    def _count(self, sample):
        return sample.search_count([("id", "=", sample.id)])

    def _order(self, sample):
        return sample.id in sample.search([], order="id desc").ids

    def _group(self, sample):
        groups = sample._read_group([("id", "=", sample.id)], [], ["__count"])
        return groups[0][0]

    def _web_group(self, sample):
        domain = [("id", "=", sample.id)]
        groups = sample.formatted_read_group(domain, [], ["__count"])
        return groups[0]["__count"]

    def _web_search(self, sample):
        found = sample.web_search_read([("id", "=", sample.id)], {"display_name": {}})
        return found["length"]

    def _export(self, sample):
        # a field that is read, unlike the id
        return sample.export_data([*matrix.WRITES[sample._name]])["datas"]

    def _names(self, sample):
        return sample.name_search("", [("id", "=", sample.id)])

    def _file(self, sample):
        file_sudo = self.env["ir.attachment"].create(
            {
                "name": "dosya.txt",
                "raw": b"x",
                "res_model": sample._name,
                "res_id": sample.id,
            }
        )
        file = self._as(sample.env.user, file_sudo)
        seen = file.search([("id", "=", file.id)])
        self.assertEqual(bool(seen), bool(file.has_access("read")))
        return seen

    def _message(self, sample):
        """The log that is there already."""
        domain = [("model", "=", sample._name), ("res_id", "=", sample.id)]
        self.assertTrue(self.env["mail.message"].search_count(domain))
        return sample.env["mail.message"].search(domain)

    def _report(self, sample):
        reports = sample.env["ir.actions.report"]
        name = matrix.REPORTS[sample._name]
        html = reports._render_qweb_html(name, sample.ids)[0].decode()
        return sample.sudo().name in html

    # -- doors that change -------------------------------------------------------

    def _changes(self, change, user, sample) -> bool:
        """Return whether the user may; what is wrong for other reasons, they may."""
        with self.env.cr.savepoint() as savepoint:
            try:
                change(self._as(user, sample))
                self.env.flush_all()
            except AccessError:
                return False
            except (UserError, IntegrityError):
                return True
            else:
                return True
            finally:
                self.env.invalidate_all(flush=False)
                savepoint.rollback()

    def _create(self, sample):
        sudo = sample.sudo()
        values = {
            "crm.service.type": {"name": "Yeni"},
            "crm.service.customer.status": {"name": "Yeni"},
            "crm.service.template": {"name": "Yeni"},
            "crm.service.contract": {"date_start": "2026-01-01"},
            "crm.service.record": {"type_id": self.service_type.id},
            "crm.service.interval": {
                "date_start": "2026-02-20 07:00:00",
                "date_end": "2026-02-20 08:00:00",
            },
            "crm.service.visit": {
                "type_id": self.service_type.id,
                "date_start": "2026-02-20 07:00:00",
                "date_end": "2026-02-20 08:00:00",
            },
            "crm.service.visit.link": {"email": "a@b.example"},
            "crm.service.visit.hit": {"date": "2026-02-20", "kind": "opened"},
            "crm.session.log": {"date": "2026-02-20", "kind": "sign_out"},
        }.get(sample._name, {})
        for name in ("customer_id", "user_id", "record_id", "visit_id", "link_id"):
            if name in sudo._fields and sample._name != "crm.service.score":
                values[name] = sudo[name].id
        if "company_id" in sudo._fields and sample._name != "crm.service.score":
            values["company_id"] = sudo.company_id.id
        sample.browse().create(values)

    def _write(self, sample):
        sample.write(matrix.WRITES[sample._name])

    def _unlink(self, sample):
        sample.unlink()

    def _post(self, sample):
        sample.message_post(body="Not", subtype_xmlid="mail.mt_note")
