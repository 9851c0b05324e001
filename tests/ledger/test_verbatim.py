"""Rows of a workbook that only this program has written are merged as they stand; any other is read cell by cell.

Both ways say the same of the same row, to the last byte.
"""

from __future__ import annotations

import re
import shutil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ledger.conftest import case, office_words, row
from tests.ledger.workbooks import change_parts, folded, opened, path_of, rows, through_libreoffice
from workbench.ledger import check, columns, gather, ledger, merge, verbatim, writing
from workbench.ledger.books import Book
from workbench.ledger.package import Package, open_package
from workbench.ledger.tables import Workbook

TEXTS = (
    "=1+1",
    "一行\n两行",
    " 前有空格",
    "a & b <c> \"d\" 'e'",
    "_x0041_",
    "表\t格",
    '6" s="7"',
    "/> </c>",
    "🙂" * 9,
    "",
)


@pytest.fixture(scope="module")
def looks():
    book = Workbook(Package(Book("A01", 2026, None).empty(office_words()), "x"))  # type: ignore[arg-type]
    return {sheet.kind: merge._look(book, sheet) for sheet in columns.SHEETS}


@pytest.fixture
def ours(space):
    """A workbook with everything that a clerk may type, as our program wrote it."""
    ledger.add(space, "rework", [row(note=text, handling=text, due="2026-04-01", visits=2) for text in TEXTS])
    ledger.add(space, "cases", [case(minutes=minutes, note="甲") for minutes in (None, 0, 8.5, 17.0, 8.25)])
    ledger.add(space, "cases", [case(started=f"2026-{m:02d}-{m:02d}T{m + 7:02d}:{m * 4}") for m in range(3, 12)])
    folded(space)
    ledger.edit(space, next(iter(ledger.records(space, "cases")))["id"], {"note": "改过的"})
    folded(space)
    return path_of(space)


def verbatim_rows(path, looks, sheet):
    book = Workbook(open_package(path))
    place = book.places[sheet.name]
    return verbatim.rows(book.package.read_xml(place.sheet_part), place, sheet.kind, looks[sheet.kind])


def values_of(path, looks):
    """What python-calamine reads: kind → (id, checksum, row)."""
    book = Workbook(open_package(path))
    return dict(gather._values(path, book, {sheet: book.places[sheet.name] for sheet in columns.SHEETS}, looks))


def test_a_workbook_that_we_wrote_is_taken_as_it_stands_and_just_as_calamine_reads_it(ours, looks, monkeypatch):
    monkeypatch.setattr(verbatim, "_ESCAPED", re.compile(b"(?!)"))  # our own way to write _x0041_ is safe
    known = values_of(ours, looks)
    for sheet in columns.SHEETS:
        found = verbatim_rows(ours, looks, sheet)
        assert found is not None, sheet.name
        assert found == known[sheet.kind]
    assert len(known["rework"]) == len(TEXTS) and len(known["cases"]) == 14


def test_words_that_read_like_an_escape_are_left_to_calamine(ours, looks):
    assert verbatim_rows(ours, looks, columns.REWORK) is None
    assert verbatim_rows(ours, looks, columns.CASES) is not None


@given(note=st.text(max_size=30), papers=st.sampled_from(["", "手工:照片"]))
def test_whatever_the_text_both_ways_say_the_same_or_only_calamine_speaks(note, papers, looks, tmp_path_factory):
    words, sheet = office_words(), columns.REWORK
    record = row(id="R20260302-AAAA", window="A01", note=note.replace("\x00", ""), material=papers, visits=3)
    made, _ = check.record("rework", record, words)
    assert made is not None
    path = tmp_path_factory.mktemp("一行") / "一行.xlsx"
    book = Workbook(Package(_empty(), "x"))
    with path.open("wb") as out:
        writing.save(out, book, writing.fill(book, sheet, [columns.cells(sheet, made.as_dict(), words)], 1))
    found = verbatim_rows(path, looks, sheet)
    assert found is None or found == values_of(path, looks)["rework"]
    if note.isalnum():
        assert found is not None and len(found) == 1


_MADE: list[bytes] = []


