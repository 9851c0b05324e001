"""What the tests of the rules share."""

from __future__ import annotations

import shutil

import pytest

from workbench.workspace import Workspace, shipped


@pytest.fixture
def small_library(tmp_path, monkeypatch) -> Workspace:
    """A workspace above a library of one shipped item: reading all of them would take most of a test's time."""
    small = tmp_path / "shipped"
    (small / "rules/items").mkdir(parents=True)
    for name in ("common.toml", "plain-words.toml", "forbidden.toml", "items/jt-01-daolu-huoyun.toml"):
        shutil.copy(shipped() / "rules" / name, small / "rules" / name)
    (small / "templates").mkdir()
    shutil.copy(shipped() / "templates/规则变更通知.docx", small / "templates")
    monkeypatch.setattr("workbench.workspace.shipped", lambda: small)
    return Workspace(tmp_path / "工作文件夹")
