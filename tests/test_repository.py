"""What every addon of this repository must have."""

import csv
import re
import struct
from pathlib import Path

import polib
import pytest
from wheels import ROOT, manifests

from odoo.tests import TransactionCase, tagged

ADDONS = sorted(manifests())
MANIFEST_KEYS = {
    "author",
    "category",
    "depends",
    "license",
    "name",
    "summary",
    "version",
    "website",
}
README_FRAGMENTS = ("CONFIGURE.md", "DESCRIPTION.md", "USAGE.md")
PLACEHOLDER = re.compile(r"%\(\w+\)[sdf]|%[sd]|\$\{[^}]*\}|\{\w*\}")
PNG_HEADER = b"\x89PNG\r\n\x1a\n"
SMALLEST_ICON = 100


@pytest.mark.parametrize("addon", ADDONS)
def test_manifest_is_complete(addon):
    manifest = manifests()[addon]
    assert set(manifest) >= MANIFEST_KEYS
    assert manifest["license"] == "LGPL-3"
    assert re.fullmatch(r"19\.0\.\d+\.\d+\.\d+", manifest["version"])


@pytest.mark.parametrize("addon", ADDONS)
def test_manifest_names_every_data_file(addon):
    manifest = manifests()[addon]
    for kind, folders in {
        "data": ("security", "data", "views", "wizard", "report"),
        "demo": ("demo",),
    }.items():
        named = manifest.get(kind, [])
        present = {
            str(path.relative_to(ROOT / addon))
            for folder in folders
            for path in (ROOT / addon / folder).rglob("*")
            if path.suffix in {".xml", ".csv"}
        }
        assert len(named) == len(set(named))
        assert set(named) == present


@pytest.mark.parametrize("addon", ADDONS)
def test_icon(addon):
    content = (ROOT / addon / "static" / "description" / "icon.png").read_bytes()
    assert content.startswith(PNG_HEADER)
    width, height = struct.unpack(">II", content[16:24])
    assert width == height >= SMALLEST_ICON


def test_icons_differ():
    icons = {
        (ROOT / addon / "static" / "description" / "icon.png").read_bytes()
        for addon in ADDONS
    }
    assert len(icons) == len(ADDONS)


@pytest.mark.parametrize("addon", ADDONS)
def test_readme_fragments(addon):
    for fragment in README_FRAGMENTS:
        path = ROOT / addon / "readme" / fragment
        assert path.is_file() and path.read_text(encoding="utf-8").strip(), path


@pytest.mark.parametrize("addon", ADDONS)
def test_turkish_is_complete(addon):
    """Every text of the template is translated, with the same placeholders."""
    template = polib.pofile(str(ROOT / addon / "i18n" / f"{addon}.pot"))
    turkish = {
        (entry.msgctxt, entry.msgid): entry
        for entry in polib.pofile(str(ROOT / addon / "i18n" / "tr.po"))
        if not entry.obsolete
    }
    assert template, "the template is empty"
    missing, broken = [], []
    for entry in template:
        found = turkish.get((entry.msgctxt, entry.msgid))
        if found is None or not found.msgstr or found.fuzzy:
            missing.append(entry.msgid)
        elif _placeholders(entry.msgid) != _placeholders(found.msgstr):
            broken.append(entry.msgid)
    assert not missing, f"without Turkish: {missing}"
    assert not broken, f"placeholders differ: {broken}"


def _placeholders(text):
    return sorted(PLACEHOLDER.findall(text))


def test_access_rows_are_sorted_and_public_never_writes():
    for addon in ADDONS:
        path = ROOT / addon / "security" / "ir.model.access.csv"
        with path.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream))
        public = [row for row in rows if "group_public" in row["group_id:id"]]
        for row in public:
            assert row["perm_write"] == row["perm_create"] == row["perm_unlink"] == "0"
        assert all(row["group_id:id"] for row in rows), f"{addon}: row for everybody"


def test_no_path_of_a_machine():
    """No file tells where it was written."""
    pattern = re.compile(rb"/(?:home|root|Users)/\w+|/work/\w+")
    skipped = {".odoo", ".git", "__pycache__"}
    found = [
        path.relative_to(ROOT)
        for path in ROOT.rglob("*")
        if path.is_file()
        and not skipped & set(path.relative_to(ROOT).parts)
        and path.suffix in {".py", ".xml", ".csv", ".js", ".md", ".toml", ".po", ".txt"}
        and path != Path(__file__)
        and pattern.search(path.read_bytes())
    ]
    assert not found


@tagged("post_install", "-at_install")
class TestAccessRows(TransactionCase):
    """Every model of ours has a row, and nobody is let in by having no group."""

    def test_every_model_has_an_access_row(self):
        models = self.env["ir.model"].search([("transient", "in", [True, False])])
        missing = [
            model.model
            for model in models
            if set(model.modules.replace(" ", "").split(",")) & set(ADDONS)
            and model.model in self.env
            and not self.env[model.model]._abstract
            and self.env[model.model]._original_module in ADDONS
            and not model.access_ids
        ]
        self.assertFalse(missing)

    def test_the_database_has_the_texts_of_the_templates(self):
        """Models, fields and menus of ours are known under Turkish names."""
        self.assertIn("tr_TR", dict(self.env["res.lang"].get_installed()))
        menu = self.env.ref("crm_cubicl.crm_cubicl_menu_root")
        self.assertNotEqual(menu.with_context(lang="tr_TR").name, menu.name)
