"""The rules that ship with the program: complete, sourced, and true to the examples inside them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from workbench.rules import library
from workbench.rules.answers import read_answers
from workbench.rules.examples import run_examples
from workbench.rules.item import Item
from workbench.rules.library import Entry
from workbench.workspace import Workspace, shipped

TODAY = date(2026, 11, 22)
NOWHERE = Workspace(Path("没有这个文件夹"))
FILES = library.rules_files(shipped() / "rules" / "items")
LIBRARY = library.load_paths(FILES, NOWHERE)
CODES = {
    *(f"SB-{n:02}" for n in range(1, 12)),
    *(f"SW-{n:02}" for n in range(1, 6)),
    *(f"JT-{n:02}" for n in range(1, 4)),
    *(f"SJ-{n:02}" for n in range(1, 4)),
    *(f"GA-{n:02}" for n in range(1, 4)),
    *("YB-01", "BD-01", "JS-01"),
}
BILINGUAL = {"SB-01", "SB-08", "SW-05", "GA-02", "GA-03"}


def name(path: Path) -> str:
    return path.stem


def test_there_is_a_file_for_each_of_the_28_items_and_all_can_be_read():
    assert LIBRARY.problems == []
    assert {entry.item.code for entry in LIBRARY.entries} == CODES


@pytest.fixture(params=FILES, ids=name)
def entry(request) -> Entry:
    return next(one for one in LIBRARY.entries if one.path == request.param)


@pytest.fixture
def item(entry: Entry) -> Item:
    return entry.item


def test_a_file_is_named_after_its_code_and_id(entry):
    assert entry.path.stem.startswith(f"{entry.item.code.lower()}-{entry.item.id}")


def test_every_example_holds(entry):
    assert {result.name: result.faults for result in run_examples(entry.book, TODAY) if result.faults} == {}


def test_there_are_six_examples_with_different_names(item):
    assert len({example.name for example in item.examples}) >= 6


def test_every_personal_paper_is_needed_by_an_example(item):
    needed = {material for example in item.examples for material in example.need}
    assert [m.id for m in item.materials if m.layer == "personal" and m.id not in needed] == []


def test_every_way_of_being_turned_away_says_what_to_do_instead_and_one_is_an_example(item):
    assert [one.reason for one in item.not_eligible if not one.instead] == []
    if item.not_eligible:
        assert "not_eligible" in {example.outcome for example in item.examples}


def test_every_paper_has_a_basis_a_place_to_get_it_and_points_to_check(item):
    assert [m.id for m in item.materials if not (m.basis and m.where and m.check_points)] == []


def test_an_original_that_is_looked_at_is_an_original_that_is_asked_for(item):
    seen = [one for one in item.materials if one.intake.startswith("验原件")]
    assert [one.id for one in seen if not one.copies.original] == []


def test_every_personal_paper_has_a_reason_for_each_of_its_conditions(item):
    assert [m.id for m in item.materials for need in m.needs if not need.because] == []


def test_the_item_is_complete_for_the_clerk_and_for_the_citizen(item):
    assert item.basis and item.accept_conditions and item.mistakes and item.steps and item.not_needed and item.changes
    assert item.follow_ups and item.audience
    assert len(item.faq) >= 2
    assert [question.id for question in item.questions if not question.plain] == []


def test_what_is_not_beyond_doubt_says_what_to_check(item):
    assert item.confidence == "高" or item.unsure


def vat(day: date, given: dict[str, str]) -> tuple[str, list[str]]:
    entry = LIBRARY.entry("SW-02", day)
    answers, problems = read_answers(entry.item, given, day)
    assert problems == []
    checklist = entry.book.checklist(answers, day)
    return entry.item.version, [reminder.text for reminder in checklist.reminders]


def test_the_vat_rule_of_2025_is_stale_on_the_first_day_of_2026():
    before, told_before = vat(date(2025, 12, 31), {"purpose": "exceeded"})
    after, told_after = vat(date(2026, 1, 1), {"purpose": "exceeded", "cause": "declared"})
    assert (before, after) == ("2025.1", "2026.1")
    assert "超过标准后,15 天内要办登记" in told_before and "从次月 1 日起按一般纳税人算税" in told_before
    assert "要在超过标准的次月(或下一季)申报期内办登记,别拖" in told_after
    assert "从超过标准那个月(季)的 1 日起,就按一般纳税人算税" in told_after
    assert set(told_before).isdisjoint(told_after)


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (date(2026, 2, 28), "not yet"),
        (date(2026, 3, 1), "要在 6 月 30 日以前办完"),
        (date(2026, 6, 30), "要在 6 月 30 日以前办完"),
        (date(2026, 7, 1), "已经过了 6 月 30 日,请尽快补办"),
        (date(2028, 2, 29), "已经过了 6 月 30 日,请尽快补办"),
    ],
)
def test_income_tax_of_2025_is_settled_from_march_to_june_of_2026_and_late_afterwards(day, told):
    entry = LIBRARY.entry("SW-05", day)
    answers, problems = read_answers(entry.item, {"year_end": "2025-12-31", "result": "pay", "business": "none"}, day)
    assert problems == []
    checklist = entry.book.checklist(answers, day)
    said = [reminder.text for reminder in checklist.reminders if "6 月 30 日" in reminder.text]
    assert (said or ["not yet"]) == [told]
    assert bool(checklist.not_eligible) is (told == "not yet")


@pytest.mark.parametrize("code", sorted(BILINGUAL))
def test_the_items_for_foreigners_are_complete_in_english(code):
    assert list(without_english(LIBRARY.entry(code, TODAY).item)) == []


def without_english(item: Item) -> Iterator[str]:
    """Every text of the bilingual sheet that has no English beside it."""
    if not item.name_en:
        yield "name"
    for question in item.questions:
        if not question.text_en:
            yield f"question {question.id}"
        yield from (f"option {question.id}.{o.id}" for o in question.choices if not o.label_en)
    for material in item.materials:
        if not material.name_en or (material.where and not material.where_en):
            yield f"material {material.id}"
        if any(not (need.because_en or material.because_en) for need in material.needs):
            yield f"reason of {material.id}"
    yield from (f"refusal {n.reason}" for n in item.not_eligible if not (n.reason_en and n.instead_en))
    yield from (f"reminder {r.text}" for r in item.reminders if not r.text_en)
    yield from (f"step {s.name}" for s in item.steps if not (s.name_en and s.citizen_en))
    yield from (f"follow-up {f.name}" for f in item.follow_ups if not (f.name_en and f.why_en))
    yield from (f"not needed {n.name}" for n in item.not_needed if not (n.name_en and n.why_en))


@pytest.mark.parametrize(("subject", "told"), [("company", "公示 20 天"), ("fixed", "不用公示")])
def test_only_companies_are_told_of_the_twenty_days_of_notice(subject, told):
    """市场主体登记管理条例第三十三条第三款: the self-employed need no notice."""
    entry = LIBRARY.entry("shuiwu-zhuxiao", TODAY)
    answers, _ = read_answers(entry.item, {"history": "some", "subject": subject, "revoked": "no"}, TODAY)
    whys = [one.why for one in entry.book.checklist(answers, TODAY).follow_ups if "市场监管" in one.name]
    assert len(whys) == 1 and told in whys[0]
