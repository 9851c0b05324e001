"""The end of a visit: what fits the ticks, what speaks against an outcome, and which rows follow."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from workbench.cases import deferred, outcome, said
from workbench.cases.outcome import Ending
from workbench.cases.visit import Visit, papers
from workbench.ledger import check, ledger
from workbench.problems import UserError
from workbench.rules import library
from workbench.workdays import Calendar
from workbench.workspace import Workspace, shipped

NINE = datetime(2026, 11, 2, 9, 0)
TODAY = NINE.date()


@pytest.fixture(scope="module")
def rules(tmp_path_factory):
    return library.load(Workspace(tmp_path_factory.mktemp("空")))


@pytest.fixture
def space(tmp_path) -> Workspace:
    return Workspace(tmp_path / "工作")


@pytest.fixture
def visit(rules):
    return Visit.begin("daolu-huoyun", NINE, "ABC234").but(answers={"agent": "self", "weight": "heavy"})


@pytest.fixture
def checklist(rules, visit):
    return visit.checklist(rules.entry("daolu-huoyun", TODAY).book, TODAY)


def ticked(visit: Visit, checklist, **marks) -> Visit:
    """All papers there, but for the marks given."""
    return visit.but(ticks={paper: marks.get(paper, "present") for paper in papers(visit, checklist)})


def test_nothing_looked_at_was_a_question(visit, checklist):
    assert outcome.suggest(visit, checklist) == "咨询"


def test_all_there_is_accepted_and_something_missing_is_to_be_completed(visit, checklist):
    assert outcome.suggest(ticked(visit, checklist), checklist) == "受理"
    assert outcome.suggest(ticked(visit, checklist, application="missing"), checklist) == "补正"


def test_who_is_not_eligible_is_turned_away(rules):
    visit = Visit.begin("daolu-huoyun", NINE).but(answers={"agent": "self", "weight": "light"})
    checklist = visit.checklist(rules.entry("daolu-huoyun", TODAY).book, TODAY)
    assert outcome.suggest(visit, checklist) == "退回"


def test_a_missing_paper_becomes_one_row_with_cause_and_detail(visit, checklist):
    visit = ticked(visit, checklist, application="missing")
    shortages = tuple(outcome.shortages(visit, checklist))
    case, rows = outcome.records(visit, checklist, Ending("补正", shortages), NINE)
    assert case["ticks"]["application"] == "missing"
    [row] = rows
    assert (row["cause"], row["detail"], row["side"], row["notice_omission"]) == ("材料缺失", "缺件", "群众", False)


def test_the_check_point_that_failed_names_the_cause(visit, checklist):
    """Of a paper that is not in order, the first check point without a tick tells why."""
    visit = ticked(visit, checklist, qualification="unfit")
    points = checklist.item.material_by_id["qualification"].check_points
    seen = tuple(n for n, point in enumerate(points) if "有效期" not in point)
    [short] = outcome.shortages(visit.but(points={"qualification": seen}), checklist)
    assert (short.cause, short.detail) == ("材料缺失", "材料过期")


def test_a_paper_that_was_not_told_last_time_is_our_omission(visit, checklist):
    visit = ticked(visit, checklist, application="missing").but(visit=2, told=("person_in_charge_id",))
    [short] = outcome.shortages(visit, checklist)
    assert short.omission and short.side == "窗口"


def test_a_paper_added_by_hand_is_a_gap_of_the_rules(visit, checklist):
    visit = visit.with_paper("村委会证明").marked("手工:村委会证明", "missing")
    [short] = outcome.shortages(visit, checklist)
    assert short.omission and short.side == "规则"


@pytest.mark.parametrize(
    ("name", "marks", "words"),
    [
        ("受理", {"application": "missing"}, "没有齐"),
        ("办结", {}, "没有看"),
        ("补正", {}, "没有哪份材料"),
        ("容缺", {}, "没有哪份材料"),
    ],
)
def test_what_speaks_against_an_outcome_is_said(visit, checklist, name, marks, words):
    visit = ticked(visit, checklist, **marks) if marks else visit
    assert words in outcome.warning(visit, checklist, name)


@pytest.mark.parametrize("name", ["受理", "办结"])
def test_a_list_that_still_hangs_on_an_answer_is_not_simply_accepted(rules, visit, name):
    """Also where no paper hangs on it, but whether it can be done at all."""
    book = rules.entry("daolu-huoyun", NINE.date()).book
    bare = visit.but(answers={})
    checklist = bare.checklist(book, NINE.date())
    everything = bare.but(ticks=dict.fromkeys(outcome.papers(bare, checklist), "present"))
    assert "问没有答" in outcome.warning(everything, checklist, name)
    assert "份材料还没定" in outcome.warning(everything, checklist, name)


@pytest.mark.parametrize("name", ["办结", "受理", "补正", "容缺", "承诺"])
def test_no_paper_helps_who_is_not_eligible(rules, visit, name):
    """Sent home for papers, they would come a second time for nothing."""
    book = rules.entry("geti-dengji", NINE.date()).book
    tiny = visit.but(item="geti-dengji", answers={"action": "open", "exempt": True})
    checklist = tiny.checklist(book, NINE.date())
    assert checklist.not_eligible
    [first, *_] = outcome.papers(tiny, checklist)
    assert "清单提示不能办:零星小额" in outcome.warning(tiny.marked(first, "missing"), checklist, name)


@pytest.mark.parametrize("name", ["容缺", "承诺"])
def test_what_the_rules_do_not_let_follow_or_promise_is_named(visit, checklist, name):
    """A paper added by hand is in no rule at all."""
    visit = ticked(visit.with_paper("村委会证明"), checklist).marked("手工:村委会证明", "missing")
    assert f"没有写明可以{name}:村委会证明" in outcome.warning(visit, checklist, name)


def test_what_is_missing_is_deferred_or_promised_in_the_record(visit, checklist):
    visit = ticked(visit, checklist, application="missing")
    assert outcome.ticks_for(visit, checklist, "容缺")["application"] == "deferred"
    assert outcome.ticks_for(visit, checklist, "承诺")["application"] == "promised"
    assert outcome.ticks_for(visit, checklist, "补正")["application"] == "missing"


def test_visit_rows_and_what_was_told_are_kept_together(space, visit, checklist):
    visit = ticked(visit, checklist, application="missing")
    ending = Ending("补正", tuple(outcome.shortages(visit, checklist)))
    case, [row] = outcome.finish(space, visit, checklist, ending, NINE, check.words(space))
    assert ledger.get(space, row)[1]["case"] == case
    told = said.find(space, "ABC234")
    assert told.outcome == "补正" and told.ticks["application"] == "missing"
    again = said.again(told, NINE, "DEF567")
    assert again.visit == 2 and again.matter == visit.matter and again.answers == visit.answers and not again.ticks
    assert again.brought["application"] == "missing"


@pytest.mark.parametrize("name", ["补正", "容缺", "承诺"])
def test_without_a_paper_marked_nothing_is_registered_that_is_about_one(space, visit, checklist, name):
    """No reason passes it over: the notice would be empty, and the figures would count a return that was none."""
    whole = ticked(visit, checklist)
    with pytest.raises(UserError, match=f"不能登记为“{name}”。请先标出"):
        outcome.finish(space, whole, checklist, Ending(name, override="群众已说明"), NINE, check.words(space))
    assert not space.journal.exists()
    assert outcome.refusal(ticked(visit, checklist, application="unfit"), checklist, name) == ""


def test_the_number_of_a_notice_leads_to_the_same_visit_as_the_code(space, visit, checklist):
    """Also when no list was printed: what was said is kept when the visit is registered."""
    visit = ticked(visit, checklist, application="missing")
    ending = Ending("补正", tuple(outcome.shortages(visit, checklist)))
    case, _ = outcome.finish(space, visit, checklist, ending, NINE, check.words(space))
    tail = case.rpartition("-")[2]
    for typed in (
        case,
        tail,
        tail.lower(),
        f"A01补〔2026〕1102-{tail}号",
        f"a01 补〔2026〕1102-{tail} 号",
        f"1102-{tail}",
    ):
        told = said.find_number(space, said.number_in(typed))
        assert told, typed
        assert (told.code, told.matter, told.outcome) == ("ABC234", visit.matter, "补正")
        assert set(told.papers) == set(papers(visit, checklist))
        assert told.ticks["application"] == "missing"
    assert said.find_number(space, "RVM1FW6JNE") is None
    assert said.code_of(space, ledger.get(space, case)[1]) == "ABC234"


@pytest.mark.parametrize("typed", ["养老", "ylzy", "yanglao", "货运许可证", "号", "", "——"])
def test_what_is_no_number_is_not_looked_up(typed):
    assert said.number_in(typed) == ""


def test_today_lists_the_newest_sheet_first(space, visit, checklist):
    for code in ("AAA222", "BBB333"):
        said.keep(space, visit.but(code=code), checklist, NINE)
    assert [one.code for one in said.recent(space, TODAY)] == ["BBB333", "AAA222"]
    assert said.recent(space, date(2026, 11, 3)) == []
    assert said.find(space, "CCC444") is None


def test_papers_owed_are_told_two_days_before_and_no_more_once_brought(space):
    """An office lets a paper follow within 10 working days."""
    space.prepare()
    text = (shipped() / "rules/items/jt-01-daolu-huoyun.toml").read_text("utf-8")
    line = 'id = "safety_rules"\n'
    own = text.replace(line, line + 'deferrable = { within_days = 10, unit = "工作日" }\n')
    (space.rules / "jt-01.toml").write_text(own, "utf-8")
    rules = library.load(space)
    first = {
        "started": "2026-10-12T09:00",
        "item": "daolu-huoyun",
        "outcome": "容缺",
        "ticks": {"safety_rules": "deferred"},
        "matter": "C20261012-AAAAAAAAAA",
    }
    [id] = ledger.add(space, "cases", [first])
    due = Calendar().add_workdays(date(2026, 10, 12), 10)
    assert deferred.owed(space, rules, Calendar(), date(2026, 10, 13)) == []
    [owed] = deferred.owed(space, rules, Calendar(), due)
    assert (owed.case, owed.due, owed.papers) == (id, due, ("安全生产管理制度文本",))
    assert not owed.overdue(due) and owed.overdue(date(2026, 12, 1))
    assert said.of_case(space, id).ticks == {"safety_rules": "deferred"}
    ledger.add(space, "cases", [{**first, "started": f"{due}T09:00", "visit": 2, "outcome": "受理", "ticks": {}}])
    assert deferred.owed(space, rules, Calendar(), due) == []


def test_without_a_term_of_its_own_a_paper_has_the_time_the_office_gives_and_promises_are_checked_too(space, rules):
    """The day that is reminded of is the day that the signed paper names."""
    first = {
        "started": "2026-03-02T09:05",
        "item": "daolu-huoyun",
        "outcome": "容缺",
        "ticks": {"safety_rules": "deferred", "手工:法人声明": "deferred"},
    }
    promised = {**first, "outcome": "承诺", "ticks": {"safety_rules": "promised"}, "started": "2026-03-03T09:05"}
    ids = ledger.add(space, "cases", [first, promised])
    found = deferred.owed(space, rules, Calendar(), date(2026, 3, 16))
    assert [(one.case, one.papers, one.due) for one in found] == [
        (ids[0], ("安全生产管理制度文本", "法人声明"), date(2026, 3, 16)),
        (ids[1], ("安全生产管理制度文本",), date(2026, 3, 17)),
    ]
    space.save_settings(correction_days=20)
    assert deferred.owed(space, rules, Calendar(), date(2026, 3, 16)) == []


def test_without_a_check_point_the_usual_mistake_names_the_cause(visit, checklist):
    """What is printed for the citizen is no wild guess."""
    material = checklist.item.material_by_id["driving_license"]
    found = outcome._unfit(visit, material.id, material.changed(check_points=(), common_mistakes=("证已过期",)))
    assert found == ("材料缺失", "材料过期")
