"""The manual is true: what it names exists in the program, and its pages are those of its Markdown."""

from __future__ import annotations

import importlib
import os
import re
import shlex
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn

from tests.pictures.shrink import MOST_BYTES
from tests.ui.screen import Clerk
from workbench import cli
from workbench.workspace import Workspace

DOCS = Path(__file__).resolve().parents[1] / "docs"
CHAPTERS = sorted((DOCS / "manual").glob("*.md"))
PAGES = ("desk", "ledger", "selfcheck", "review", "rules", "settings")
KEY = re.compile(r"`((?:Ctrl\+|Alt\+)?(?:F\d{1,2}|Ins|Del|PgUp|PgDn|空格)|(?:Ctrl|Alt)\+[A-Z0-9])`")
SPOKEN = {"Prior": "PgUp", "Next": "PgDn"}

# Keys that a board, a list or a dialog takes itself; `Ctrl+S` is Excel's.
OWN_KEYS = {
    "desk": {"空格", "Del", "PgUp", "PgDn", "F3"},
    "ledger": set(),
    "selfcheck": set(),
    "review": set(),
    "rules": {"Ctrl+S"},
    "settings": set(),
}


@pytest.fixture
def build(monkeypatch):
    """The maker of the pages, which is run as a script beside its parts."""
    monkeypatch.setattr(sys, "path", [str(DOCS), *sys.path])
    return importlib.import_module("build")


@pytest.fixture(scope="module")
def actions(display, tmp_path_factory) -> Iterator[dict[str, dict[str, list[str]]]]:
    """For each page of the real window: key as printed → what its actions are called."""
    if os.name != "nt" and not os.environ.get("DISPLAY") and not shutil.which("Xvfb"):
        pytest.skip("no screen")
    found: dict[str, dict[str, list[str]]] = {}
    clerk = Clerk(Workspace(tmp_path_factory.mktemp("manual"))).start()
    for name in PAGES:
        page = clerk.window.show(name)
        clerk.quiet()
        found[name] = {}
        for action in (*page.actions(), *clerk.window.common_actions()):
            found[name].setdefault(SPOKEN.get(action.key, action.key_label), []).append(action.label)
    clerk.leave()
    yield found


def text_of(chapter: Path) -> str:
    return chapter.read_text("utf-8")


@pytest.mark.window
def test_every_key_of_a_chapter_is_a_key_of_its_page(actions) -> None:
    for name in PAGES:
        for key in set(KEY.findall(text_of(DOCS / "manual" / f"{name}.md"))):
            known = key in actions[name] or key in OWN_KEYS[name]
            elsewhere = any(key in actions[other] for other in PAGES)
            assert known or (elsewhere and f"`{key}`" not in key_table(name)), f"{name}.md: {key}"


@pytest.mark.window
def test_every_key_of_the_other_chapters_is_somewhere(actions) -> None:
    everywhere = {key for page in actions.values() for key in page} | {key for own in OWN_KEYS.values() for key in own}
    for chapter in CHAPTERS:
        if chapter.stem not in PAGES:
            assert set(KEY.findall(text_of(chapter))) <= everywhere, chapter.name


@pytest.mark.window
def test_the_table_of_keys_says_of_each_key_what_its_button_says_and_leaves_none_out(actions) -> None:
    common = {"Alt+1", "Alt+2", "Alt+3", "Alt+4", "Alt+5", "Alt+6", "Ctrl+K", "F1"}
    for name in PAGES:
        told = dict(re.findall(r"^\| `([^`]+)` \| (.+?) \|$", key_table(name), re.MULTILINE))
        for key, labels in actions[name].items():
            if key and (key not in common or name == "settings"):
                assert key in told, f"{name}.md does not tell of {key} {labels}"
                assert any(told[key].startswith(label.split("(")[0]) for label in labels), (
                    f"{name}.md: {key} is {labels}"
                )


def key_table(name: str) -> str:
    return text_of(DOCS / "manual" / f"{name}.md").split("## 每一个键", 1)[1]


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)
def test_every_link_and_picture_is_there(chapter: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)", text_of(chapter)):
        assert (chapter.parent / target).is_file(), target


def test_every_picture_is_small_and_shown() -> None:
    shown = "".join(text_of(chapter) for chapter in CHAPTERS) + (DOCS.parent / "README.md").read_text("utf-8")
    for picture in (DOCS / "pictures").glob("*.png"):
        assert picture.stat().st_size <= MOST_BYTES, picture.name
        assert f"pictures/{picture.name}" in shown, f"nobody looks at {picture.name}"


def commands() -> list[str]:
    """Every command line in the manual, without the remark behind it."""
    found = []
    for chapter in CHAPTERS:
        for line in re.findall(r"^workbench .+$|(?<=`)workbench [^`\n]+(?=`)", text_of(chapter), re.MULTILINE):
            found.append(re.split(r"\s{2,}", line)[0])
    return [line for line in dict.fromkeys(found) if "--help" not in line]


