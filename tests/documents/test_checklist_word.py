"""The sheet a citizen takes home: two layers, reasons, copies, where from, what not to bring, how long, what next."""

from __future__ import annotations

from datetime import date

import pytest
from docx import Document
from docx.oxml.ns import qn

from tests.documents.conftest import HIRED, TODAY, for_answers, words_of
from tests.rules.build import make_item
from workbench.documents import checklist_word
from workbench.documents.checklist_fields import checklist_fields, said
from workbench.rules.checklist import RuleBook


def written(checklist, path, space, style="normal", code="") -> str:
    assert checklist_word.write(checklist, path / "清单.docx", space, style=style, code=code) == []
    return "\n".join(words_of(path / "清单.docx"))


def test_both_layers_stand_apart_with_their_counts_and_a_reason_for_each_personal_paper(checklist, tmp_path, space):
    text = written(checklist, tmp_path, space, code="K7F3QX")
    first = text.index(f"一、人人都要带的({len(checklist.base)} 份)")
    second = text.index(f"二、您的情况还要带的({len(checklist.personal)} 份)")
    assert len(checklist.personal) > 4
    assert first < text.index("1 道路货物运输经营申请表") < second
    for needed in checklist.personal:
        assert second < text.index(needed.material.name)
        assert needed.because in text
    assert "K7F 3QX" in text
    assert "规则版本 2026.1" in text
    assert "2026年3月2日(周一)" in text


def test_copies_places_cautions_and_what_comes_next_are_there(checklist, tmp_path, space):
    text = written(checklist, tmp_path, space)
    assert "原件 1、复印件 1" in text
    assert "哪里拿" in text
    assert "★很多人忘带" in text
    assert "户口簿(与许可无关)" in text
    assert "法定 20 个工作日;承诺 5 个工作日" in text
    assert "最晚 3月9日(周一)" in text
    assert "车辆营运证(道路运输证)配发:拿到许可后" in text


def test_whoever_cannot_apply_gets_no_list_of_papers_but_the_way_out(rules, tmp_path, space):
    checklist = for_answers(rules.entry("daolu-huoyun", TODAY).book, {"agent": "self", "weight": "light"})
    text = written(checklist, tmp_path, space)
    assert "您这种情况现在办不了" in text
    assert checklist.not_eligible[0].instead in text
    assert "人人都要带的" not in text
    assert "少一样也可以先来问" not in text


def test_open_questions_are_told_not_guessed(rules, tmp_path, space):
    checklist = for_answers(rules.entry("daolu-huoyun", TODAY).book, {"agent": "self", "weight": "heavy"})
    text = written(checklist, tmp_path, space)
    assert f"还没定下来的({len(checklist.undecided)} 份)" in text
    assert "要看:车辆情况" in text


def test_a_bare_yes_or_no_is_told_with_its_question(checklist, space):
    fields = checklist_fields(checklist, space.settings())
    assert "驾驶员超过 60 周岁吗:否" in [one["回答"] for one in fields["情况"]]


@pytest.mark.parametrize("style", checklist_word.TEMPLATES)
def test_every_style_names_every_paper(checklist, tmp_path, space, style):
    text = written(checklist, tmp_path, space, style)
    for needed in (*checklist.base, *checklist.personal):
        assert needed.material.name in text


def test_large_print_has_no_letter_below_20_points(checklist, tmp_path, space):
    written(checklist, tmp_path, space, "large")
    document = Document(str(tmp_path / "清单.docx"))
    body = document.element.body
    ids = {one.get(qn("w:val")) for one in body.iter(qn("w:pStyle"))}
    used = [style for style in document.styles if style.style_id in ids | {"Normal"}]
    assert len(used) >= 4
    assert min(style.font.size.pt for style in used) >= 20
    assert all(int(one.get(qn("w:val"))) >= 40 for one in body.iter(qn("w:sz")))  # half points, of single runs


