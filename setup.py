"""One wheel with the four addons below `odoo.addons`, where Odoo finds them.

Odoo itself is not on PyPI, so it is no requirement: install the wheel into the
environment in which Odoo runs.
"""

import ast
from pathlib import Path

from setuptools import setup

HERE = Path(__file__).resolve().parent
LEADING = "crm_cubicl"


def manifests():
    return {
        path.parent.name: ast.literal_eval(path.read_text(encoding="utf-8"))
        for path in sorted(HERE.glob("crm_*/__manifest__.py"))
    }


def packages(addon):
    """Return the addon and its sub-packages, by their names below `odoo.addons`."""
    folders = (path.parent for path in (HERE / addon).rglob("__init__.py"))
    return [
        ".".join(("odoo", "addons", *folder.relative_to(HERE).parts))
        for folder in sorted(folders)
    ]


def data_files(addon):
    """Return every file that is no Python module of a package."""
    base = HERE / addon
    return [
        str(path.relative_to(base))
        for path in sorted(base.rglob("*"))
        if path.is_file()
        and "__pycache__" not in path.parts
        and not (path.suffix == ".py" and (path.parent / "__init__.py").exists())
    ]


INFOS = manifests()
REQUIREMENTS = {
    name
    for info in INFOS.values()
    for name in info.get("external_dependencies", {}).get("python", [])
}

setup(
    name="odoo-addons-crm-cubicl",
    version=INFOS[LEADING]["version"],
    description="Customers, their cards, their portal and their service in Odoo 19",
    long_description=(HERE / "README.md").read_text(encoding="utf-8"),
    long_description_content_type="text/markdown",
    url=INFOS[LEADING]["website"],
    author=INFOS[LEADING]["author"],
    license="LGPL-3.0-only",
    python_requires=">=3.10",
    install_requires=sorted(REQUIREMENTS),
    packages=[package for addon in INFOS for package in packages(addon)],
    package_dir={f"odoo.addons.{addon}": addon for addon in INFOS},
    package_data={f"odoo.addons.{addon}": data_files(addon) for addon in INFOS},
    zip_safe=False,
    classifiers=[
        "Framework :: Odoo",
        "Framework :: Odoo :: 19.0",
        "Programming Language :: Python :: 3",
    ],
)
