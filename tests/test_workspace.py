"""The one folder with everything of an office."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench import workspace
from workbench.problems import CannotWrite, UserError
from workbench.workspace import Settings, Workspace

HOLD = """
import sys, pathlib
from workbench.workspace import Workspace
lock = Workspace(pathlib.Path(sys.argv[1])).lock()
print("held", flush=True)
sys.stdin.read()
"""


class TestWhere:
    def test_the_folder_named_wins_over_the_variable(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv(workspace.HOME_VARIABLE, str(tmp_path / "变量"))
        assert workspace.find(tmp_path / "参数").root == tmp_path / "参数"
        assert workspace.find().root == tmp_path / "变量"

    def test_a_portable_program_uses_the_folder_beside_it(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delenv(workspace.HOME_VARIABLE, raising=False)
        monkeypatch.setattr(sys, "frozen", True, raising=False)
        monkeypatch.setattr(sys, "executable", str(tmp_path / "窗口工作台.exe"))
        assert workspace.find().root.name == "窗口工作台"
        assert workspace.find().root.parent != tmp_path
        (tmp_path / "数据").mkdir()
        assert workspace.find().root == tmp_path / "数据"

    def test_a_moved_folder_goes_on_working(self, tmp_path: Path) -> None:
        Workspace(tmp_path / "甲").prepare()
        Workspace(tmp_path / "甲").save_settings(office="某某区政务服务中心")
        shutil.move(tmp_path / "甲", tmp_path / "搬到 U 盘")
        assert Workspace(tmp_path / "搬到 U 盘").settings().office == "某某区政务服务中心"

    def test_a_place_that_cannot_be_written_says_what_to_do(self, tmp_path: Path) -> None:
        (tmp_path / "文件").write_bytes(b"")
        with pytest.raises(CannotWrite, match=r"那里是一个文件.*新建.*--workspace") as caught:
            Workspace(tmp_path / "文件").prepare()
        assert caught.value.exit_code == 3

    @pytest.mark.skipif(os.name != "nt", reason="network shares are named so on Windows only")
    def test_a_share_is_a_place_like_any_other(self) -> None:
        assert workspace.find(Path(r"\\server\share\窗口")).root == Path(r"\\server\share\窗口")


class TestSettings:
    def test_without_a_file_everything_has_a_value_that_works(self, tmp_path: Path) -> None:
        assert Workspace(tmp_path).settings() == Settings()  # type: ignore[call-arg]

    def test_saving_keeps_comments_and_order_of_the_office(self, tmp_path: Path) -> None:
        space = Workspace(tmp_path)
        space.settings_file.write_text('# 本窗口\nwindow = "B02" # 二楼\nphone = "0000"\n', "utf-8")
        space.save_settings(window="B03")
        assert space.settings_file.read_text("utf-8") == '# 本窗口\nwindow = "B03" # 二楼\nphone = "0000"\n'

    def test_a_wrong_key_is_named_with_the_nearest_known_one(self, tmp_path: Path) -> None:
        space = Workspace(tmp_path)
        space.settings_file.write_text('windwo = "B02"\n', "utf-8")
        with pytest.raises(UserError, match=r"windwo.*window"):
            space.settings()

    def test_a_broken_file_is_never_overwritten(self, tmp_path: Path) -> None:
        space = Workspace(tmp_path)
        space.settings_file.write_text("window = \n", "utf-8")
        with pytest.raises(UserError, match="写法有误"):
            space.save_settings(window="B03")
        assert space.settings_file.read_text("utf-8") == "window = \n"

    @settings(max_examples=30, deadline=None)
    @given(office=st.text(st.characters(codec="utf-8"), max_size=60), scale=st.floats(1, 2))
    def test_what_was_saved_is_read_back(self, tmp_path_factory: pytest.TempPathFactory, office: str, scale: float):
        space = Workspace(tmp_path_factory.mktemp("w"))
        space.save_settings(office=office, font_scale=scale)
        assert (space.settings().office, space.settings().font_scale) == (office, scale)


class TestOneProgramAtATime:
    def test_a_second_one_is_told_who_holds_the_folder(self, tmp_path: Path) -> None:
        holder = subprocess.Popen(
            [sys.executable, "-c", HOLD, str(tmp_path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[1])},
        )
        assert holder.stdin and holder.stdout
        assert holder.stdout.readline().strip() == "held"
        with pytest.raises(UserError, match=f"正被使用.*{holder.pid}"):
            Workspace(tmp_path).lock()
        holder.kill()  # a power cut must not leave the folder locked
        holder.wait()
        holder.stdin.close()
        holder.stdout.close()
        Workspace(tmp_path).lock().release()
