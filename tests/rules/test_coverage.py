"""Coverage: what all answers lead to, against walking through every combination; and what examples leave out."""

from __future__ import annotations

import itertools
from datetime import date
from math import prod

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rules.build import make_item
from tests.rules.office import ITEM, changed, write
from workbench.rules import coverage, coverage_sheet, library, lint
from workbench.rules.checklist import RuleBook
from workbench.rules.examples import run_examples
from workbench.rules.item import Item
from workbench.rules.pairwise import pairwise
from workbench.rules.reach import Reach
from workbench.workspace import Workspace

TODAY = date(2026, 3, 2)


def book_of(text: str) -> RuleBook:
    return RuleBook(make_item(text, head=""))


def measured(text: str) -> coverage.Coverage:
    book = book_of(text)
    return coverage.measure(book, Reach(book, TODAY), TODAY)


def test_the_sample_item_is_covered_by_its_examples():
    one = measured(ITEM)
    assert (one.never_needed, one.dead_options, one.idle_questions) == ((), (), ())
    assert one.combinations == 1 + 2 * len(Reach(book_of(ITEM), TODAY).values["age"])
    assert one.smallest.papers == ("form",)
    assert one.largest.papers == ("form", "old_card", "translation")


def test_a_combination_that_no_example_shows_is_named_with_its_papers():
    start = ITEM.index('[[examples]]\nname = "外地老人"')
    one = measured(ITEM[:start] + ITEM[ITEM.index('[[examples]]\nname = "外地的孩子不能办"') :])
    assert [(situation.papers, situation.not_eligible) for situation in one.without_example] == [
        (("old_card", "translation"), False)
    ]
    assert one.without_example[0].answers["origin"] == "other"
    assert one.uncovered == one.without_example[0].combinations
    assert measured(ITEM).uncovered == 0


def test_never_needed_papers_and_dead_options_are_listed():
    text = changed(('label = "国外" },', 'label = "国外" },\n  { id = "moon", label = "月球" },'))
    paper = '[[materials]]\nid = "never"\nlayer = "personal"\nname = "无"\nwhen = { origin = "here", age = "> 3" }\n'
    one = measured(text + paper)
    assert one.never_needed == ("never",)
    assert one.dead_options == ("origin.moon",)


OPTIONS = ("a", "b", "c")


@st.composite
def items(draw) -> Item:
    """Small items: up to four questions, some asked only after others, and papers on random conditions."""
    count = draw(st.integers(1, 4))
    questions = []

    def condition(known: int) -> dict:
        names = draw(st.lists(st.integers(0, known - 1), min_size=1, max_size=2, unique=True))
        table = {f"q{n}": draw(st.lists(st.sampled_from(OPTIONS), min_size=1, max_size=2, unique=True)) for n in names}
        return {"not": table} if draw(st.booleans()) and draw(st.booleans()) else table

    for number in range(count):
        one = {
            "id": f"q{number}",
            "text": f"问{number}",
            "kind": "single",
            "options": [{"id": o, "label": o} for o in OPTIONS],
        }
        if number and draw(st.booleans()):
            one["when"] = condition(number)
        questions.append(one)
    papers = [
        {"id": f"m{n}", "layer": "personal", "name": f"材料{n}", "because": "因为", "when": condition(count)}
        for n in range(draw(st.integers(1, 4)))
    ]
    excluded = [{"when": condition(count), "reason": "不行"}] if draw(st.booleans()) else []
    plain = make_item("").model_dump(exclude_unset=True)
    return Item.model_validate(plain | {"questions": questions, "materials": papers, "not_eligible": excluded})


def every_combination(book: RuleBook) -> list[dict]:
    """All complete answers, by walking: unasked questions are left out."""
    found = [{}]
    for name in book.table.order:
        grown = []
        for answers in found:
            asked = book.checklist(answers, TODAY).decision.asked(name) == "yes"
            grown += [{**answers, name: option} for option in OPTIONS] if asked else [answers]
        found = grown
    return found


