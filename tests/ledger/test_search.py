"""Records are found by day, text, item, cause and state, a window of them at a time."""

from __future__ import annotations

from datetime import date

import pytest

from tests.ledger.conftest import case, office_words, row
from workbench.ledger import ledger
from workbench.problems import NotFound


@pytest.fixture
def some(space):
    ledger.add(
        space, "rework", [row(date=f"2026-03-{n:02d}", state="整改中" if n % 2 else "待整改") for n in range(1, 21)]
    )
    ledger.add(
        space, "rework", [row(item="shiye", material="", cause="信息错误", detail="", note='100% "对" a_b \\ c')]
    )
    ledger.add(space, "cases", [case(outcome="办结", ticks={}), case()])
    return space


def found(space, **wanted):
    ids = [one["id"] for one in ledger.records(space, "rework", words=office_words(), **wanted)]
    wanted = {key: value for key, value in wanted.items() if key not in ("limit", "offset", "newest_first")}
    return len(ids), ledger.count(space, "rework", words=office_words(), **wanted)


def test_each_filter_alone_and_together(some):
    assert found(some) == (21, 21)
    assert found(some, item="shiye") == (1, 1)
    assert found(some, cause="材料缺失") == (20, 20)
    assert found(some, state="整改中") == (10, 10)
    assert found(some, state="整改中", start=date(2026, 3, 11), cause="材料缺失") == (5, 5)


@pytest.mark.parametrize("text", ["100%", '"对"', "a_b", "\\ c", "失业保险金申领", "失业金"])
def test_text_is_found_in_fields_and_in_the_names_of_items(some, text):
    assert found(some, text=text) == (1, 1)


def test_text_is_no_pattern_and_names_of_papers_are_found(some):
    assert found(some, text="a%b") == (0, 0)
    assert found(some, text="缴费凭证") == (20, 20)


def test_a_window_of_rows_pages_through_all_of_them_in_order(some):
    whole = [one["id"] for one in ledger.records(some, "rework")]
    paged = [one["id"] for n in range(0, 25, 4) for one in ledger.records(some, "rework", limit=4, offset=n)]
    assert paged == whole
    assert [one["id"] for one in ledger.records(some, "rework", newest_first=True)] == whole[::-1]


def test_the_state_of_a_case_is_its_outcome(some):
    assert ledger.count(some, "cases", state="办结") == 1 and ledger.count(some, "cases", cause="材料缺失") == 2


def test_an_unknown_table_is_refused_with_the_nearest(some):
    with pytest.raises(NotFound, match="rework"):
        ledger.count(some, "reworks")
