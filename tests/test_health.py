"""Doctor finds what is wrong, says how to cure it, and its report holds nothing of a citizen."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from workbench import cli, health
from workbench.health import Finding
from workbench.ledger.journal import open_journal
from workbench.workspace import Workspace

TODAY = date(2026, 11, 2)


@dataclass(frozen=True)
class Screen:
    problem: str = ""
    tk: str = "8.6.13"
    width: int = 1366
    height: int = 768
    scaling: float = 1.0
    font: str = "Microsoft YaHei UI"


@pytest.fixture
def space(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "工作文件夹")


def examine(space: Workspace, screen: Screen | None = None) -> dict[str, Finding]:
    return {one.id: one for one in health.examine(space, screen or Screen(), TODAY)}


def test_a_sound_machine_has_nothing_to_cure_but_perhaps_a_printer(space: Workspace) -> None:
    bad = [one.id for one in examine(space).values() if not one.ok and one.id not in ("printer", "disk")]
    assert bad == []


def test_a_clerk_reads_that_the_parts_are_whole_and_the_versions_stand_behind(space: Workspace, monkeypatch) -> None:
    found = examine(space)
    assert found["program"].text.endswith("程序组件齐全") and "Python" in found["program"].detail
    assert not [one for one in found.values() if "Python" in one.text or "Tk" in one.text]
    assert "Python" in health.as_text(found.values())
    monkeypatch.setattr(health, "PARTS", ("openpyxl", "没有这个"))
    program = examine(space)["program"]
    assert not program.ok and "缺了 1 个组件" in program.text and "没有这个" in program.detail
    assert "换下旧的" in program.cure


@pytest.mark.parametrize(
    ("screen", "id", "told"),
    [
        (Screen(problem="没有屏幕"), "screen", "没有屏幕"),
        (Screen(width=800, height=600), "screen", "1024×768"),
        (Screen(font=""), "fonts", "fonts-noto-cjk"),
    ],
)
def test_what_the_screen_lacks_is_told_with_its_cure(space: Workspace, screen: Screen, id: str, told: str) -> None:
    finding = examine(space, screen)[id]
    assert not finding.ok
    assert told in finding.cure


def test_a_broken_rules_file_is_named_and_the_others_counted(space: Workspace) -> None:
    space.prepare()
    (space.rules / "坏的.toml").write_text("id = ", "utf-8")
    finding = examine(space)["rules"]
    assert not finding.ok
    assert "坏的.toml" in finding.cure


def test_rules_past_their_review_are_counted(space: Workspace) -> None:
    late = {one.id: one for one in health.examine(space, Screen(), date(2030, 1, 1))}
    assert not late["overdue"].ok
    assert "过了核对期" in late["overdue"].text


def test_broken_settings_and_a_damaged_journal_are_told_not_raised(space: Workspace) -> None:
    space.prepare()
    space.settings_file.write_text("font_scale = 9\n", "utf-8")
    space.journal.write_bytes(b"this is no database" * 100)
    found = examine(space)
    assert not found["settings"].ok and "font_scale" in found["settings"].cure
    assert not found["ledger"].ok


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "文件").write_bytes(b"")
    found = examine(Workspace(tmp_path / "文件"))
    assert not found["workspace"].ok


def test_the_report_for_support_holds_no_numbers_of_citizens(space: Workspace, tmp_path: Path) -> None:
    with open_journal(space):
        pass
    (space.logs / "workbench.log").write_text("INFO refused: 身份证 11010519491231002X,手机 13800138000\n", "utf-8")
    file = tmp_path / "报告.txt"
    cli.main(["doctor", "--report", str(file), "--workspace", str(space.root)])
    text = file.read_text("utf-8")
    assert "日志末尾" in text and "refused" in text
    assert "11010519491231002X" not in text
    assert "13800138000" not in text


def test_as_json_every_check_has_a_stable_name(space: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    code = cli.main(["doctor", "--json", "--workspace", str(space.root)])
    document = json.loads(capsys.readouterr().out)
    ids = [one["id"] for one in document["checks"]]
    assert {"screen", "workspace", "rules", "overdue", "ledger", "printer"} <= set(ids)
    assert len(ids) == len(set(ids))
    assert code == (0 if document["ok"] else 1)
