"""Files survive power cuts, full disks, Excel and Windows' own rules."""

from __future__ import annotations

import errno
import os
import threading
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench import files
from workbench.problems import CannotWrite, UserError

WINDOWS = os.name == "nt"


def leftovers(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.name.startswith(".写入中-")]


class TestReplacing:
    def test_the_old_file_stays_when_writing_fails_half_way(self, tmp_path: Path) -> None:
        path = tmp_path / "清单.docx"
        path.write_bytes("旧".encode())
        with pytest.raises(ZeroDivisionError), files.replacing(path) as out:
            out.write("新".encode())
            raise ZeroDivisionError
        assert path.read_bytes() == "旧".encode()
        assert leftovers(tmp_path) == []

    @pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES, errno.EROFS, errno.EIO])
    def test_whatever_the_disk_says_becomes_a_sentence_and_nothing_is_left(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
    ) -> None:
        path = tmp_path / "清单.docx"
        path.write_bytes(b"old")

        def refuse(_handle: int) -> None:
            raise OSError(number, "from the test")

        monkeypatch.setattr(os, "fsync", refuse)
        with pytest.raises(CannotWrite) as caught, files.replacing(path) as out:
            out.write(b"new")
        assert caught.value.exit_code == 3
        assert "没有写入" in str(caught.value)
        assert path.read_bytes() == b"old"
        assert leftovers(tmp_path) == []

    def test_a_folder_is_named_as_one(self, tmp_path: Path) -> None:
        with pytest.raises(CannotWrite, match="是一个文件夹"):
            files.write_text(tmp_path, "…")

    def test_a_file_in_place_of_a_folder(self, tmp_path: Path) -> None:
        (tmp_path / "文书").write_bytes(b"")
        with pytest.raises(CannotWrite, match="没有写入"):
            files.write_text(tmp_path / "文书" / "清单.docx", "…")

    def test_a_read_only_file_is_left_alone(self, tmp_path: Path) -> None:
        path = tmp_path / "清单.docx"
        path.write_bytes(b"old")
        path.chmod(0o444)
        if os.access(path, os.W_OK):
            pytest.skip("this user may write everything")
        with pytest.raises(CannotWrite, match="没有写入权限"):
            files.write_text(path, "…")
        assert path.read_bytes() == b"old"

    def test_a_file_that_stays_open_elsewhere_is_refused(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        path = tmp_path / "台账.xlsx"
        path.write_bytes(b"old")
        monkeypatch.setattr(files, "RETRY_SECONDS", 0.2)
        if WINDOWS:
            with path.open("rb"), pytest.raises(CannotWrite, match="打开"):
                files.write_text(path, "new")
        else:
            monkeypatch.setattr(os, "replace", refuse_with(PermissionError(errno.EACCES, "open elsewhere")))
            with pytest.raises(CannotWrite, match="打开"):
                files.write_text(path, "new")
        assert path.read_bytes() == b"old"
        assert leftovers(tmp_path) == []

    @pytest.mark.skipif(not WINDOWS, reason="only Windows locks an open file")
    def test_a_scanner_that_holds_the_file_for_two_seconds_is_waited_out(self, tmp_path: Path) -> None:
        path = tmp_path / "台账.xlsx"
        path.write_bytes(b"old")
        held = path.open("rb")
        threading.Thread(target=lambda: (time.sleep(2.0), held.close())).start()
        files.write_text(path, "new")
        assert path.read_bytes() == b"new"

    def test_paths_beyond_260_characters(self, tmp_path: Path) -> None:
        path = tmp_path.joinpath(*["很长的文件夹名" * 6] * 6, "清单.txt")
        assert len(str(path)) > 260
        files.write_text(path, "到了")
        assert files.extended(path).read_text("utf-8") == "到了"


def refuse_with(error: OSError):
    def refuse(*_words: object) -> None:
        raise error

    return refuse


class TestReading:
    def test_a_bom_is_accepted(self, tmp_path: Path) -> None:
        (tmp_path / "a.toml").write_bytes("\ufeff甲".encode())
        assert files.read_text(tmp_path / "a.toml") == "甲"

    def test_gbk_is_named_with_its_line_and_the_cure(self, tmp_path: Path) -> None:
        (tmp_path / "a.toml").write_bytes("id = 1\nname = '甲'".encode("gbk"))
        with pytest.raises(UserError, match=r"第 2 行:文件是 GBK 编码.*另存为"):
            files.read_text(tmp_path / "a.toml")

    def test_bytes_that_are_no_text_are_not_called_gbk(self, tmp_path: Path) -> None:
        (tmp_path / "a.toml").write_bytes(b"\xff\xff\xff\xff")
        with pytest.raises(UserError, match="文件可能坏了"):
            files.read_text(tmp_path / "a.toml")


class TestNames:
    @given(st.text(max_size=200))
    def test_any_text_becomes_a_name_that_windows_takes(self, text: str) -> None:
        name = files.safe_name(text)
        assert name and len(name) <= 81
        assert not set(name) & set('<>:"/\\|?*')
        assert name == name.strip(" .")
        assert name.split(".")[0].rstrip().upper() not in files.RESERVED
        name.encode("utf-8")

    @pytest.mark.parametrize("text", ["CON", "nul.docx", "com1.", "AUX .txt", "..", "../../etc", "a/b\\c", "甲:乙"])
    def test_hostile_names_stay_in_their_folder(self, tmp_path: Path, text: str) -> None:
        path = tmp_path / files.safe_name(text)
        path.write_text("ok", "utf-8")
        assert [one.name for one in tmp_path.iterdir()] == [path.name]

    def test_a_persons_file_is_never_overwritten(self, tmp_path: Path) -> None:
        path = tmp_path / "清单.docx"
        names = []
        for _ in range(3):
            free = files.free_name(path)
            free.write_bytes(b"")
            names.append(free.name)
        assert names == ["清单.docx", "清单(2).docx", "清单(3).docx"]
