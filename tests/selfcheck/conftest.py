"""A workspace, and forms filled in."""

from __future__ import annotations

import pytest

from workbench.selfcheck import forms
from workbench.workspace import Workspace


@pytest.fixture
def space(tmp_path) -> Workspace:
    space = Workspace(tmp_path / "工作")
    space.prepare()
    return space


def daily(when: str = "after", *, clerk: str = "王敏", date: str = "2026-03-02", **answers: str) -> dict:
    """A form with 是 everywhere, but for `answers` (`no` gets a reason)."""
    given = {item.id: answers.get(item.id, "是") for item in forms.load().at(when)}  # type: ignore[arg-type]
    reasons = {id: "今天忘了" for id, answer in given.items() if answer == "否"}
    return {"clerk": clerk, "date": date, "when": when, "answers": given, "reasons": reasons}


PEER = {
    "kind": "peer",
    "clerk": "王敏",
    "date": "2026-03-03",
    "strengths": ["清楚", "耐心", "熟练"],
    "suggestion": "语速慢一点",
}
GOAL = {"kind": "近期目标", "clerk": "王敏", "date": "2026-03-03", "text": "返工率降到 12%", "due": "2026-05-31"}
