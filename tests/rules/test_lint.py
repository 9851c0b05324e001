"""The check of rules files: each kind of fault is found, named with its line and its cure, and nothing else is."""

from __future__ import annotations

from datetime import date

import pytest

from tests.rules.office import ITEM, changed, write
from workbench.problems import Problem
from workbench.rules import library, lint
from workbench.workspace import Workspace, shipped

TODAY = date(2026, 3, 2)
FORM = 'name = "申请表"\nbasis = "道路运输条例 第二十四条"'
ALSO = 'also = [{ when = { age = ">= 60" }, because = "您过了 60 岁,要看原证" }]'


@pytest.fixture
def space(tmp_path) -> Workspace:
    return Workspace(tmp_path / "工作文件夹")


def found(space: Workspace, text: str, today: date = TODAY) -> lint.Report:
    path = write(space, text)
    return lint.check(library.load_paths([path], space), space, today)


def all_of(report: lint.Report) -> list[Problem]:
    return report.errors + report.warnings


def test_a_complete_item_has_no_finding(space):
    assert all_of(found(space, ITEM)) == []


def more(text: str) -> str:
    return ITEM + "\n" + text


QUESTION = '[[questions]]\nid = "extra"\ntext = "多余的问题?"\nkind = "yes_no"\n'
PAPER = (
    '[[materials]]\nid = "never"\nlayer = "personal"\nname = "国内的国外证"\nbecause = "没有人会要"\n'
    'basis = "道路运输条例"\nwhen = { all = [{ origin = "here" }, { age = "> 3" }] }\n'
)


@pytest.mark.parametrize(
    ("text", "code", "mark", "words"),
    [
        (changed(('label = "国外" },', 'label = "国外" },\n  { id = "moon", label = "月球" },')),
         "dead_option", "options = [", "“月球”不影响清单"),
        (more(QUESTION), "idle_question", 'id = "extra"', "不用问"),
        (more(PAPER), "never_needed", 'when = { all', "怎么回答都不会要"),
        (changed((ALSO, 'also = [{ when = { origin = "here", age = 3 }, because = "矛盾" }]')),
         "contradiction", "also = [{", "前后矛盾"),
        (changed(('when = { age = "< 18" }', 'when = { any = [{ age = "< 18" }, { age = 5, origin = "here" }] }')),
         "dead_branch", "when = { any", "有一支永远不成立"),
        (changed(('when = { origin = "other" }\nbecause', 'when = { origin = ["here", "other", "abroad"] }\nbecause')),
         "always_needed", 'when = { origin = ["here"', "写成基础材料"),
        (changed((ALSO, 'also = [{ when = { origin = ["abroad"] }, because = "同样的条件" }]')),
         "repeated_condition", "also = [{", "两个相同的条件"),
        (changed((ALSO, 'also = [{ when = { origin = "abroad", age = ">= 60" }, because = "更窄" }]')),
         "shadowed_condition", "also = [{", "已经包含在另一个条件里"),
        (more('[[not_eligible]]\nwhen = { age = "< 16" }\nreason = "太小"\n'),
         "shadowed_condition", 'age = "< 16"', "已经包含在另一个条件里"),
        (more('[[reminders]]\ntext = "带笔"\n[[reminders]]\ntext = "带笔"\n'),
         "repeated_condition", "", "第 2 条与第 1 条相同"),
        (changed(('because = "您从外地转来"', 'because = " "')),
         "no_reason", 'when = { origin = "other" }', "没有写“为什么要”"),
        (changed((FORM, 'name = "申请表"')), "no_basis", 'name = "申请表"', "没有依据"),
        (changed(("{ days = 5, ", "{ days = 25, ")), "promised_above_statutory", "promised", "长于法定时限"),
        (changed(('{ days = 5, unit = "工作日" }', '{ days = 1, unit = "月" }')),
         "promised_above_statutory", "promised", "(1 个月)长于法定时限(20 个工作日)"),
        (changed(('a = "5 个工作日。"', 'a = "受理后 5 日内。"')), "time_unit", 'a = "受理后', "“5 日内”"),
        (changed(('item = "daolu-huoyun"', 'item = "daolu-huoyum"')),
         "unknown_item", "daolu-huoyum", "您是不是想写“daolu-huoyun”"),
        (changed(('domain = "交通运输"', 'domain = "社会保险"'), (FORM, 'name = "在职证明"')),
         "forbidden_paper", 'name = "在职证明"', "第三十一条"),
        (changed((FORM, 'name = "户籍证明"\nbasis = "惯例"')), "forbidden_paper", 'name = "户籍证明"', "716 号"),
        (changed(('[[faq]]\nq = "要多久?"\na = "5 个工作日。"\n', "")), "no_faq", "", "至少写一问一答"),
        (changed(('need = ["form", "old_card"]', 'need = ["form"]'), ('\nneed = ["old_card", ', '\nneed = [')),
         "no_example", 'id = "old_card"', "没有示例"),
        (changed(('because = "您从外地转来"', 'because = "逾期的,予以退回"')),
         "officialese", "because", "“逾期”是公文用语"),
        (changed(('reason = "不满 18 岁不能办"', 'reason = "' + "不满十八岁的人不能办理这个证" * 4 + '"')),
         "long_sentence", "reason", "拆成"),
        (changed(('valid_from = 2026-01-01', 'valid_from = 2026-01-01\nvalid_to = 2026-02-01')),
         "expired", "valid_to", "已失效"),
        (changed(('confidence = "高"', 'confidence = "高"\nexplained = ["no_faq: 暂时没有"]')),
         "needless_explanation", "explained", "没有对应的提醒"),
    ],
)  # fmt: skip
def test_each_fault_is_found_with_its_line_and_its_cure(space, text, code, mark, words):
    problems = [problem for problem in all_of(found(space, text)) if problem.code == code]
    assert problems, code
    assert words in problems[0].message
    if mark:
        lines = [number for number, line in enumerate(text.splitlines(), 1) if mark in line]
        assert problems[0].line in lines
    assert problems[0].file.endswith("weiban-zheng.toml")


