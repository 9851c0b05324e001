"""The difference of two versions: nothing missed, nothing invented, told by the answers that it concerns."""

from __future__ import annotations

import itertools
from datetime import date

import pytest
from hypothesis import given, settings

from tests.rules.office import ITEM, changed, write
from tests.rules.test_coverage import OPTIONS, book_of, items
from workbench.rules import diff, library
from workbench.rules.checklist import RuleBook
from workbench.rules.diff.effect import Side, shift
from workbench.rules.item import Question
from workbench.rules.values import values_of
from workbench.workspace import Workspace

TODAY = date(2026, 3, 2)


def lines(new: str, old: str = ITEM) -> list[str]:
    return [line.message for line in diff.compare(book_of(old), book_of(new), TODAY).lines]


def test_the_same_rules_have_no_difference():
    assert lines(ITEM) == []


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (('when = { origin = "other" }\nbecause', 'when = { origin = ["other", "abroad"] }\nbecause'),
         "材料“原来的服务证”:“原来在哪里办的”选“国外”的,现在要带了"),
        (('when = { origin = "abroad" }\nbecause', 'when = { origin = "abroad", age = ">= 18" }\nbecause'),
         "材料“翻译件”:“原来在哪里办的”选“国外”,并且“年龄”如 17 岁的,不用带了"),
        (('layer = "base"\nname = "申', 'layer = "personal"\nbecause = "外"\nwhen = { origin = "other" }\nname = "申'),
         "材料“申请表”:“原来在哪里办的”选“本地”或“国外”的,不用带了"),
        (("您从外地转来", "您是外地来的"), "材料“原来的服务证”:原因:您从外地转来 → 您是外地来的"),
        (('name = "翻译件"', 'name = "翻译件(盖章)"'), "材料“翻译件(盖章)”:名称:翻译件 → 翻译件(盖章)"),
        (("days = 5, ", "days = 3, "), "承诺时限:5 个工作日 → 3 个工作日"),
        (('label = "国外"', 'label = "境外"'), "情形“原来在哪里办的?”:选项“国外”改叫“境外”"),
        (('when = { origin = ["other", "abroad"] }', 'when = { origin = "other" }'),
         "情形“年龄”:什么时候问:“原来在哪里办的”选“外地”或“国外” → “原来在哪里办的”选“外地”"),
        (('reason = "不满 18 岁不能办"', 'reason = "未成年不能办"'),
         "新增不能办的情况:“年龄”小于 18 岁,“未成年不能办”"),
        (('when = { age = "< 18" }', 'when = { age = "< 16" }'),
         "“不满 18 岁不能办”:“年龄”如 16 岁、17 岁的,现在能办"),
        (('a = "5 个工作日。"', 'a = "3 天。"'), "问答“要多久?”:答:5 个工作日。 → 3 天。"),
        (('item = "daolu-huoyun"', 'name = "拿证后再来"'), "新增接下来的事“拿证后再来”"),
        (('short = "便民证"', 'short = "便民"'), "简称:便民证 → 便民"),
        (('audience = ["自然人"]', 'audience = ["自然人", "企业法人"]'), "服务对象:增加“企业法人”"),
    ],
)  # fmt: skip
def test_a_change_is_told_in_the_words_of_the_counter(change, message):
    assert message in lines(changed(change))


def test_added_and_removed_papers_questions_and_options():
    start, end = ITEM.index('[[materials]]\nid = "old_card"'), ITEM.index('[[materials]]\nid = "translation"')
    without = ITEM[:start] + ITEM[end:]
    assert "不再要材料“原来的服务证”(原来:“原来在哪里办的”选“外地”的要带)" in lines(without)
    assert "新增材料“原来的服务证”:“原来在哪里办的”选“外地”的要带" in lines(ITEM, without)
    option = changed(('label = "国外" },', 'label = "国外" },\n  { id = "sea", label = "海上" },'))
    assert lines(option) == ["情形“原来在哪里办的?”:增加选项“海上”"]
    assert lines(ITEM, option) == ["情形“原来在哪里办的?”:去掉选项“海上”"]
    question = ITEM + '\n[[questions]]\nid = "more"\ntext = "还要什么?"\nkind = "yes_no"\n'
    assert lines(question) == ["新增情形“还要什么?”(选项:是、否)"]


def test_a_condition_written_otherwise_changes_nobody():
    text = changed(
        ('when = { origin = "other" }\nbecause', 'when = { not = { origin = ["here", "abroad"] } }\nbecause')
    )
    assert lines(text) == ["材料“原来的服务证”的条件改了写法,要带的人没有变"]


