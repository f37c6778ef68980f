"""The door for files that come in."""

from .tabular import Limits, Table
from .tabular_csv import CsvTable, Dialect
from .tabular_guard import find_kind
from .tabular_xlsx import XlsxTable


def open_table(
    content: bytes, dialect: Dialect | None = None, limits: Limits | None = None
) -> Table:
    """Return the table that a file holds, or raise a ``TabularError``.

    :param dialect: how a CSV file is written, when someone chose it; else detected
    """
    limits = limits or Limits()
    if find_kind(content, limits) == "xlsx":
        return XlsxTable(content, limits)
    return CsvTable(content, limits, dialect)