@pytest.mark.parametrize(
    ("text", "code", "spot"),
    [
        (changed((FORM, 'name = "申请表"')), "no_basis", "便民证 · “材料”表 · 申请表(form) · 材料名称"),
        (changed(("{ days = 5, ", "{ days = 25, ")), "promised_above_statutory", "便民证 · “事项”表 · 承诺时限"),
        (more('[[reminders]]\ntext = "带笔"\n[[reminders]]\ntext = "带笔"\n'),
         "repeated_condition", "便民证 · “提示”表 · 【提示】 · “带笔” · 条件"),
        (changed(('[[faq]]\nq = "要多久?"\na = "5 个工作日。"\n', "")), "no_faq", "便民证 · “问答”表"),
        (changed(('confidence = "高"', 'confidence = "高"\nexplained = ["no_faq: 暂时没有"]')),
         "needless_explanation", "便民证 · “事项”表 · 已说明的提醒"),
    ],
)  # fmt: skip
def test_each_fault_is_placed_in_the_words_of_the_workbook_too(space, text, code, spot):
    """Whoever changes rules in Excel never sees the lines of the file; who sees them is told them as before."""
    [problem] = [problem for problem in all_of(found(space, text)) if problem.code == code]
    assert problem.spot == spot
    assert problem.line and str(problem).startswith(f"{problem.file} 第 {problem.line} 行 {spot}:")


def test_every_code_of_the_list_is_tried_above():
    cases = test_each_fault_is_found_with_its_line_and_its_cure.pytestmark[0].args[1]
    tried = {code for _, code, _, _ in cases}
    assert set(lint.CODES) - tried == {"review_overdue", "few_examples", "validity_gap"}, "each has its own test below"


def test_a_passed_review_date_is_a_warning_and_never_an_error(space):
    report = found(space, ITEM, date(2026, 7, 10))
    assert [problem.code for problem in report.warnings] == ["review_overdue"]
    assert not report.errors
    assert not all_of(found(space, ITEM, date(2026, 7, 9)))


def test_fewer_than_six_examples_are_told(space):
    text = ITEM[: ITEM.rindex("[[examples]]")]
    assert "few_examples" in [problem.code for problem in found(space, text).warnings]


def test_a_gap_between_two_versions_is_told_and_versions_that_meet_are_fine(space):
    first = write(
        space, changed(("valid_from = 2026-01-01", "valid_from = 2025-01-01\nvalid_to = 2025-12-31")), "a.toml"
    )
    later = write(space, ITEM, "b.toml")

    def codes():
        return [p.code for p in lint.check(library.load_paths([space.rules], space), space, TODAY).warnings]

    assert codes() == []
    later.write_text(changed(("valid_from = 2026-01-01", "valid_from = 2026-02-01")), "utf-8")
    assert codes() == ["validity_gap"]
    assert first.exists()


