"""What people and their programs do to a workbook, done for real on its file."""

from __future__ import annotations

import contextlib
import re
import shutil
import subprocess
import warnings
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tests.ledger.conftest import office_words
from workbench.ledger import fold
from workbench.ledger.fold import FoldReport
from workbench.workspace import Workspace


def folded(space: Workspace, **options: Any) -> FoldReport:
    return fold.fold(space, words=office_words(), **options)


def path_of(space: Workspace, key: str = "A01-2026") -> Path:
    return space.ledger / f"返工台账-{key}.xlsx"


@contextlib.contextmanager
def opened(path: Path) -> Iterator[Any]:
    """The workbook in openpyxl, saved on leaving: strings shared, styles renumbered, as another program would."""
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(path)
        yield book
        book.save(path)


def rows(path: Path, sheet: str = "返工台账") -> list[dict[str, Any]]:
    """The rows of a Table as openpyxl reads them: header → value, with `row` the number of the row."""
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(path)
    for ws in book.worksheets:
        if sheet in ws.tables:
            area = ws[ws.tables[sheet].ref]
            heads = [cell.value for cell in area[0]]
            found = [dict(zip(heads, (cell.value for cell in line), strict=True), row=line[0].row) for line in area[1:]]
            return [one for one in found if any(value for key, value in one.items() if key != "row")]
    raise AssertionError(f"no table {sheet}")


def column(ws: Any, header: str) -> int:
    """The column of a header on a sheet of ours."""
    return next(cell.column for cell in ws[header_row(ws)] if cell.value == header)


def header_row(ws: Any) -> int:
    return int(re.search(r"\d+", next(iter(ws.tables.values())).ref)[0])


def put(ws: Any, row: int, **values: Any) -> None:
    for header, value in values.items():
        ws.cell(row, column(ws, header)).value = value


def change_parts(path: Path, change: Callable[[str, bytes], bytes], more: dict[str, bytes] | None = None) -> None:
    """Rewrites parts of the package as text, as far as `change` gives other bytes."""
    with zipfile.ZipFile(path) as old:
        parts = {info.filename: change(info.filename, old.read(info)) for info in old.infolist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in {**parts, **(more or {})}.items():
            new.writestr(name, data)


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        return {info.filename: archive.read(info) for info in archive.infolist()}


def through_libreoffice(path: Path, folder: Path) -> None:
    """Opens and saves the workbook in LibreOffice."""
    done = subprocess.run(
        [
            *("soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"),
            *("--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(folder / "out"), str(path)),
        ],
        capture_output=True,
        timeout=200,
    )
    made = folder / "out" / path.name
    assert made.is_file(), done.stderr
    shutil.move(made, path)
