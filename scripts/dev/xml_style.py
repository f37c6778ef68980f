"""XML of the addons: well-formed, one declaration, four blanks per level."""

import sys
from pathlib import Path
from xml.parsers import expat

DECLARATION = '<?xml version="1.0" encoding="UTF-8" ?>'
INDENT = 4
FOLDERS_WITHOUT_DECLARATION = {"static"}


class StyleReader:
    """Reads one file and collects what is wrong with its form."""

    def __init__(self, text: str) -> None:
        self.lines = text.splitlines()
        self.problems: list[str] = []
        self.depth = 0
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        try:
            self.parser.Parse(text.encode("utf-8"), True)
        except expat.ExpatError as error:
            self.problems.append(f"{error.lineno}: not well-formed: {error}")

    def _start(self, _name, _attributes) -> None:
        self._check_indent()
        self.depth += 1

    def _end(self, _name) -> None:
        self.depth -= 1
        # a self-closed element ends where it began and was checked there
        line = self.lines[self.parser.CurrentLineNumber - 1]
        if line.lstrip().startswith("</"):
            self._check_indent()

    def _check_indent(self) -> None:
        number = self.parser.CurrentLineNumber
        line = self.lines[number - 1]
        before = line.encode("utf-8")[: self.parser.CurrentColumnNumber].decode(
            errors="ignore"
        )
        if not before.strip() and before != " " * INDENT * self.depth:
            expected = INDENT * self.depth
            self.problems.append(f"{number}: {expected} blanks expected before the tag")


def problems_of(path: Path) -> list[str]:
    text = path.read_text(encoding="utf-8")
    found = StyleReader(text).problems
    lines = text.splitlines()
    owned = not FOLDERS_WITHOUT_DECLARATION & set(path.parts)
    if owned and (not lines or lines[0] != DECLARATION):
        found.append(f"1: the first line must be {DECLARATION}")
    if not text.endswith("\n"):
        found.append(f"{len(lines)}: no newline at the end")
    found += [
        f"{number}: blanks at the end of the line or a tab"
        for number, line in enumerate(lines, 1)
        if line != line.rstrip() or "\t" in line
    ]
    return [f"{path}:{problem}" for problem in found]


def main(folders: list[str]) -> int:
    problems = [
        problem
        for folder in folders
        for path in sorted(Path(folder).rglob("*.xml"))
        for problem in problems_of(path)
    ]
    print("\n".join(problems))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
