"""Records go in whole or not at all, and every problem is told at once."""

from __future__ import annotations

import multiprocessing
from datetime import date

import pytest

from tests.ledger.conftest import case, office_words, row
from workbench.ledger import ledger
from workbench.ledger.journal import Entry
from workbench.problems import InputProblems, NotFound


def test_a_case_keeps_every_field_of_the_contract_and_gets_an_id(space):
    (id,) = ledger.add(space, "cases", [case(note="备注")])
    table, kept = ledger.get(space, id)
    assert table == "cases"
    assert kept == {
        "id": id,
        "matter": id,
        "started": "2026-03-02T09:05:00",
        "minutes": 8.5,
        "window": "A01",
        "clerk": "王",
        "item": "yanglao",
        "version": "2026.1",
        "answers": {"origin": "other_province"},
        "visit": 1,
        "ticks": {"id_card": "present", "payment_certificate": "missing"},
        "outcome": "补正",
        "override": "",
        "note": "备注",
    }


def test_all_problems_of_all_rows_are_listed_and_nothing_is_written(space):
    with pytest.raises(InputProblems) as refused:
        ledger.add(
            space,
            "cases",
            [
                case(),
                case(item="yanglo"),
                case(minutes=-1, started="0000-01-01T00:00"),
                case(ticks={"payment": "missing", "手工:村委会证明": "missing"}, colour="red"),
            ],
        )
    codes = {(problem.where, problem.code) for problem in refused.value.problems}
    assert codes == {
        ("第 2 条.item", "unknown_item"),
        ("第 3 条.minutes", "greater_than_equal"),
        ("第 3 条.started", "value_error"),
        ("第 4 条.ticks.payment", "unknown_material"),
        ("第 4 条.colour", "extra_forbidden"),
    }
    assert ledger.cases(space) == []


def test_a_paper_added_by_hand_is_known_by_its_prefix_alone(space):
    ledger.add(space, "rework", [row(material="手工:村委会证明"), row(material="")])
    with pytest.raises(InputProblems, match=r"手工:材料名称"):
        ledger.add(space, "rework", [row(material="村委会证明")])


def test_optional_causes_are_refused_until_the_office_switches_them_on(space):
    with pytest.raises(InputProblems, match="没有启用"):
        ledger.add(space, "rework", [row(cause="系统与外部", detail="系统故障")])
    words = office_words(causes=office_words().known_causes)
    assert ledger.add(space, "rework", [row(cause="系统与外部", detail="系统故障")], words=words)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "{{ 7*7 }}", "长" * 40_000, "😀" * 20_000])
def test_text_stays_text_to_the_last_character(space, text):
    (id,) = ledger.add(space, "rework", [row(note=text)])
    assert ledger.get(space, id)[1]["note"] == text


def test_numbers_of_citizens_are_masked_in_every_free_text_unless_the_office_switches_it_off(space):
    number = "11010519491231002X"
    texts = dict.fromkeys(("handling", "measure", "review", "note", "owner"), number)
    (id,) = ledger.add(space, "rework", [row(**texts, material=f"手工:{number}")])
    assert number not in str(ledger.get(space, id))
    (id,) = ledger.add(space, "cases", [case(answers={"phone": 13800138000, "who": number})])
    assert number not in str(ledger.get(space, id)) and "13800138000" not in str(ledger.get(space, id))
    ledger.edit(space, id, {"note": f"电话 13800138000 {number}"})
    assert number not in str(ledger.get(space, id)) and "13800138000" not in str(ledger.get(space, id))
    (id,) = ledger.add(space, "rework", [row(note=number)], words=office_words(mask_numbers=False))
    assert number in ledger.get(space, id)[1]["note"]


def test_the_same_id_twice_is_refused_by_add_and_means_an_edit(space):
    ledger.add(space, "rework", [row(id="R-1")])
    with pytest.raises(InputProblems, match="已经有了"):
        ledger.add(space, "rework", [row(id="R-1")])
    assert ledger.edit(space, "R-1", {"state": "整改中"})["state"] == "整改中"
    with pytest.raises(InputProblems):
        ledger.edit(space, "R-1", {"state": "整改"})
    with pytest.raises(InputProblems, match="窗口和年份"):
        ledger.edit(space, "R-1", {"date": "2025-03-02"})
    with pytest.raises(NotFound):
        ledger.edit(space, "R-2", {})


def test_an_old_record_of_an_item_that_no_longer_exists_can_still_be_edited(space):
    ledger.add(space, "rework", [row(id="R-1")])
    assert ledger.edit(space, "R-1", {"note": "x"}, words=office_words(items={}))["note"] == "x"


def test_a_removed_record_leaves_the_figures_but_not_the_journal(space):
    (id,) = ledger.add(space, "cases", [case()])
    ledger.remove(space, id, "登记错了")
    assert ledger.cases(space) == [] and ledger.pending(space)["cases"] == 0
    with ledger.open_journal(space) as journal:
        assert [event.action for event in journal.history("cases", id)] == ["add", "remove"]


def test_a_visit_and_its_rework_rows_are_one_transaction(space):
    with pytest.raises(InputProblems):
        ledger.finish(space, case(), [row(cause="不知道")])
    id, (rework_id,) = ledger.finish(space, case(), [row()], extra=[Entry("desk", "open", {}, "edit")])
    assert ledger.get(space, rework_id)[1]["case"] == id
    assert len(ledger.cases(space)) == len(ledger.rework(space)) == 1


def test_reading_is_by_day_with_both_ends_included(space):
    ledger.add(space, "cases", [case(started=f"2026-03-{day:02d}T10:00") for day in range(1, 11)])
    assert [r["day"][-2:] for r in ledger.cases(space, date(2026, 3, 3), date(2026, 3, 5))] == ["03", "04", "05"]
    assert [r["week"] for r in ledger.cases(space, end=date(2026, 3, 2))] == ["2026-W09", "2026-W10"]
    assert len(list(ledger.records(space, "cases"))) == 10


def _many(space, count):
    for _ in range(count):
        ledger.add(space, "cases", [case()], words=office_words())


def test_two_programs_write_into_one_workspace_and_nothing_is_lost(space):
    writers = [multiprocessing.get_context("spawn").Process(target=_many, args=(space, 40)) for _ in range(2)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert len(ledger.cases(space)) == 80