@pytest.mark.parametrize(
    ("explained", "silent"),
    [
        ("dead_option: 只为登记", True),
        ("dead_option origin: 只为登记", True),
        ("dead_option origin.moon: 只为登记", True),
        ("dead_option origin.here: 别的选项", False),
        ("no_faq: 别的提醒", False),
        ("dead_option origin.moon", False),
    ],
)
def test_a_warning_that_the_file_explains_is_not_open(space, explained, silent):
    text = changed(
        ('confidence = "高"', f'confidence = "高"\nexplained = ["{explained}"]'),
        ('label = "国外" },', 'label = "国外" },\n  { id = "moon", label = "月球" },'),
    )
    report = found(space, text)
    assert ("dead_option" not in [problem.code for problem in report.warnings]) is silent
    assert report.explained == (1 if silent else 0)


def test_an_error_cannot_be_explained_away(space):
    text = changed(
        ('confidence = "高"', 'confidence = "高"\nexplained = ["promised_above_statutory: 本来如此"]'),
        ("{ days = 5, ", "{ days = 25, "),
    )
    assert [problem.code for problem in found(space, text).errors] == ["promised_above_statutory"]


def test_working_and_natural_days_are_compared_by_their_length(space):
    def codes(promised: str, statutory: str) -> list[str]:
        text = changed(('{ days = 5, unit = "工作日" }', promised), ('{ days = 20, unit = "工作日" }', statutory))
        return [problem.code for problem in found(space, text).errors]

    assert codes('{ days = 5, unit = "工作日" }', '{ days = 7, unit = "自然日" }') == []
    assert codes('{ days = 6, unit = "工作日" }', '{ days = 7, unit = "自然日" }') == ["promised_above_statutory"]


def test_the_office_adds_its_own_plain_words_and_takes_shipped_ones_off(space):
    text = changed(('because = "您从外地转来"', 'because = "逾期的,到隔壁窗口"'))
    assert "officialese" in [problem.code for problem in found(space, text).warnings]
    (space.rules / "plain-words.toml").write_text(
        'longest_sentence = 10\n[words]\n"逾期" = ""\n"隔壁" = "3 号"\n', "utf-8"
    )
    messages = [problem.message for problem in found(space, text).warnings if problem.code == "officialese"]
    assert len(messages) == 1
    assert "请改说“3 号”" in messages[0]
    assert "long_sentence" in [
        problem.code for problem in found(space, ITEM + '[[reminders]]\ntext = "' + "长" * 11 + '"').warnings
    ]


def test_a_broken_word_list_of_the_office_is_an_error_with_its_line(space):
    write(space)
    (space.rules / "plain-words.toml").write_text("longest = 30\n", "utf-8")
    (problem,) = found(space, ITEM).errors
    assert (problem.file.endswith("plain-words.toml"), problem.line) == (True, 1)


def test_titles_and_quoted_words_are_left_alone(space):
    text = changed(('because = "您从外地转来"', 'because = "看《逾期提交办法》和“予以核准”那一栏"'))
    assert not all_of(found(space, text))


def test_a_pack_is_judged_by_all_items_that_use_it_and_named_once(space):
    space.rules.mkdir(parents=True)
    (space.rules / "common.toml").write_text(
        '[packs.extra]\nname = "共用"\n[[packs.extra.questions]]\nid = "colour"\ntext = "什么颜色?"\nkind = "single"\n'
        'options = [{ id = "red", label = "红" }, { id = "blue", label = "蓝" }, { id = "green", label = "绿" }]\n'
        '[[packs.extra.reminders]]\ntext = "红色的另放"\nwhen = { colour = "red" }\n', "utf-8",
    )  # fmt: skip
    write(space, changed(('confidence = "高"', 'confidence = "高"\ninclude = ["extra"]')), "a.toml")
    other = changed(
        ('id = "weiban-zheng"', 'id = "other-item"'), ('confidence = "高"', 'confidence = "高"\ninclude = ["extra"]')
    )
    path = write(space, other, "b.toml")

    def dead() -> list[tuple[str, str]]:
        report = lint.check(library.load_paths([space.rules], space), space, TODAY)
        return [(problem.file[-11:], problem.where) for problem in report.warnings]

    assert dead() == [("common.toml", "colour.green")]
    path.write_text(other + '[[reminders]]\ntext = "绿色的也另放"\nwhen = { colour = "green" }\n', "utf-8")
    assert dead() == []


def test_the_shipped_rules_have_no_open_finding(space):
    report = lint.check(library.load_paths([shipped() / "rules"], space), space, TODAY)
    assert [str(problem) for problem in all_of(report)] == []
