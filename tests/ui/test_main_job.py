"""From a search to a printed sheet, by keys alone, for the six items that most people come for."""

from __future__ import annotations

import docx
import pytest

from workbench.rules import library
from workbench.rules.answers import read_answers

ITEMS = ("yanglao-zhuanyi", "shiye-jin", "gongshang-rending", "fapiao-lingyong", "daolu-huoyun", "gongsi-sheli")
MOST_QUESTIONS = 30


@pytest.mark.parametrize("item", ITEMS)
def test_the_whole_job_ends_in_the_sheet_that_the_rules_ask_for(clerk, space, item):
    entry = library.load(space).entry(item, clerk.window.session.today)
    clerk.type(entry.item.short)
    clerk.key("Return")
    counter = clerk.window.current.counter
    assert counter.visit.item == item
    for _ in range(MOST_QUESTIONS):
        if (question := counter.question) is None:
            break
        if question.kind in ("number", "date"):
            clerk.type("2" if question.kind == "number" else "20260202")
            clerk.key("Return")
        elif question.kind == "multiple":
            clerk.key("1", "Return")
        else:
            clerk.key(str(number_of_an_answer(entry, counter.visit.answers, question, clerk.window.session.today)))
    assert counter.question is None
    answers, problems = read_answers(entry.item, counter.visit.answers, counter.today)
    assert problems == []
    expected = entry.book.checklist(answers, clerk.window.session.today)
    assert not expected.open_questions
    assert set(expected.needed_ids) <= set(counter.listed)
    clerk.key("F10")
    clerk.quiet()
    [sheet] = space.documents.rglob("*.docx")
    text = "\n".join(cell.text for table in docx.Document(sheet).tables for row in table.rows for cell in row.cells)
    assert [needed.material.name for needed in expected.base if needed.material.name not in text] == []
    assert not expected.not_eligible and expected.personal
    for needed in expected.personal:
        assert needed.material.name in text and needed.because in text


def number_of_an_answer(entry, given, question, today) -> int:
    """The key of the last answer that turns nobody away: the one that mostly asks for more papers."""
    for number, option in reversed(list(enumerate(question.choices, 1))):
        answers, problems = read_answers(entry.item, {**given, question.id: option.id}, today)
        if not problems and not entry.book.checklist(answers, today).not_eligible:
            return number
    raise AssertionError(f"every answer to {question.id} turns people away")
