"""The sample workspace: the promised numbers, the same for the same day, everything made once, nothing overwritten."""

from __future__ import annotations

from datetime import date

import pytest

from workbench import cli
from workbench.demo import build
from workbench.demo.quarter import quarter
from workbench.documents import notices
from workbench.ledger import causes, ledger
from workbench.ledger.journal import open_journal
from workbench.problems import UserError
from workbench.review import metrics, periods, week
from workbench.workspace import Workspace

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The whole demo, made once; with the titles of its steps."""
    folder = tmp_path_factory.mktemp("demo") / "示例"
    said: list[str] = []
    failed = build.build(folder, TODAY, cli.main, lambda done, total, title: said.append(f"{done}/{total} {title}"))
    return Workspace(folder), failed, said


def rows(space):
    entries = build.sample_items(space, TODAY)
    return quarter(entries, causes.load(space), TODAY, build.SEED)


def test_a_quarter_has_1260_visits_in_13_weeks_of_8_items_and_asks_come_on_top(tmp_path):
    found = rows(Workspace(tmp_path))
    visits = [case for case in found.cases if case["outcome"] != "咨询"]
    assert len(visits) == 1260 and (found.end - found.start).days == 13 * 7 - 1
    assert found.start.weekday() == 0 and found.end < TODAY
    assert len({case["item"] for case in visits}) == 8
    assert len({case["id"] for case in found.cases}) == len(found.cases)


@pytest.mark.parametrize("seed", [1, 2, 3, build.SEED])
def test_the_return_rate_falls_from_19_to_14_percent_and_two_thirds_are_missing_papers(tmp_path, seed):
    space = Workspace(tmp_path)
    found = quarter(build.sample_items(space, TODAY), causes.load(space), TODAY, seed)

    def rate(weeks: range) -> float:
        spans = [periods.of("week", found.start).start.toordinal() + 7 * number for number in weeks]
        days = {date.fromordinal(start + n).isoformat() for start in spans for n in range(7)}
        visits = [c for c in found.cases if c["started"][:10] in days and c["outcome"] != "咨询"]
        return sum(c["outcome"] in ("补正", "退回") for c in visits) / len(visits)

    assert rate(range(2)) == pytest.approx(0.19, abs=0.012)
    assert rate(range(11, 13)) == pytest.approx(0.14, abs=0.012)
    missing = sum(row["cause"] == "材料缺失" for row in found.rework) / len(found.rework)
    assert missing == pytest.approx(2 / 3, abs=0.08)


def test_the_same_day_gives_the_same_rows(tmp_path):
    one, other = rows(Workspace(tmp_path / "一")), rows(Workspace(tmp_path / "二"))
    assert (one.cases, one.rework) == (other.cases, other.rework)


def test_everything_is_made_once_and_told(made):
    space, failed, said = made
    assert failed == []
    documents = {path.name for path in (space.documents / "示例").iterdir()}
    for word in ("材料清单 养老转移.docx", "材料清单 养老转移 大字.docx", "材料清单 养老转移.xlsx", "全厅台账.xlsx"):
        assert word in documents
    assert {f"{kind}.docx" for kind in notices.KINDS} <= documents
    assert any("规则变更通知" in name for name in documents)
    assert sum("复盘通报" in name for name in documents) == 3
    assert len(list(space.ledger.glob("*.xlsx"))) == 2 and len(list(space.selfcheck.glob("*.xlsx"))) == 3
    assert sum(ledger.pending(space).values()) == 0
    assert said[0].startswith("0/") and said[-1].endswith("完成")


def test_a_newcomer_finds_a_measure_that_helped_and_suggestions_to_decide(made):
    space = made[0]
    found = week.review(space, periods.of("week", TODAY).previous, TODAY)
    assert found.now.counts.cases > 50 and any(one.writes_rules for one in found.suggestions)
    assert [change.effect.after.d for change in found.rule_changes]
    assert {one.stage for one in found.measures} >= {"计划", "执行", "检查"}
    assert any(one.effect and one.effect.verdict == "明显下降" for one in found.measures)
    with open_journal(space) as journal:
        assert metrics.total(journal, date.min, date.max).cases == 1260


def test_a_folder_with_something_in_it_is_left_alone(tmp_path):
    (tmp_path / "我的.txt").write_text("别动", "utf-8")
    with pytest.raises(UserError, match="不会覆盖"):
        build.build(tmp_path, TODAY, cli.main, lambda *_: None)
    assert [path.name for path in tmp_path.iterdir()] == ["我的.txt"]
    assert cli.main(["demo", str(tmp_path)]) == 3