def test_the_bilingual_sheet_is_complete_for_residence_permits(rules, tmp_path, space):
    entry = rules.entry("juliu-yanqi", TODAY)
    example = next(one for one in entry.item.examples if one.outcome == "eligible")
    checklist = for_answers(entry.book, example.answers, example.as_of or TODAY)
    text = written(checklist, tmp_path, space, "bilingual")
    assert "Everybody brings" in text
    assert checklist.base[0].material.name_en in text
    assert "有的内容还没有英文" not in text


@pytest.mark.parametrize("item", ["juliu-yanqi", "yanglao-zhuanyi", "sheka-buhuan", "geshui-huisuan", "juzhuzheng"])
def test_nothing_lacks_english_for_the_items_that_foreigners_need(rules, space, item):
    entry = rules.entry(item, TODAY)
    for example in entry.item.examples:
        fields = checklist_fields(for_answers(entry.book, example.answers, example.as_of or TODAY), space.settings())
        assert not checklist_word.untranslated(fields), example.name


def test_where_english_is_missing_the_chinese_stays_and_the_page_says_so(tmp_path, space):
    item = make_item('[[materials]]\nid = "a"\nlayer = "base"\nname = "只有中文的材料"\n')
    text = written(RuleBook(item).checklist({}, TODAY), tmp_path, space, "bilingual")
    assert "只有中文的材料" in text
    assert "有的内容还没有英文,仍写中文" in text
    assert "Where a translation is missing" in text


def test_windows_in_time_are_dates(rules, tmp_path, space):
    entry = rules.entry("juliu-yanqi", TODAY)
    example = next(one for one in entry.item.examples if one.outcome == "eligible")
    checklist = for_answers(entry.book, {**example.answers, "expiry": "2026-07-31"}, TODAY)
    text = written(checklist, tmp_path, space)
    assert "延期申请:最晚 7月1日(周三)" in text


LONG = "长" * 60 + "😀"


def test_names_of_60_characters_emoji_and_40_papers(tmp_path, space):
    papers = "".join(f'[[materials]]\nid = "p{n}"\nlayer = "base"\nname = "{LONG}{n}"\n' for n in range(40))
    text = written(RuleBook(make_item(papers)).checklist({}, TODAY), tmp_path, space)
    assert "一、人人都要带的(40 份)" in text
    assert f"40 {LONG}39" in text


def test_an_item_without_any_paper(tmp_path, space):
    text = written(RuleBook(make_item("")).checklist({}, TODAY), tmp_path, space)
    assert "人人都要带的(0 份)" in text
    assert "您的情况没有别的要带" in text


def test_a_year_without_published_holidays_is_told(rules, tmp_path, space):
    checklist = for_answers(rules.entry("daolu-huoyun", date(2027, 3, 1)).book, HIRED, date(2027, 3, 1))
    assert "2027 年的放假安排公布以后,日期可能会变" in written(checklist, tmp_path, space)


def test_a_date_the_citizen_gave_is_printed_as_people_write_it(rules):
    """2026-06-01 is how it is typed, 2026年6月1日 how it is read."""
    item = rules.entry("gongshang-rending", TODAY).book.item
    dated = next(question for question in item.questions if question.kind == "date")
    assert said(dated, date(2026, 6, 1)).endswith(":2026年6月1日")


def test_a_day_to_come_needs_the_holidays_of_its_year_and_a_day_that_has_passed_does_not(rules, tmp_path, space):
    """A permit that runs out in 2027 may be renewed until a day in 2027; one of 1999 is late whatever 1999 was like."""
    day = date(2026, 3, 2)
    book = rules.entry("GA-03", day).book
    told = [
        written(for_answers(book, {"expiry": expiry}, day), tmp_path, space) for expiry in ("2027-06-30", "1999-06-30")
    ]
    assert ["放假安排公布以后" in text for text in told] == [True, False]
