"""Keeping records: refused as a whole with every reason, or kept; and one's own report."""

from __future__ import annotations

import json
from datetime import date

import pytest

from tests.selfcheck.conftest import GOAL, PEER, daily
from workbench import cli
from workbench.ledger.journal import open_journal
from workbench.problems import InputProblems
from workbench.review import periods
from workbench.selfcheck import book
from workbench.selfcheck.report import report

WEEK = periods.read("week", "2026-W10")


def kept(space, kind="daily"):
    with open_journal(space) as journal:
        return book.read(journal, kind)


def test_a_no_needs_a_reason_and_nothing_of_a_bad_batch_is_kept(space):
    silent = daily("after", plain_words="否")
    silent["reasons"] = {}
    with pytest.raises(InputProblems, match="plain_words"):
        book.add(space, [daily("before"), silent])
    assert kept(space) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"answers": {"plain_word": "是"}}, "您是不是想写“plain_words”"),
        ({"answers": {"plain_words": "也许"}}, "也许"),
        ({"when": "noon"}, "when"),
        ({"date": "2026-02-30"}, "2026-02-30"),
        ({"extra": 1}, "extra"),
        ({"kind": "weekly"}, "weekly"),
    ],
)
def test_what_does_not_fit_the_form_is_refused_by_name(space, change, said):
    with pytest.raises(InputProblems, match=said):
        book.add(space, [{**daily(), **change}])


def test_a_half_day_is_kept_once_and_can_be_saved_again_by_its_owner(space):
    book.add(space, [daily()])
    with pytest.raises(InputProblems, match="已经填过"):
        book.add(space, [daily()])
    book.save(space, daily(plain_words="否"))
    assert [one["answers"]["plain_words"] for one in kept(space)] == ["否"]


def test_numbers_of_citizens_are_masked(space):
    book.add(space, [{**GOAL, "text": "帮 13812345678 打回访电话"}])
    assert "138****5678" in kept(space, "growth")[0]["text"]


@pytest.mark.parametrize("wrong", [{"strengths": ["一", "二"]}, {"strengths": ["一", "二", " "]}, {"suggestion": ""}])
def test_a_peer_names_three_strengths_before_one_suggestion(space, wrong):
    with pytest.raises(InputProblems):
        book.add(space, [{**PEER, **wrong}])
    assert book.add(space, [PEER])


def test_a_goal_has_a_day_in_the_future(space):
    for due in (None, "2026-03-03"):
        with pytest.raises(InputProblems, match="期限"):
            book.add(space, [{**GOAL, "due": due}])


def test_the_report_compares_a_clerk_with_the_own_past_only(space):
    book.add(
        space,
        [daily(date="2026-02-24", clerk="王敏", told_once="否"), daily(clerk="李伟"), daily(clerk="王敏"), PEER, GOAL],
    )
    own = {one.clerk: one for one in report(space, WEEK, date(2026, 3, 6))}
    wang = own["王敏"]
    assert wang.score.value == 100 and wang.before.value is not None and wang.before.value < 100
    assert own["李伟"].before.value is None
    assert wang.filled == {"before": 0, "after": 1} and len(wang.peers) == len(wang.goals) == 1
    assert wang.due == ["3 月还没有录像(或旁听)复盘"]
    assert "李伟" not in json.dumps(wang.as_dict(), ensure_ascii=False)


def test_the_commands_add_and_report(space, tmp_path, capsys):
    rows = tmp_path / "自检.json"
    rows.write_text(json.dumps([daily(no_refusal_words="否"), PEER], ensure_ascii=False), "utf-8")
    assert cli.main(["selfcheck", "add", "--json", str(rows), "--workspace", str(space.root)]) == 0
    assert len(json.loads(capsys.readouterr().out)["ids"]) == 2
    assert cli.main(["selfcheck", "report", "--week", "2026-W10", "--json", "--workspace", str(space.root)]) == 0
    (own,) = json.loads(capsys.readouterr().out)["clerks"]
    assert own["no"][0]["reason"] == "今天忘了" and own["score"] < 100
    assert cli.main(["selfcheck", "add", "--json", str(rows), "--workspace", str(space.root)]) == 1
    errors = json.loads(capsys.readouterr().out)["errors"]
    assert [error["code"] for error in errors] == ["duplicate_id"]