REMINDER = '\n[[reminders]]\ntext = "请带老花镜来看表"\nwhen = { origin = "here" }\n'


def test_other_words_for_the_same_thing_are_one_change():
    """Not one thing that came and another that went."""
    old = ITEM + REMINDER
    assert lines(ITEM + REMINDER.replace("请带", "请记得带"), old) == [
        "提示“请带老花镜来看表”改成“请记得带老花镜来看表”"
    ]
    assert lines(changed(("要多久?", "要等多久?"))) == ["问答“要多久?”改成“要等多久?”"]
    assert lines(ITEM + REMINDER.replace("请带老花镜来看表", "周五不办"), old) == [
        "新增提示“周五不办”(“原来在哪里办的”选“本地”)", "去掉提示“请带老花镜来看表”"
    ]  # fmt: skip
    both = REMINDER.replace("请带", "请记得带").replace('"here"', '"other"')
    assert lines(ITEM + both, old)[1].endswith("条件:“原来在哪里办的”选“本地” → “原来在哪里办的”选“外地”")


def test_a_reason_in_other_words_refuses_nobody_else():
    other = changed(("不满 18 岁不能办", "不满 18 周岁的不能办"))
    assert lines(other) == ["“不满 18 周岁的不能办”的原因:不满 18 岁不能办 → 不满 18 周岁的不能办"]


def test_a_new_item_names_all_it_asks_for():
    (line,) = diff.compare(None, book_of(ITEM), TODAY).lines
    assert line.message == "新增事项。人人都要:申请表;另有 2 份看情况要:原来的服务证、翻译件"


def test_order_is_told_where_it_matters():
    two = ITEM + '\n[[reminders]]\ntext = "带笔"\n\n[[reminders]]\ntext = "带眼镜"\n'
    turned = ITEM + '\n[[reminders]]\ntext = "带眼镜"\n\n[[reminders]]\ntext = "带笔"\n'
    assert lines(turned, two) == ["提示的先后顺序改了"]


def test_each_effect_carries_answers_that_it_concerns():
    new = book_of(
        changed(('when = { origin = "abroad" }\nbecause', 'when = { origin = "abroad", age = ">= 18" }\nbecause'))
    )
    old = book_of(ITEM)
    (line,) = diff.compare(old, new, TODAY).effects
    assert line.answers is not None
    assert "translation" in old.checklist(line.answers, TODAY).needed_ids
    assert "translation" not in new.checklist(line.answers, TODAY).needed_ids
    assert line.sample == "原来在哪里办的 国外;年龄 17 岁"


@settings(max_examples=200, deadline=None)
@given(items(), items())
def test_the_boxes_are_exactly_the_answers_for_which_a_paper_changes(first, second):
    """Against walking through all answers: none missed, none too many (answers that are not asked belong to nobody)."""
    old, new = RuleBook(first), RuleBook(second)
    for material in second.materials:
        if material.id not in first.material_by_id:
            continue
        sides = []
        for book in (old, new):
            number = [one.id for one in book.item.materials].index(material.id)
            sides.append(Side(book, book.material_masks[number]))
        found = shift(*sides, TODAY)
        names = sorted({*old.table.questions, *new.table.questions})
        for values in itertools.product(OPTIONS, repeat=len(names)):
            answers = dict(zip(names, values, strict=True))
            before, after = (side.holds(answers, TODAY) for side in sides)
            for boxes, changes in ((found.gained, after and not before), (found.lost, before and not after)):
                fitting = [box for box in boxes if all(answers[n] in options for n, options in box.options)]
                if changes:
                    assert fitting, "missed"
                for box in fitting:  # answers to a question that no version asks belong to nobody
                    nobody = any(all(side.never_asks(n, answers, TODAY) for side in sides) for n, _ in box.options)
                    assert changes or nobody, "too many"


def test_a_box_does_not_leave_out_a_question_because_another_is_not_asked():
    """q1 is asked of nobody with q0 = c; that says nothing about q2, on which the question for q3 hangs."""
    options = [{"id": one, "label": one} for one in OPTIONS]
    whens = {"q0": {}, "q1": {"q0": ["a"]}, "q2": {"not": {"q0": ["a"], "q1": ["a"]}}, "q3": {"q2": ["a"]}}
    asked = [{"id": q, "text": q, "kind": "single", "options": options, "when": when} for q, when in whens.items()]

    def book(questions: list, when: dict) -> RuleBook:
        paper = book_of(ITEM).item.materials[0].model_copy(update={"id": "m0", "layer": "personal", "when": when})
        whole = book_of(ITEM).item.model_copy(
            update={"questions": tuple(map(Question.model_validate, questions)), "materials": (paper,)}
        )
        return RuleBook(whole.model_copy(update={"not_eligible": (), "reminders": (), "steps": (), "periods": ()}))

    old, new = book(asked[:1], {"q0": ["c"]}), book(asked, {"q0": ["a", "c"], "q3": ["a"]})
    found = shift(Side(old, old.material_masks[0]), Side(new, new.material_masks[0]), TODAY)
    assert {box.options for box in found.lost} == {
        (("q0", ("c",)), ("q2", ("b", "c"))),
        (("q0", ("c",)), ("q3", ("b", "c"))),
    }


