"""`print`, `due` and `checklist --wav`: what leaves the counter without Word."""

from __future__ import annotations

import json
import os
import shutil
import wave
from datetime import date, timedelta

import pytest

from tests.documents.office import needs_office, pages
from workbench.cli import main
from workbench.ledger import ledger
from workbench.workspace import Workspace


@pytest.fixture
def space(tmp_path) -> Workspace:
    return Workspace(tmp_path / "工作")


@pytest.fixture
def call(space, capsys):
    def run(*words: object) -> tuple[int, str, str]:
        code = main([*map(str, words), "--workspace", str(space.root)])
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        return code, out, err

    return run


@needs_office
def test_a_list_becomes_pdf(call, tmp_path):
    assert call("checklist", "daolu-huoyun", "-a", "agent=self", "--docx", tmp_path / "清单.docx")[0] == 0
    assert call("print", tmp_path / "清单.docx", "--pdf", tmp_path / "清单.pdf")[0] == 0
    assert pages(tmp_path / "清单.pdf") >= 1
    assert call("print", tmp_path / "清单.docx", "--pdf", tmp_path)[0] == 3


@pytest.mark.skipif(os.name == "nt", reason="a machine without CUPS")
def test_what_cannot_be_printed_says_so(call, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    (tmp_path / "清单.docx").write_bytes(b"")
    code, _, err = call("print", tmp_path / "清单.docx", "--copies", 2)
    assert (code, "没有找到默认打印机" in err) == (3, True)
    assert call("print", tmp_path / "清单.docx", "--pdf", tmp_path / "出.pdf")[0] == 3
    assert call("print", tmp_path / "没有.docx")[0] == 2


def test_due_papers_are_listed(call, space):
    assert "没有到期" in call("due")[1]
    told = date.today() - timedelta(30)
    case = {
        "item": "daolu-huoyun",
        "window": "A01",
        "started": f"{told}T09:05",
        "answers": {},
        "ticks": {"safety_rules": "deferred"},
        "outcome": "容缺",
    }
    [id] = ledger.add(space, "cases", [case])
    [owed] = json.loads(call("due", "--json")[1])
    assert (owed["case"], owed["item"]) == (id, "daolu-huoyun")
    assert owed["due"] < date.today().isoformat()
    assert "已过期" in call("due")[1]


@pytest.mark.skipif(os.name == "nt" or not shutil.which("espeak-ng"), reason="需要 espeak-ng")
def test_a_list_is_read_into_a_sound_file(call, tmp_path):
    assert call("checklist", "daolu-huoyun", "-a", "weight=light", "--wav", tmp_path / "清单.wav")[0] == 0
    with wave.open(str(tmp_path / "清单.wav")) as sound:
        assert sound.getnframes() / sound.getframerate() > 5
