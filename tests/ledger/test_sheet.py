"""A worksheet part: what is written can be read again, and every byte that was not asked for stays."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.ledger import cellxml
from workbench.ledger.cellxml import UNREADABLE, column_letters, column_number, moment, parse, render, serial
from workbench.ledger.masking import clean
from workbench.ledger.package import Unusable, well_formed
from workbench.ledger.sheet import NewRow, Sheet

HEAD = b'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="m"><dimension ref="A1:B2"/><sheetData>'
TAIL = b'</sheetData><extLst><ext uri="x"/></extLst></worksheet>'
texts = st.text().map(clean).filter(lambda text: text != "")
values = st.one_of(
    st.none(),
    texts,
    st.integers(-(10**9), 10**9),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
)
grids = st.dictionaries(st.integers(1, 60), st.dictionaries(st.integers(1, 30), values, max_size=5), max_size=8)


def sheet_of(rows: dict[int, dict[int, object]]) -> bytes:
    body = "".join(
        f'<row r="{number}" spans="1:9">'
        + "".join(render(f"{column_letters(c)}{number}", "3", v) for c, v in sorted(cells.items()))
        + "</row>"
        for number, cells in sorted(rows.items())
    )
    return HEAD + body.encode() + TAIL


def read(xml: bytes) -> dict[int, dict[int, object]]:
    sheet = Sheet(xml, "表")
    return {
        number: {c.column: value for c in sheet.cells_at(at) if (value := parse(c.head, c.inner, [])) is not None}
        for at, number in enumerate(sheet.numbers)
    }


def filled(rows: dict[int, dict[int, object]]) -> dict[int, dict[int, object]]:
    return {n: {c: v for c, v in cells.items() if v is not None} for n, cells in rows.items()}


def changes(rows: dict[int, dict[int, object]]) -> dict[int, NewRow]:
    return {number: NewRow({c: (v, None) for c, v in cells.items()}) for number, cells in rows.items()}


@given(grids, grids)
def test_a_patched_sheet_shows_the_old_cells_and_the_new_ones_over_them(old, new):
    xml = b"".join(Sheet(sheet_of(old), "表").patched(changes(new), last_row=60, last_column=30))
    assert well_formed(xml)
    expected = {number: dict(old.get(number, {})) | new.get(number, {}) for number in {*old, *new}}
    assert filled(read(xml)) == filled(expected)


@given(grids, grids)
def test_rows_that_are_not_asked_for_keep_every_byte(old, new):
    before, after = sheet_of(old), b"".join(Sheet(sheet_of(old), "表").patched(changes(new)))
    assert after.startswith(HEAD) and after.endswith(TAIL)
    old_sheet, new_sheet = Sheet(before, "表"), Sheet(after, "表")
    for at, number in enumerate(old_sheet.numbers):
        if number not in new:
            position = new_sheet.position(number)
            assert position is not None
            assert before[slice(*old_sheet.spans[at])] == after[slice(*new_sheet.spans[position])]


@given(grids)
def test_patching_nothing_changes_nothing(rows):
    assert b"".join(Sheet(sheet_of(rows), "表").patched({})) == sheet_of(rows)


@given(texts)
def test_text_is_read_as_it_was_written_and_never_as_a_formula(text):
    cell = render("A1", "", text)
    assert "<f" not in cell.replace(cellxml.escape(text), "")
    assert read(HEAD + f'<row r="1">{cell}</row>'.encode() + TAIL) == {1: {1: text}}


@given(st.dates(date(1901, 1, 1), date(9000, 1, 1)), st.booleans())
def test_days_keep_their_date_in_both_date_systems(day, since_1904):
    if not since_1904 or day.year > 1904:
        found = moment(serial(day, since_1904=since_1904), since_1904=since_1904)
        assert found is not None and found.date() == day


@given(st.datetimes(datetime(1901, 1, 1), datetime(9000, 1, 1)))
def test_moments_keep_their_minute(when):
    when = when.replace(second=0, microsecond=0)
    assert moment(serial(when)) == when


@given(st.integers(1, 16_384))
def test_letters_and_numbers_of_columns_belong_together(number):
    assert column_number(column_letters(number)) == number


def test_an_empty_sheet_and_a_sheet_without_row_numbers_are_understood():
    empty = b'<worksheet xmlns="m"><sheetData/></worksheet>'
    xml = b"".join(Sheet(empty, "表").patched({2: NewRow({1: ("甲", None)})}))
    assert well_formed(xml) and read(xml) == {2: {1: "甲"}}
    bare = HEAD + b"<row><c><v>1</v></c><c><v>2</v></c></row><row/><row><c><v>3</v></c></row>" + TAIL
    assert read(bare) == {1: {1: 1, 2: 2}, 2: {}, 3: {1: 3}}


@pytest.mark.parametrize(
    "cell, expected",
    [
        (b'<c r="A1" t="s"><v>1</v></c>', "\u5171\u4eab"),
        (b'<c r="A1" t="s"><v>9</v></c>', UNREADABLE),
        (b'<c r="A1" t="str"><f>B1</f><v>\xe7\xbb\x93\xe6\x9e\x9c</v></c>', "结果"),
        (b'<c r="A1"><f>B1</f></c>', UNREADABLE),
        (b'<c r="A1" t="e"><v>#REF!</v></c>', UNREADABLE),
        (b'<c r="A1" t="b"><v>1</v></c>', "是"),
        (b"<c t='inlineStr' r='A1'><is><r><t>a</t></r><r><t>b</t></r><rPh sb='0' eb='1'><t>x</t></rPh></is></c>", "ab"),
        (b'<c r="A1" s="4"/>', None),
        (b'<c r="A1"><v>2.0</v></c>', 2),
        (b'<c r="A1" t="inlineStr"><is><t>&lt;&#65;&amp;_x0041_</t></is></c>', "<A&A"),
    ],
)
def test_cells_of_other_programs(cell, expected):
    sheet = Sheet(HEAD + b'<row r="1">' + cell + b"</row>" + TAIL, "表")
    (found,) = sheet.row(1)
    assert parse(found.head, found.inner, ["", "共享"]) == expected


@pytest.mark.parametrize(
    "xml",
    [
        b"<worksheet/>",
        HEAD + b'<row r="1"><c/>' + TAIL[12:],
        HEAD + b"<!-- <row> -->" + TAIL,
        HEAD + b'<row r="5"/><row r="4"/>' + TAIL,
        HEAD + b'<row r="2000000"/>' + TAIL,
    ],
)
def test_what_is_unlike_a_sheet_is_refused(xml):
    with pytest.raises(Unusable):
        assert Sheet(xml, "表").numbers


@pytest.mark.parametrize("rows", [b'<row r="3"><c r="A3"/></row>', b'<row ht="9" r="3"><c r="A3"/></row>'])
def test_one_row_is_found_alone_as_among_all(rows):
    sheet = Sheet(HEAD + b'<row r="2"/>' + rows + b'<row r="33"><c r="A33"/></row>' + TAIL, "表")
    assert sheet.written(3) == (rows, sheet.row(3)) == (sheet.row_xml(3), sheet.row(3))
    assert sheet.written(2) == (b'<row r="2"/>', []) and sheet.written(4) == (b"", [])