@settings(max_examples=60, deadline=None)
@given(items())
def test_no_item_differs_from_itself(item):
    assert diff.compare(RuleBook(item), RuleBook(item), TODAY).lines == ()


def test_too_many_answers_are_sampled_and_it_is_said(monkeypatch):
    monkeypatch.setattr("workbench.rules.diff.effect.MOST_ROWS", 3)
    text = changed(('when = { origin = "abroad" }\nbecause', 'when = { origin = "abroad", age = ">= 18" }\nbecause'))
    assert [line for line in lines(text) if "只列出试到的几种" in line]


def test_two_folders_are_compared_item_by_item(tmp_path):
    old, new = Workspace(tmp_path / "旧"), Workspace(tmp_path / "新")
    write(old), write(new, changed(("days = 5, ", "days = 3, ")))
    write(old, changed(('id = "weiban-zheng"', 'id = "gone"')), "b.toml")
    write(new, changed(('id = "weiban-zheng"', 'id = "came"')), "c.toml")
    write(old, changed(('id = "weiban-zheng"', 'id = "same"')), "d.toml")
    write(new, changed(('id = "weiban-zheng"', 'id = "same"')), "d.toml")
    space = Workspace(tmp_path)
    sides = [library.load_paths([one.rules], space) for one in (old, new)]
    found = diff.libraries(*sides, TODAY)
    assert {one.id: [line.change for line in one.lines] for one in found.items} == {
        "weiban-zheng": ["changed"],
        "came": ["added"],
        "gone": ["removed"],
    }
    assert "承诺时限:5 个工作日 → 3 个工作日" in found.as_text()
    assert diff.libraries(sides[0], sides[0], TODAY).as_text() == "两边的规则没有不同。"


def test_a_new_version_is_compared_with_the_one_it_follows(tmp_path):
    old, new = Workspace(tmp_path / "旧"), Workspace(tmp_path / "新")
    write(old), write(new)
    write(
        new,
        changed(
            ("2026.1", "2027.1"), ("valid_from = 2026-01-01", "valid_from = 2027-01-01"), ("days = 5, ", "days = 3, ")
        ),
        "b.toml",
    )
    (new.rules / "weiban-zheng.toml").write_text(
        changed(("valid_from = 2026-01-01", "valid_from = 2026-01-01\nvalid_to = 2026-12-31")), "utf-8"
    )
    space = Workspace(tmp_path)
    found = diff.libraries(library.load_paths([old.rules], space), library.load_paths([new.rules], space), TODAY)
    assert [(one.old_version, one.new_version) for one in found.items] == [("2026.1", "2026.1"), ("", "2027.1")]


def test_values_stand_for_every_answer_of_the_condition():
    book = book_of(ITEM)
    values = values_of(book.table.questions["age"], book.table, TODAY)
    assert {(value < 18, value >= 60) for value in values} == {(True, False), (False, False), (False, True)}


def test_the_notice_in_word_tells_the_change_and_a_case_to_practise(tmp_path):
    from docx import Document

    from workbench.documents import rule_change

    space = Workspace(tmp_path / "工作文件夹")
    new = changed(
        ('when = { origin = "other" }\nbecause', 'when = { origin = ["other", "abroad"] }\nbecause'),
        ("days = 5, ", "days = 3, "),
    )
    found = diff.RulesDiff((diff.compare(book_of(ITEM), book_of(new), TODAY),))
    path = tmp_path / f"{rule_change.file_name(found, TODAY)}.docx"
    assert rule_change.write(found, path, space, TODAY, why="局务会决定") == []
    document = Document(str(path))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    table = "\n".join(cell.text for one in document.tables for row in one.rows for cell in row.cells)
    assert "便民服务证办理(版本 2026.1 → 2026.1)" in text
    assert "局务会决定" in text
    assert "承诺时限:5 个工作日 → 3 个工作日" in text
    assert "“原来在哪里办的”选“国外”的,现在要带了" in table
    assert "原来在哪里办的 国外" in table
    assert "{{" not in text + table