@settings(max_examples=120, deadline=None)
@given(items())
def test_the_groups_give_what_walking_through_every_combination_gives(item):
    book = RuleBook(item)
    reach = Reach(book, TODAY)
    one = coverage.measure(book, reach, TODAY)
    walked = [book.checklist(answers, TODAY) for answers in every_combination(book)]
    assert one.combinations == len(walked)
    assert set(one.never_needed) == set(item.material_by_id) - {name for sheet in walked for name in sheet.needed_ids}
    allowed = [sheet for sheet in walked if not sheet.not_eligible]
    if allowed:
        assert len(one.largest.papers) == max(len(sheet.needed_ids) for sheet in allowed)
        assert len(one.smallest.papers) == min(len(sheet.needed_ids) for sheet in allowed)
    for number, mask in enumerate(book.material_masks):
        always = all(sheet.state_of(number) == "yes" for sheet in walked)
        assert reach.always(mask) == always
    for (a, narrow), (b, wide) in itertools.permutations(enumerate(book.material_masks), 2):
        held = [sheet for sheet in walked if sheet.state_of(a) == "yes"]
        if held:
            assert reach.implies(narrow, wide) == all(sheet.state_of(b) == "yes" for sheet in held)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(1, 4), min_size=2, max_size=6))
def test_pairwise_meets_every_pair_and_repeats_itself(sizes):
    factors = {f"f{n}": list(range(size)) for n, size in enumerate(sizes)}
    rows = pairwise(factors)
    assert rows == pairwise(factors)
    assert len(rows) <= prod(sizes)
    for (a, first), (b, second) in itertools.combinations(factors.items(), 2):
        assert {(row[a], row[b]) for row in rows} == set(itertools.product(first, second))


def test_a_group_too_large_for_every_combination_takes_every_pair(monkeypatch):
    monkeypatch.setattr("workbench.rules.reach.MOST_COMBINATIONS", 3)
    book = book_of(ITEM)
    reach = Reach(book, TODAY)
    one = coverage.measure(book, reach, TODAY)
    assert not one.complete
    assert one.never_needed == ()
    assert reach.reachable & sum(book.table.masks) == sum(book.table.masks), "each condition is met by a row of its own"


def test_the_report_for_the_supervisor_opens_with_all_its_sheets(tmp_path):
    from openpyxl import load_workbook

    space = Workspace(tmp_path / "工作文件夹")
    found = library.load_paths([write(space, changed(('q = "要多久?"', 'q = "=1+1"')))], space)
    reaches = {id(entry): Reach(entry.book, TODAY) for entry in found.entries}
    covered = coverage.of_library(found, reaches, TODAY)
    results = run_examples(found.entries[0].book, TODAY)
    report = lint.check(found, space, TODAY, reaches)
    coverage_sheet.write(covered, results, report, tmp_path / "报告.xlsx", TODAY)
    book = load_workbook(tmp_path / "报告.xlsx")
    assert book.sheetnames == ["总览", "没有示例的情况", "最多与最少", "发现的问题", "不符的示例"]
    row = [cell.value for cell in book["总览"][5]]
    assert row[1:4] == ["便民服务证办理", "2026.1", covered["weiban-zheng"].combinations]
    assert book["最多与最少"]["C5"].value == 3


@pytest.mark.parametrize("version", ["2026.1", "2025.9"])
def test_two_versions_of_an_item_are_both_measured(tmp_path, version):
    space = Workspace(tmp_path / "工作文件夹")
    write(
        space,
        changed(("valid_from = 2026-01-01", "valid_from = 2025-01-01\nvalid_to = 2025-12-31"), ("2026.1", "2025.9")),
        "a.toml",
    )
    write(space, ITEM, "b.toml")
    found = library.load_paths([space.rules], space)
    covered = coverage.of_library(found, {id(e): Reach(e.book, TODAY) for e in found.entries}, TODAY)
    assert set(covered) == {"weiban-zheng", "weiban-zheng@2025.9"}
    assert version in {one.book.item.version for one in covered.values()}
