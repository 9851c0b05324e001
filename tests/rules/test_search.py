"""Finding an item by what a clerk types."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.rules import library, search
from workbench.workspace import Workspace

TODAY = date(2026, 11, 1)


@pytest.fixture(scope="module")
def index(tmp_path_factory) -> search.Index:
    return search.Index.of(library.load(Workspace(tmp_path_factory.mktemp("空"))), TODAY)


def first(index: search.Index, text: str) -> str:
    return index.search(text)[0].item.short


@pytest.mark.parametrize(
    ("typed", "item"),
    [
        ("货运许可", "货运许可"),
        ("hyxk", "货运许可"),
        ("HYXK", "货运许可"),
        ("hyxk", "货运许可"),
        ("huoyun", "货运许可"),
        ("jt-01", "货运许可"),
        ("daolu-huoyun", "货运许可"),
        ("道路普通货物运输经营许可", "货运许可"),
        ("yl zy", "养老转移"),
        ("ylzy", "养老转移"),
        ("养老 转移", "养老转移"),
    ],
)
def test_names_pinyin_initials_and_codes_find_the_item_first(index, typed, item):
    assert first(index, typed) == item


def test_the_domain_finds_all_of_its_items(index):
    found = {hit.item.domain for hit in index.search("交通运输", limit=50)}
    assert "交通运输" in found


def test_characters_read_in_two_ways_are_found_by_both(index):
    """重 is zhòng and chóng; 行 is xíng and háng."""
    assert search.initials("重庆")[1] == "q"
    readings = {"".join(one) for one in search._readings("银行")}
    assert {"yinhang", "yinxing"} <= readings


def test_nothing_fits_nonsense_and_empty_text(index):
    assert index.search("") == index.search("  ") == index.search("qqqqxxxx") == []


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=20))
def test_no_text_is_too_strange_to_search_for(index, text):
    assert len(index.search(text)) <= 9


def test_every_item_is_found_by_its_own_short_name(index):
    for item in index.items():
        assert index.search(item.short)[0].item.short == item.short
