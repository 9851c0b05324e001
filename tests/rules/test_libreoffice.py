"""One item changed in LibreOffice: exported, edited, imported, compared, published, told in Word, and undone."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from workbench.cli import main
from workbench.rules import excel, library
from workbench.rules.excel import importing
from workbench.workspace import Workspace, shipped

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed"),
]
TODAY = date.today()


def convert(path: Path, kind: str, folder: Path) -> Path:
    """`path` opened and saved by LibreOffice as another kind of file."""
    folder.mkdir(parents=True, exist_ok=True)
    profile = f"-env:UserInstallation={(folder.parent / 'profile').as_uri()}"
    subprocess.run(
        ["soffice", "--headless", profile, "--convert-to", kind, "--outdir", folder, path],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    return folder / f"{path.stem}.{kind.split(':')[0]}"


@pytest.fixture
def call(tmp_path, capsys):
    """Runs `workbench rules …` in a workspace of its own: gives exit code and JSON or text."""

    def run(*words: object):
        code = main(["rules", *map(str, words), "--workspace", str(tmp_path / "工作文件夹")])
        out = capsys.readouterr().out
        return code, json.loads(out) if "--json" in words else out

    return run


@pytest.mark.parametrize("path", sorted((shipped() / "rules/items").glob("*.toml"))[4:5], ids=lambda path: path.stem)
def test_a_workbook_that_libreoffice_saved_says_the_same(path, tmp_path):
    found = library.load_paths([path], Workspace(tmp_path))
    entry = found.entries[0]
    excel.export(entry, found, tmp_path / "规则.xlsx")
    saved = convert(tmp_path / "规则.xlsx", "xlsx", tmp_path / "新")
    before, after = (excel.read(one, found) for one in (tmp_path / "规则.xlsx", saved))
    assert after.problems == []
    assert after.data == before.data
    assert after.mark == before.mark, "the workbook still knows which item it is"


def test_from_excel_to_the_counter_and_back(call, tmp_path):
    space = Workspace(tmp_path / "工作文件夹")
    book = tmp_path / "货运.xlsx"
    assert call("export", "货运许可", book)[0] == 0

    # a person opens it in LibreOffice and changes two cells: a promise, and who must bring the pledge
    flat = convert(book, "fods", tmp_path / "flat")
    text = flat.read_text("utf-8")
    assert text.count("<text:p>vehicle=planned</text:p>") >= 1
    text = text.replace("<text:p>vehicle=planned</text:p>", "<text:p>vehicle=[planned, affiliated]</text:p>", 1)
    flat.write_text(text, "utf-8")
    edited = convert(flat, "xlsx", tmp_path / "edited")

    code, found = call("import", edited, "--dry-run", "--json")
    changed = [change for change in found["diff"]["changes"] if change["answers"]]
    assert changed and changed[0]["answers"]["vehicle"] == "affiliated"
    assert not (space.rules / "旧版本").exists()
    if code == 1:  # an example of the item says otherwise: the office corrects it, as the message says
        assert {problem["code"] for problem in found["errors"]} == {"example"}
        for problem in found["errors"]:
            assert problem["where"].startswith("示例!A")
        text = flat.read_text("utf-8")
        start = text.index("挂靠车辆")
        end = text.index("</table:table-row>", start)
        row = (
            text[start:end]
            .replace("vehicle_pledge, ", "")
            .replace(", vehicle_pledge", "")
            .replace("vehicle_pledge", "")
        )
        flat.write_text(text[:start] + row + text[end:], "utf-8")
        edited = convert(flat, "xlsx", tmp_path / "edited2")

    code, found = call("import", edited, "--json", "--who", "王丽", "--why", "挂靠车辆也要承诺书")
    assert (code, found["errors"], found["published"]) == (0, [], True)
    office = Path(found["file"])
    assert office.parent == space.rules
    needed = (
        library.load(space)
        .entry("daolu-huoyun", TODAY)
        .book.checklist({"agent": "self", "weight": "heavy", "vehicle": "affiliated"}, TODAY)
    )
    assert "vehicle_pledge" in needed.needed_ids

    old = shipped() / "rules/items/jt-01-daolu-huoyun.toml"
    code, difference = call("diff", old, office, "--json", "--docx", tmp_path / "通知.docx")
    assert [item["new_version"] for item in difference["items"]] == [found["version"]]
    pdf = convert(tmp_path / "通知.docx", "pdf", tmp_path / "pdf")
    words = subprocess.run(["pdftotext", pdf, "-"], capture_output=True, check=True).stdout.decode("utf-8")
    assert "规则变更通知" in words and "投入车辆承诺书" in words

    assert call("undo")[0] == 0
    assert library.load(space).entry("daolu-huoyun", TODAY).source == "shipped"
    assert importing.propose(space, edited, TODAY).difference is not None
    assert [record["action"] for record in call("history", "--json")[1]] == ["导入", "撤销"]


def test_the_command_itself_runs(tmp_path):
    """The same door that a person uses, in a process of its own."""
    words = [
        sys.executable,
        "-m",
        "workbench",
        "rules",
        "export",
        "JT-01",
        tmp_path / "a.xlsx",
        "--workspace",
        tmp_path,
    ]
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stdout) == (0, "")
    assert "已导出" in done.stderr