def _empty() -> bytes:
    if not _MADE:
        _MADE.append(Book("A01", 2026, None).empty(office_words()))  # type: ignore[arg-type]
    return _MADE[0]


SHEET = "xl/worksheets/sheet2.xml"
TAMPERED = {
    "another style": (rb's="12"><v>', rb's="7"><v>'),
    "a formula": (rb'(<c r="G6" s="\d+">)<v>', rb"\1<f>1+1</f><v>"),
    "a boolean": (rb'(<c r="E6" s="\d+")>', rb'\1 t="b">'),
    "a shared string": ('t="inlineStr"><is><t>王</t></is>'.encode(), b't="s"><v>0</v>'),
    "a cell that is missing": (rb'<c r="K6".*?</c>', b""),
    "a cell in another row": (rb'<c r="C6"', b'<c r="C7"'),
    "a row left out": (rb'<row r="6".*?</row>', b""),
    "a row of another number": (rb'<row r="6"', b'<row r="66"'),
    "spans": (rb'<row r="6"', b'<row r="6" spans="1:14"'),
    "bytes that are no UTF-8": ("甲".encode(), b"\xff\xfe"),
    "a control character": ("甲".encode(), b"a\x01"),
    "a character that no XML may hold": ("甲".encode(), "\ufffe".encode()),
    "an unknown entity": ("甲".encode(), b"&x;"),
    "a raw sign": ("甲".encode(), b"/>"),
    "white space that a reader drops": ("甲".encode(), b" a "),
    "a comment": (rb"<sheetData>", b"<!-- x --><sheetData>"),
    "a number in words": (rb"<v>8.5</v>", b"<v>8.50</v>"),
    "a row without id": (rb"<is><t>C2026[^<]*</t></is>", b"<is><t></t></is>"),
    "a row below the table": (rb"</sheetData>", b'<row r="99"><c r="A99"><v>1</v></c></row></sheetData>'),
    "a very long text": ("甲".encode(), b"a" * 40_000),
}


@pytest.mark.parametrize("what", TAMPERED)
def test_one_cell_that_is_otherwise_and_nothing_is_taken_as_it_stands(ours, looks, what):
    find, put = TAMPERED[what]
    changed = []

    def change(name, data):
        if name != SHEET:
            return data
        changed.append(re.sub(find, put, data, count=1, flags=re.S) != data)
        return re.sub(find, put, data, count=1, flags=re.S)

    change_parts(ours, change)
    assert changed == [True]
    assert verbatim_rows(ours, looks, columns.CASES) is None


def test_added_moved_or_missing_columns_are_read_by_header(ours, looks):
    with opened(ours) as book:
        ws = book["办件登记"]
        ws.tables["办件登记"].ref = "A3:O18"
        ws["O3"] = "主管的列"
    assert verbatim_rows(ours, looks, columns.CASES) is None


def merged(space, folder, path):
    return merge.merge(space, folder, path, words=office_words(), workers=1)


def test_a_copy_that_openpyxl_saved_says_the_same(ours, space, tmp_path):
    ledger.add(space, "cases", [case(minutes=0.1 + 0.2, note="比别的程序多存两位")])
    folded(space)
    stick = tmp_path / "U盘"
    stick.mkdir()
    shutil.copy(ours, stick / "甲.xlsx")
    shutil.copy(ours, stick / "乙.xlsx")
    with opened(stick / "乙.xlsx") as book:
        book["填写说明"]["A90"] = "另存过"
    report = merged(space, stick, tmp_path / "大厅.xlsx")
    assert (report.files, report.repeated, report.different, report.unreadable) == (2, 25, 0, [])
    assert [one["备注"] for one in rows(tmp_path / "大厅.xlsx")] == [one["备注"] for one in rows(ours)]


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not here")
def test_a_copy_that_libreoffice_saved_says_the_same(ours, space, tmp_path):
    stick = tmp_path / "U盘"
    stick.mkdir()
    for name in ("甲.xlsx", "乙.xlsx"):
        shutil.copy(ours, stick / name)
    through_libreoffice(stick / "乙.xlsx", tmp_path)
    report = merged(space, stick, tmp_path / "大厅.xlsx")
    assert (report.files, report.repeated, report.different, report.unreadable) == (2, 24, 0, [])
