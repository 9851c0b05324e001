"""The three-way merge, as its definition says, for every combination of values."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.ledger.conftest import office_words, row
from workbench.ledger import check, columns
from workbench.ledger.cellxml import UNREADABLE
from workbench.ledger.columns import BY_KIND, REMOVED, field_value, plain
from workbench.ledger.threeway import merge

REWORK = BY_KIND["rework"]
TEXTS = st.sampled_from([None, "甲", "乙", "丙"])
FIELDS = [c.header for c in REWORK.columns if c.kind in ("text", "long") and c.field not in ("id", "state")]


def cells_of(values: dict[str, str | None]) -> list:
    record, problems = check.record("rework", row(id="R20260302-1"), office_words())
    assert record is not None, problems
    cells = columns.cells(REWORK, record.as_dict(), office_words())
    for header, value in values.items():
        cells[REWORK.at(header)] = value
    return cells


def named(cells: list) -> dict:
    return dict(zip(REWORK.headers, cells, strict=True))


some = st.fixed_dictionaries(dict.fromkeys(FIELDS, TEXTS))


@given(some, some, some)
def test_every_column_follows_the_one_rule(base, ours, theirs):
    mine, other, old = cells_of(ours), cells_of(theirs), plain(REWORK, named(cells_of(base)))
    found = merge(REWORK, [old], mine, named(other))
    clashing = {clash.column.header for clash in found.clashes}
    for column in REWORK.columns:
        header = column.header
        if header not in FIELDS:
            continue
        before, we, they = (field_value(column, values[header]) for values in (base, ours, theirs))
        if we == they:
            expected = (False, False, False)
        elif they == before:
            expected = (False, True, False)
        elif column.supervisor:
            expected = (True, False, False)
        else:
            expected = (False, True, True)
        assert (header in found.taken, header in found.written, header in clashing) == expected


@given(some, some, some)
def test_afterwards_both_sides_agree_and_a_second_merge_finds_nothing(base, ours, theirs):
    mine, other, old = cells_of(ours), cells_of(theirs), plain(REWORK, named(cells_of(base)))
    found = merge(REWORK, [old], mine, named(other))
    ours_after = [found.taken.get(h, cell) for h, cell in zip(REWORK.headers, mine, strict=True)]
    theirs_after = named(other) | found.written
    again = merge(REWORK, [plain(REWORK, theirs_after)], ours_after, theirs_after)
    assert not (again.taken or again.written or again.clashes)


@given(some, some)
def test_nothing_of_theirs_is_lost(ours, theirs):
    """A value that differs from ours and from what was written is either taken or told, in every column."""
    mine, other = cells_of(ours), cells_of(theirs)
    found = merge(REWORK, [], mine, named(other))
    told = set(found.taken) | {clash.column.header for clash in found.clashes}
    for column in REWORK.columns:
        if column.field != "id":
            differs = field_value(column, mine[REWORK.at(column.header)]) != field_value(
                column, other[REWORK.at(column.header)]
            )
            assert (column.header in told) == differs


@given(some, some, st.lists(some, min_size=1, max_size=4))
def test_in_a_copy_of_unknown_age_everything_that_we_ever_wrote_is_no_change_of_theirs(ours, theirs, history):
    shown = cells_of(theirs)
    bases = [plain(REWORK, named(cells_of(one))) for one in [*history, theirs]]
    found = merge(REWORK, bases, cells_of(ours), named(shown))
    assert not found.taken and not found.clashes


def test_what_cannot_be_read_is_neither_taken_nor_written_over():
    theirs = named(cells_of({})) | {"责任人": UNREADABLE, "处置": UNREADABLE}
    found = merge(REWORK, [], cells_of({"责任人": "甲", "处置": "乙"}), theirs)
    assert not (found.taken or found.written or found.clashes)


def test_columns_that_the_workbook_no_longer_has_are_passed_over():
    theirs = named(cells_of({}))
    del theirs["处置"]
    headers = frozenset(REWORK.headers) - {"处置"}
    assert not merge(REWORK, [], cells_of({"处置": "乙"}), theirs, headers).written


def test_taking_a_row_back_in_the_workbook_is_taken_in_every_table():
    for kind, header in (("rework", "状态"), ("measures", "状态"), ("cases", "结果")):
        sheet = BY_KIND[kind]
        ours = [None] * len(sheet.columns)
        ours[sheet.at(header)] = "办结" if kind == "cases" else "待整改"
        found = merge(sheet, [], ours, {header: REMOVED})
        assert found.taken[header] == REMOVED
