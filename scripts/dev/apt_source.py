"""The machine's own Debian package source, turned to another suite."""

import re
import shlex
from pathlib import Path

ETC = Path("/etc/apt")
PROPER_SUITE = re.compile(r"[a-z]+$")


def find(etc: Path = ETC) -> dict[str, str] | None:
    """Return the first entry with Debian's main component as deb822 fields."""
    lists = [etc / "sources.list", *sorted((etc / "sources.list.d").glob("*.list"))]
    stanzas = [
        stanza
        for path in sorted((etc / "sources.list.d").glob("*.sources"))
        for stanza in _deb822(path.read_text(encoding="utf-8"))
    ]
    for path in lists:
        if path.is_file():
            stanzas += _one_line(path.read_text(encoding="utf-8"))
    return next((stanza for stanza in stanzas if _is_debian_main(stanza)), None)


def render(stanza: dict[str, str], suite: str) -> str:
    """Return the entry as a deb822 stanza for one suite, with main alone."""
    fields = {**stanza, "Types": "deb", "Suites": suite, "Components": "main"}
    fields.pop("Enabled", None)
    return "".join(f"{name}: {value}\n" for name, value in fields.items())


def suite_of(stanza: dict[str, str]) -> str:
    """Return the machine's own release, without its updates."""
    return next(word for word in stanza["Suites"].split() if PROPER_SUITE.match(word))


def _is_debian_main(stanza: dict[str, str]) -> bool:
    return (
        "deb" in stanza.get("Types", "").split()
        and "main" in stanza.get("Components", "").split()
        and any(PROPER_SUITE.match(word) for word in stanza.get("Suites", "").split())
        and stanza.get("Enabled", "yes").lower() not in {"no", "false", "0"}
        and "debian" in stanza.get("URIs", "") + stanza.get("Signed-By", "")
    )


def _deb822(text: str) -> list[dict[str, str]]:
    stanzas: list[dict[str, str]] = [{}]
    last = ""
    for line in text.splitlines():
        if not line.strip():
            stanzas.append({})
        elif line.startswith("#"):
            continue
        elif line[0] in " \t":
            # a value that goes on, such as a key written into the file
            stanzas[-1][last] += "\n" + line
        else:
            last, _colon, value = line.partition(":")
            stanzas[-1][last] = value.strip()
    return [stanza for stanza in stanzas if stanza]


def _one_line(text: str) -> list[dict[str, str]]:
    stanzas = []
    pattern = re.compile(r"^deb\s+(?:\[(?P<options>[^]]*)\]\s+)?(?P<rest>.+)$")
    names = {"arch": "Architectures", "signed-by": "Signed-By", "trusted": "Trusted"}
    for line in text.splitlines():
        if not (match := pattern.match(line.split("#")[0].strip())):
            continue
        uri, suite, *components = match["rest"].split()
        stanza = {
            "Types": "deb",
            "URIs": uri,
            "Suites": suite,
            "Components": " ".join(components),
        }
        for option in shlex.split(match["options"] or ""):
            name, _equals, value = option.partition("=")
            if name in names:
                stanza[names[name]] = value.replace(",", " ")
        stanzas.append(stanza)
    return stanzas