@pytest.mark.parametrize("line", commands())
def test_every_command_is_one(line: str) -> None:
    assert cli.parser().parse_args(shlex.split(line, posix=False)[1:]).run


def test_every_command_is_told_of() -> None:
    """No command is missing in the manual's chapter on the command line."""
    told = text_of(DOCS / "manual" / "commands.md")
    [commands] = [action for action in cli.parser()._actions if action.dest == "command"]
    for name, one in commands.choices.items():  # type: ignore[union-attr]
        actions = [action for action in one._actions if action.dest == "action" and isinstance(action.choices, dict)]
        for words in [f"{name} {action}" for action in actions[0].choices] if actions else [name]:  # type: ignore[union-attr]
            assert f"workbench {words}" in told, words


def test_the_pages_are_those_of_the_text(build) -> None:
    """After a change of the text: python3 make.py manual."""
    for path, page in build.pages().items():
        assert path.read_text("utf-8") == page, f"{path.name} is older than its text"
    assert build.WORD.is_file()


def test_the_printed_manual_says_on_which_page_each_chapter_begins(build) -> None:
    """The contents are a field, so Word renews them when the pages fall otherwise there."""
    document = docx.Document(str(build.WORD))
    lines = [paragraph for paragraph in document.paragraphs if paragraph.style.name == "toc 1"]
    titles = [build.title_of(chapter) for chapter in build.sources()]
    told = ["".join(run.text or "" for run in line._p.iter(qn("w:t"))) for line in lines]
    pages = [int(re.search(r"\d+$", text)[0]) for text in told]
    assert [text[: len(title)] for text, title in zip(told, titles, strict=True)] == titles
    assert pages == sorted(set(pages)) and pages[0] == 2
    assert "TOC" in "".join(line._p.xml for line in lines)


def test_a_clerk_and_a_supervisor_meet_no_file_of_the_machine() -> None:
    """Names of files, formats and commands stand in the appendix for who maintains the computer."""
    for chapter in CHAPTERS:
        if chapter.stem not in ("commands", "rules", "documents"):
            found = re.findall(r"journal\.db|只追加|JSON|退出码|\.toml|workbench ", text_of(chapter))
            assert not found, f"{chapter.name}: {found}"


def test_who_does_what_the_manual_says_publishes_a_rule(tmp_path, capsys) -> None:
    """The steps of 在 Excel 里改规则 done by its own tables: first with the slip it tells of, then put right."""
    text = text_of(DOCS / "manual" / "rules.md")
    step = text.split("### 第三步", 1)[1].split("### 第四步", 1)[0]
    cells = re.findall(r"^\| (.+?) \| `?(.+?)`? \| .*\|$", step, re.MULTILINE)[1:]
    example = re.search(r"在“应当要”那一格后面接着写:`(.+?)`", text)
    place = ["--workspace", str(tmp_path / "工作")]
    path = tmp_path / "养老转移.xlsx"
    assert example and cli.main(["rules", "export", "养老转移", str(path), *place]) == 0

    book = openpyxl.load_workbook(path)
    assert book["情形"]["A13"].value == "origin" and book["情形"]["M14"].value == "government"
    papers, examples = book["材料"], book["示例"]
    at = {str(cell.value).rstrip("*"): cell.column for cell in papers[5]}
    assert papers.cell(11, 1).value is None, "the manual says that row 11 is the next one"
    for header, value in cells:
        papers.cell(11, at[header]).value = value
    [line] = [
        row for row in examples.iter_rows(min_row=6) if str(row[0].value).startswith("机关事业单位转来,单位经办人")
    ]
    wanted = next(cell.column for cell in examples[5] if cell.value == "应当要")
    line[wanted - 1].value += example[1]
    papers.cell(11, at["条件"]).value = "origin=goverment"
    book.save(path)
    assert cli.main(["rules", "import", str(path), *place]) == 1
    assert "材料!D11" in capsys.readouterr().out

    papers.cell(11, at["条件"]).value = dict(cells)["条件"]
    book.save(path)
    assert cli.main(["rules", "import", str(path), *place]) == 0
    assert "2026.2" in capsys.readouterr().out
    assert cli.main(["checklist", "养老转移", "-a", "origin=government", "--json", *place]) == 0
    assert "职业年金转移接续信息表" in capsys.readouterr().out
    assert cli.main(["rules", "undo", "yanglao-zhuanyi", *place]) == 0
    assert not list((tmp_path / "工作" / "规则").glob("*.toml"))


def test_every_chapter_has_its_place(build) -> None:
    assert {path.stem for path in CHAPTERS} == set(build.ORDER)


def test_every_page_opens_its_chapter_by_f1() -> None:
    from workbench.ui import manual

    for name in PAGES:
        path = manual.place(name)
        assert path and path.name == f"{name}.html"


def test_the_pages_ask_nothing_of_a_network(build) -> None:
    for page in build.pages().values():
        assert not re.search(r"(src|href)=\"\w+:", page)
