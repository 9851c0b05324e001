"""Answers from a command line, a file or the window, checked against the questions of an item."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from workbench.problems import Problem
from workbench.rules.conditions import no_option, no_question, plain_form
from workbench.rules.item import Answer, Answers, Item, Question

NONE = "none"  # the id of the option “none of these”


def read_answers(item: Item, given: Mapping[str, Any], as_of: date) -> tuple[Answers, list[Problem]]:
    """The answers in the form the checklist of `as_of` wants, and a problem for each that does not fit."""
    answers: Answers = {}
    problems: list[Problem] = []
    for name, value in given.items():
        question = item.question_by_id.get(name)
        if question is None:
            problems.append(Problem(no_question(name, item.question_by_id), "unknown_question", where=name))
            continue
        try:
            answers[name] = read_answer(question, value, as_of)
        except ValueError as error:
            problems.append(Problem(str(error), "bad_answer", where=name))
    return answers, problems


def read_answer(question: Question, value: Any, as_of: date) -> Answer:
    """One answer. Options may be named by id or by label. Raises ValueError with a sentence for the clerk.

    `as_of` is the day of the checklist: what has happened already cannot have happened after it.
    """
    match question.kind:
        case "number":
            return _number(question, value)
        case "date":
            return _date(question, value, as_of)
        case "multiple":
            values = value if isinstance(value, list | tuple) else str(value).split(",")
            chosen = {_option(question, one) for one in values if str(one).strip()}
            return tuple(option.id for option in question.choices if option.id in chosen)
    return _option(question, value)


def toggled(question: Question, chosen: Iterable[str], option: str) -> Answer:
    """A multiple answer with one option more or less. “None of these” and all others put each other out."""
    given = set(chosen)
    if option in given:
        given.remove(option)
    else:
        given = {option} if option == NONE else {*given - {NONE}, option}
    return tuple(one.id for one in question.choices if one.id in given)


def _option(question: Question, value: Any) -> str:
    if isinstance(value, bool):
        value = "yes" if value else "no"
    text = str(value).strip()
    for option in question.choices:
        if text in (option.id, option.label):
            return option.id
    raise ValueError(no_option(text, question))


def _number(question: Question, value: Any) -> float:
    try:
        number = float(plain_form(str(value)))
    except ValueError:
        number = float("nan")
    if isinstance(value, bool) or number != number or number in (float("inf"), float("-inf")):
        raise ValueError(f"情形“{question.text}”要填数字,“{value}”不是数字")
    if question.min is not None and number < question.min:
        raise ValueError(f"情形“{question.text}”不能小于 {question.min:g},现在是 {number:g}")
    if question.max is not None and number > question.max:
        raise ValueError(f"情形“{question.text}”不能大于 {question.max:g},现在是 {number:g}")
    return number


def _date(question: Question, value: Any, as_of: date) -> date:
    try:
        day = _day(value)
    except ValueError as error:
        raise ValueError(f"情形“{question.text}”要填日期:{error}") from None
    if question.latest and day > as_of:
        raise ValueError(f"情形“{question.text}”要填日期:问的是已经发生的事,不能晚于 {as_of},现在是 {day}")
    return day


def _day(value: Any) -> date:
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else read_date(str(value))


def read_date(text: str) -> date:
    """A day written as 2026-03-02, 2026/3/2, 2026.3.2, 20260302 or 2026年3月2日. Raises ValueError."""
    plain = plain_form(text)
    for sign in "年月/.":
        plain = plain.replace(sign, "-")
    plain = plain.replace("日", "").strip()
    if len(plain) == 8 and plain.isdigit():
        plain = f"{plain[:4]}-{plain[4:6]}-{plain[6:]}"
    try:
        year, month, day = map(int, plain.split("-"))
        found = date(year, month, day)
    except (ValueError, OverflowError):
        raise ValueError(f"“{text}”不是一个日期,请写成 2026-03-02 的样子") from None
    if not 1900 <= found.year <= 2200:
        raise ValueError(f"“{text}”的年份不对,应在 1900 到 2200 之间")
    return found


def as_json(answers: Mapping[str, Answer]) -> dict[str, Any]:
    """Answers as JSON holds them: dates as text, several options as a list, whole numbers without a point."""
    return {name: _json_value(value) for name, value in answers.items()}


def _json_value(value: Answer) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value
