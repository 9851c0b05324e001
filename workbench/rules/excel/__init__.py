"""Rules in Excel: a workbook of one item for people to change, and its way back into a rules file."""

from __future__ import annotations

from pathlib import Path

from workbench.rules.excel import blank, reader, writer
from workbench.rules.excel.reader import Draft
from workbench.rules.excel.writer import fingerprint
from workbench.rules.library import Entry, Library
from workbench.rules.reading import parse

__all__ = ["Draft", "blank", "export", "fingerprint", "read"]


def export(entry: Entry, library: Library, path: Path) -> None:
    """Writes the workbook of an item. Raises `CannotWrite`."""
    _, data = parse(entry.path)
    writer.write(data, entry.item.question_by_id, path, items=sorted(library.ids()), packs=library.packs)


def read(path: Path, library: Library) -> Draft:
    """What a workbook says, with every problem by sheet and cell. Raises `InputProblems` when it is no workbook."""
    return reader.read(path, {name: pack.questions for name, pack in library.packs.items()})
