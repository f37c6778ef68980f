"""The wheel holds the four addons, and Odoo finds them without an addons path."""

import os
import subprocess
import zipfile

import pytest
from wheels import (
    build_wheel,
    copy_sources,
    make_environment,
    manifests,
    odoo_beside,
    run,
)

needs_database = pytest.mark.skipif(
    "CRM_CORE_DATABASE" not in os.environ,
    reason="needs the template database that “make test” makes",
)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    sources = copy_sources(tmp_path_factory.mktemp("sources"))
    return build_wheel(sources, tmp_path_factory.mktemp("wheel"))


@pytest.fixture
def database():
    """Give a database with the core modules and none of ours."""
    name = f"{os.environ['CRM_CORE_DATABASE']}_wheel_{os.getpid()}"
    run("createdb", "-T", os.environ["CRM_CORE_DATABASE"], name)
    yield name
    run("dropdb", "--force", name)


def test_wheel_holds_every_file(wheel, tmp_path):
    sources = copy_sources(tmp_path)
    expected = {
        f"odoo/addons/{path.relative_to(sources)}"
        for addon in manifests()
        for path in (sources / addon).rglob("*")
        if path.is_file()
    }
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if name.startswith("odoo/")}
    assert names == expected


def test_wheel_metadata(wheel):
    with zipfile.ZipFile(wheel) as archive:
        (path,) = (name for name in archive.namelist() if name.endswith("METADATA"))
        lines = archive.read(path).decode().splitlines()
    required = {line for line in lines if line.startswith("Requires-Dist: ")}
    assert f"Version: {manifests()['crm_cubicl']['version']}" in lines
    assert "Requires-Python: >=3.10" in lines
    assert "Requires-Dist: openpyxl" in required
    assert not {
        line for line in required if line.lower().startswith("requires-dist: odoo")
    }


@needs_database
def test_odoo_installs_from_the_wheel(wheel, database, tmp_path):
    python = make_environment(tmp_path / "venv", wheel)
    command = [
        python,
        "-m",
        "odoo",
        "-c",
        os.environ["CRM_ODOO_CONFIG"],
        "-d",
        database,
        "-i",
        ",".join(manifests()),
        "--without-demo=True",
        "--no-http",
        "--stop-after-init",
    ]
    # a folder of its own: the checkout must not be found by chance
    run(*command, cwd=tmp_path, env=odoo_beside(python))
    query = (
        "SELECT count(*) FROM ir_module_module "
        f"WHERE state = 'installed' AND name IN {tuple(manifests())}"
    )
    found = run("psql", "-XAtqd", database, "-c", query).stdout.strip()
    assert found == str(len(manifests()))
    where = subprocess.run(
        [str(python), "-c", "import odoo.addons.crm_cubicl as it; print(it.__path__)"],
        cwd=tmp_path,
        env=odoo_beside(python),
        capture_output=True,
        text=True,
    )
    assert str(tmp_path / "venv") in where.stdout
