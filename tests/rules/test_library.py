"""The rules on disk: every mistake is named with its file and line, and takes down only its own file."""

from __future__ import annotations

from datetime import date

import pytest

from tests.rules.build import HEAD, write_rules
from workbench import workspace
from workbench.problems import NotFound
from workbench.rules import library
from workbench.workspace import Workspace

QUESTION = """
[[questions]]
id = "origin"
text = "原来在哪里?"
kind = "single"
options = [{ id = "same", label = "本省" }, { id = "other", label = "外省" }]
"""
PAPER = """
[[materials]]
id = "proof"
layer = "personal"
name = "证明"
because = "您从外省转入"
"""


@pytest.fixture
def space(tmp_path) -> Workspace:
    return Workspace(tmp_path / "工作文件夹")


def problems(space: Workspace) -> list[tuple[int | None, str, str]]:
    """Line, code and sentence of every problem of the office's own files."""
    found = library.load(space)
    return [(problem.line, problem.code, problem.message) for problem in found.problems]


def line_of(body: str, text: str) -> int:
    """The line of a text in a file of `write_rules`."""
    return next(number for number, line in enumerate((HEAD + body).splitlines(), 1) if text in line)


@pytest.mark.parametrize(
    ("body", "mark", "code", "words"),
    [
        (QUESTION + PAPER + 'when = { orign = "other" }', "orign", "unknown_question", "您是不是想写“origin”"),
        (QUESTION + PAPER + 'when = { origin = "othr" }', "othr", "unknown_option", "您是不是想写“other”"),
        (QUESTION + PAPER + 'wen = { origin = "other" }', "wen =", "extra_forbidden", "您是不是想写“when”"),
        (QUESTION + PAPER, "materials", "value_error", "什么情况才要"),
        (QUESTION + QUESTION, "id", "repeated_id", "“origin”写了两次"),
        (QUESTION.replace("single", "singel"), "singel", "literal_error", "不能是“singel”"),
        ('include = ["agnt"]' + QUESTION, "include", "missing_pack", "您是不是想写“agent”"),
        ('[limits]\nstatutory = { days = 15 }', "statutory", "missing", "缺少“法定时限单位(unit)”"),
        ("[[materials]\n", "[[materials]", "toml", "表头缺少"),
        ('[[basis]]\nlaw = “社会保险法”', "社会保险法", "toml", "英文引号"),
        ('valid_to = 2025-01-01', "", "value_error", "早于"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_line_and_its_cure(space, body, mark, code, words):
    write_rules(space.rules, "自己的.toml", body)
    (found,) = problems(space)
    line, found_code, message = found
    assert found_code == code
    assert words in message
    if mark and code != "repeated_id":
        assert line == line_of(body, mark)


def test_the_second_of_two_equal_ids_is_the_one_named(space):
    body = QUESTION + QUESTION
    write_rules(space.rules, "自己的.toml", body)
    lines = [number for number, text in enumerate((HEAD + body).splitlines(), 1) if 'id = "origin"' in text]
    assert problems(space)[0][0] == lines[1]


def test_all_mistakes_of_a_file_are_listed_at_once(space):
    write_rules(space.rules, "自己的.toml", 'fee = 1\n[[questions]]\nid = "A"\ntext = ""\nkind = "yes_no"')
    assert {code for _, code, _ in problems(space)} == {
        "extra_forbidden",
        "string_pattern_mismatch",
        "string_too_short",
    }


def test_a_circle_of_questions_is_told_with_its_line(space):
    body = QUESTION.replace("kind", 'when = { b = "yes" }\nkind') + (
        '[[questions]]\nid = "b"\ntext = "乙?"\nkind = "yes_no"\nwhen = { origin = "same" }\n'
    )
    write_rules(space.rules, "自己的.toml", body)
    ((line, code, message),) = problems(space)
    assert code == "circle"
    assert "origin → b → origin" in message or "b → origin → b" in message
    assert line in (line_of(body, 'b = "yes"'), line_of(body, 'origin = "same"'))


def test_gbk_text_is_recognised_and_a_bom_is_accepted(space):
    space.rules.mkdir(parents=True)
    (space.rules / "国标.toml").write_bytes((HEAD + QUESTION).encode("gbk"))
    (space.rules / "有标记.toml").write_bytes((HEAD + QUESTION).encode("utf-8-sig"))
    found = library.load(space)
    assert [(p.code, p.line) for p in found.problems] == [("encoding", 3)]
    assert "GBK" in found.problems[0].message and "另存为" in found.problems[0].message
    assert "test-item" in found.ids()


def test_a_broken_file_hides_no_other(space):
    write_rules(space.rules, "坏.toml", "[[[")
    write_rules(space.rules, "好.toml", QUESTION)
    found = library.load(space)
    assert len(found.problems) == 1
    assert "test-item" in found.ids()


def test_two_files_with_one_id_need_separate_validity(space):
    old = HEAD.replace("valid_from = 2026-01-01", "valid_from = 2025-01-01\nvalid_to = 2025-12-31")
    write_rules(space.rules, "旧.toml", QUESTION, old)
    write_rules(space.rules, "新.toml", QUESTION)
    found = library.load(space)
    assert found.problems == []
    assert found.entry("test-item", date(2025, 6, 1)).path.name == "旧.toml"
    assert found.entry("test-item", date(2026, 6, 1)).path.name == "新.toml"
    write_rules(space.rules, "重.toml", QUESTION)
    (problem,) = library.load(space).problems
    assert problem.code == "repeated_id" and "重叠" in problem.message


def test_the_offices_file_wins_over_the_shipped_one_and_says_so(space):
    shipped = library.load(space).entry("daolu-huoyun", date(2026, 6, 1))
    own = shipped.path.read_text("utf-8").replace('version = "2026.1"', 'version = "2026.9-本单位"', 1)
    space.rules.mkdir(parents=True)
    (space.rules / shipped.path.name).write_text(own, "utf-8")
    entry = library.load(space).entry("daolu-huoyun", date(2026, 6, 1))
    assert (entry.source, entry.item.version) == ("office", "2026.9-本单位")
    assert (shipped.source, shipped.item.version) == ("shipped", "2026.1")


def test_an_unknown_item_suggests_the_nearest_and_a_wrong_day_says_from_when_to_when(space):
    found = library.load(space)
    with pytest.raises(NotFound, match="您是不是想写“货运许可”"):
        found.entry("货运许克", date(2026, 6, 1))
    with pytest.raises(NotFound, match="2026-01-01 至 今后"):
        found.entry("daolu-huoyun", date(2020, 6, 1))


def test_a_paper_of_two_packs_is_listed_once_with_both_reasons(space):
    space.rules.mkdir(parents=True)
    pack = '[packs.{0}]\nname = "{0}"\n' + QUESTION.replace("[[q", "[[packs.{0}.q").replace('"origin"', '"{0}_q"')
    paper = PAPER.replace("[[m", "[[packs.{0}.m") + 'when = {{ {0}_q = "other" }}\n'
    text = "".join((pack.replace("{ id", "{{ id").replace('" }', '" }}') + paper).format(name) for name in ("a", "b"))
    (space.rules / "common.toml").write_text(text, "utf-8")
    write_rules(space.rules, "自己的.toml", "", HEAD + 'include = ["a", "b"]\n')
    found = library.load(space)
    assert found.problems == []
    book = found.entry("test-item", date(2026, 6, 1)).book
    checklist = book.checklist({"a_q": "other", "b_q": "other"}, date(2026, 6, 1))
    assert [needed.material.id for needed in checklist.personal] == ["proof"]
    assert checklist.personal[0].decided_by == ("a_q", "b_q")


def test_a_pack_may_look_only_at_its_own_questions(space):
    space.rules.mkdir(parents=True)
    text = '[packs.a]\nname = "甲"\n' + PAPER.replace("[[m", "[[packs.a.m") + 'when = { nowhere = "x" }\n'
    (space.rules / "common.toml").write_text(text, "utf-8")
    ((line, code, _),) = problems(space)
    assert (line, code) == (len(text.splitlines()), "unknown_question")


def test_every_shipped_file_can_be_read():
    found = library.load(Workspace(library.workspace.shipped() / "没有这个文件夹"))
    assert found.problems == []
    assert found.entries


def test_after_an_upgrade_the_offices_own_file_stays_and_the_news_is_told(space):
    shipped = library.load(space).get("daolu-huoyun", date(2026, 11, 1))
    text = shipped_file("daolu-huoyun").read_text("utf-8")
    space.rules.mkdir(parents=True)
    own = space.rules / "daolu-huoyun.toml"
    own.write_text(text.replace(f'version = "{shipped.version}"', 'version = "2020.1"'), "utf-8")
    [(office, news)] = library.load(space).overtaken()
    assert (office.path, office.source) == (own, "office")
    assert news.item.version == shipped.version
    assert library.load(space).entry("daolu-huoyun", date(2026, 11, 1)).source == "office"


def test_a_file_made_from_the_shipped_one_is_not_called_overtaken(space):
    text = shipped_file("daolu-huoyun").read_text("utf-8")
    space.rules.mkdir(parents=True)
    head, _, rest = text.partition("version = ")
    (space.rules / "daolu-huoyun.toml").write_text(f'{head}version = "2026.9"\n{rest.split(chr(10), 1)[1]}', "utf-8")
    assert library.load(space).entry("daolu-huoyun", date(2026, 11, 1)).item.version == "2026.9"
    assert library.load(space).overtaken() == []


def shipped_file(item_id: str):
    return next((workspace.shipped() / "rules" / "items").glob(f"*{item_id}.toml"))
