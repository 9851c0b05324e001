"""A visit: pure changes, a clock that does not count parked time, answers that are never lost."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.cases.visit import Visit, papers
from workbench.rules import library
from workbench.workspace import Workspace

NINE = datetime(2026, 3, 2, 9, 0)
TODAY = NINE.date()


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    return library.load(Workspace(tmp_path_factory.mktemp("空"))).entry("daolu-huoyun", date(2026, 11, 1)).book


def begun() -> Visit:
    return Visit.begin("daolu-huoyun", NINE, "ABC234")


def test_the_clock_counts_handling_and_not_the_time_it_was_parked():
    visit = begun().stopped(NINE + timedelta(minutes=4), "去缴费")
    assert visit.worked(NINE + timedelta(hours=2)) == 240
    visit = visit.resumed(NINE + timedelta(hours=2))
    assert visit.worked(NINE + timedelta(hours=2, minutes=3)) == 420
    assert visit.parked == ""


def test_a_clock_that_was_set_back_never_counts_below_what_was_worked():
    visit = begun()
    assert visit.worked(NINE - timedelta(hours=1)) == 0


def test_four_presses_bring_a_paper_back_to_not_looked_at():
    visit = begun()
    for expected in ("present", "missing", "unfit", None):
        visit = visit.next_mark("id")
        assert visit.ticks.get("id") == expected


def test_papers_are_listed_base_then_personal_then_by_hand(book):
    visit = begun().answered("agent", "relative").with_paper("村委会证明")
    listed = list(papers(visit, visit.checklist(book, TODAY)))
    assert listed[0] == "application" and listed[-1] == "手工:村委会证明"
    assert "authorization" in listed
    assert visit.without_paper("村委会证明").added == ()


def test_a_kept_day_that_cannot_be_true_is_asked_again(tmp_path):
    """Kept before the rules said that the day has been already, or by a clock that was wrong."""
    hurt = library.load(Workspace(tmp_path)).entry("gongshang-rending", TODAY).book
    visit = Visit.begin("gongshang-rending", NINE, "ABC234").but(answers={"happened_on": "2027-03-02"})
    checklist = visit.checklist(hurt, TODAY)
    assert "happened_on" not in checklist.answers
    assert "happened_on" in [question.id for question in checklist.open_questions]
    assert "happened_on" in visit.answers


def test_an_answer_that_the_rules_no_longer_know_is_left_out_of_the_list_but_kept(book):
    visit = begun().but(answers={"agent": "self", "gone": "x", "weight": "feather"})
    checklist = visit.checklist(book, TODAY)
    assert set(checklist.answers) == {"agent"}
    assert "gone" in visit.answers


@given(
    st.lists(st.tuples(st.sampled_from(["agent", "weight", "cargo"]), st.sampled_from(["self", "heavy", "general"])))
)
def test_a_later_answer_to_a_question_takes_the_place_of_the_first(changes):
    visit = begun()
    for question, answer in changes:
        visit = visit.answered(question, answer)
    assert visit.answers == dict(changes)


@given(
    st.dictionaries(st.text(min_size=1, max_size=8), st.sampled_from(["present", "missing", "unfit"])),
    st.lists(st.text(min_size=1, max_size=20), max_size=4),
)
def test_a_visit_reads_back_from_its_text_as_it_was(ticks, added):
    visit = begun().but(ticks=ticks, added=tuple(dict.fromkeys(added)))
    assert Visit.model_validate_json(visit.model_dump_json()) == visit


def test_check_points_are_looked_at_and_taken_back():
    visit = begun().pointed("id", 2).pointed("id", 0)
    assert visit.points["id"] == (0, 2)
    assert visit.pointed("id", 2).points["id"] == (0,)
