"""What the manifests of our addons tell."""

import ast
from pathlib import Path

from .common import ROOT
from .stamps import digest

SOURCE_SUFFIXES = {".py", ".xml", ".csv", ".js", ".scss", ".po", ".png", ".svg"}


def manifests() -> dict[str, dict]:
    """Return the manifest of every addon, the ones they depend on first."""
    found = {
        path.parent.name: ast.literal_eval(path.read_text(encoding="utf-8"))
        for path in sorted(ROOT.glob("*/__manifest__.py"))
    }
    ordered: dict[str, dict] = {}

    def visit(name: str) -> None:
        if name in found and name not in ordered:
            for parent in found[name].get("depends", []):
                visit(parent)
            ordered[name] = found[name]

    for name in found:
        visit(name)
    return ordered


def names() -> list[str]:
    return list(manifests())


def core_dependencies() -> list[str]:
    """Return the core modules that our addons stand on."""
    ours = manifests()
    wanted = {name for info in ours.values() for name in info.get("depends", [])}
    return sorted(wanted - set(ours))


def source_files(addon: str) -> list[Path]:
    """Return the files that change what an installed addon is, tests left out."""
    base = ROOT / addon
    return [
        path
        for path in sorted(base.rglob("*"))
        if path.is_file()
        and path.suffix in SOURCE_SUFFIXES
        and path.relative_to(base).parts[0] != "tests"
    ]


def fingerprint(addon: str) -> str:
    parts: list = []
    for path in source_files(addon):
        parts += [str(path.relative_to(ROOT)), path]
    return digest(*parts)
