"""The closed little language of conditions: a table of question ids, `any`, `all`, `not`, and unary tests.

`{ origin = "other", found = "no" }` holds when every key holds. A value is an option id, a list (one of
them), or a unary test as in DMN 1.5 (section 10.3.1.2) on numbers and dates: `">= 60"`, `"[18..60)"`,
`"within 30 days"`, `"older than 6 months"`. There are no functions and no code.

A condition is read into *terms*: the ways in which it can hold (its disjunctive normal form). Kleene's
three-valued logic is distributive and keeps De Morgan's laws, so the terms decide exactly as the tree would.
"""

from __future__ import annotations

import calendar
import operator
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from workbench.problems import did_you_mean
from workbench.rules.item import KIND_WORDS, Question, When

MOST_TERMS = 128
Place = tuple[int | str, ...]
COMBINERS = ("any", "all", "not")
_COMPARE = {">=": operator.ge, "<=": operator.le, ">": operator.gt, "<": operator.lt, "=": operator.eq}
_UNITS = {
    "day": 1,
    "天": 1,
    "日": 1,
    "week": 7,
    "周": 7,
    "month": 30,
    "个月": 30,
    "月": 30,
    "year": 365,
    "年": 365,
}
_NUMBER = r"[+-]?\d+(?:\.\d+)?"
_SPAN = r"(\d+)\s*(days?|天|日|weeks?|周|months?|个月|月|years?|年)"
_POINT = rf"(?:\d{{4}}-\d{{1,2}}-\d{{1,2}}|today(?:\s*[+-]\s*{_SPAN})?|{_NUMBER})"
_BARE_POINT = re.sub(r"\((?!\?)", "(?:", _POINT)
_COMPARISON = re.compile(rf"(>=|<=|>|<|=)?\s*({_BARE_POINT})")
_INTERVAL = re.compile(rf"([\[(\]])\s*({_BARE_POINT})\s*\.\.\s*({_BARE_POINT})\s*([\])\[])")
_AGE = re.compile(rf"(within|older than)\s+{_SPAN}")


class ConditionError(ValueError):
    """A condition that cannot be read; `place` is the path of keys inside it."""

    def __init__(self, message: str, place: Place = (), code: str = "condition") -> None:
        super().__init__(message)
        self.place = place
        self.code = code


@dataclass(frozen=True)
class UnaryTest:
    """A unary test on a number or a date, as written and as it is decided."""

    text: str
    kind: str
    bounds: tuple[tuple[str, str], ...]

    def holds(self, value: float | date, today: date) -> bool:
        """Whether `value` passes; `today` is the as-of date for tests relative to it."""
        if self.kind in ("within", "older than"):
            assert isinstance(value, date)
            span = self.bounds[0][1]
            earliest = shifted(today, span, -1)
            if self.kind == "older than":
                return value < earliest
            return earliest <= value <= shifted(today, span, +1)
        return all(_COMPARE[sign](value, _point(text, today)) for sign, text in self.bounds)

    def points(self, today: date) -> list[float | date]:
        """The values at which the test may change its mind."""
        if self.kind == "compare":
            return [_point(text, today) for _, text in self.bounds]
        span = self.bounds[0][1]
        return [shifted(today, span, -1), shifted(today, span, +1)]


def shifted(day: date, span: str, direction: int) -> date:
    """`day` moved by `"6 months"`, forwards (+1) or backwards (-1); a month's end stays a month's end."""
    match = re.fullmatch(_SPAN, span)
    assert match
    count, unit = int(match[1]) * direction, match[2].rstrip("s")
    try:
        if _UNITS[unit] < 30:
            return day + timedelta(days=count * _UNITS[unit])
        months = day.year * 12 + day.month - 1 + count * (12 if _UNITS[unit] == 365 else 1)
        year, month = divmod(months, 12)
        return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
    except (OverflowError, ValueError):
        return date.max if direction > 0 else date.min


def _point(text: str, today: date) -> float | date:
    if text.startswith("today"):
        rest = text[5:].strip()
        return shifted(today, rest[1:].strip(), +1 if rest[0] == "+" else -1) if rest else today
    if re.fullmatch(_NUMBER, text):
        return float(text)
    return date(*map(int, text.split("-")))


def plain_form(text: str) -> str:
    """Full-width signs, ≥ and ≤ as their plain forms: people type what their input method gives."""
    text = unicodedata.normalize("NFKC", text.replace("。。", "..").replace("【", "[").replace("】", "]"))
    for fancy, plain in (("≥", ">="), ("≤", "<="), ("=>", ">="), ("=<", "<="), ("==", "=")):
        text = text.replace(fancy, plain)
    return re.sub(r"\s+", " ", text).strip()


def read_test(value: Any, question: Question) -> UnaryTest:
    """The unary test of `value` for a number or date question. Raises `ConditionError` with the cure."""
    text = plain_form(str(value))
    if match := _AGE.fullmatch(text):
        if question.kind != "date":
            raise ConditionError(f"“{value}”只能用于日期,“{question.text}”要填{KIND_WORDS[question.kind]}")
        return UnaryTest(text, match[1], (("", f"{match[2]} {match[3]}"),))
    if match := _INTERVAL.fullmatch(text):
        bounds = ((">=" if match[1] == "[" else ">", match[2]), ("<=" if match[4] == "]" else "<", match[3]))
    elif match := _COMPARISON.fullmatch(text):
        bounds = ((match[1] or "=", match[2]),)
    else:
        sample = "“within 30 days”或“>= 2026-01-01”" if question.kind == "date" else "“>= 60”或“[18..60)”"
        raise ConditionError(f"看不懂条件“{value}”,应当写成{sample}这样")
    test = UnaryTest(text, "compare", bounds)
    wanted = date if question.kind == "date" else float
    for _, bound in bounds:
        try:
            point = _point(bound, date(2026, 1, 1))
        except ValueError:
            raise ConditionError(f"“{bound}”不是一个日期") from None
        if not isinstance(point, wanted):
            word = "日期" if question.kind == "date" else "数字"
            raise ConditionError(f"情形“{question.text}”的答案是{word},不能和“{bound}”比较")
    return test


@dataclass(frozen=True)
class Literal:
    """One key of a term. For choices `options`, for numbers and dates `test`; `wanted` is False under `not`."""

    question: str
    wanted: bool
    options: frozenset[str] = frozenset()
    test: UnaryTest | None = None

    def holds(self, answer: Any, today: date) -> bool:
        """Whether a given answer fits."""
        if self.test is not None:
            return self.test.holds(answer, today) is self.wanted
        chosen = answer if isinstance(answer, tuple) else (answer,)
        return any(one in self.options for one in chosen) is self.wanted

    @property
    def negated(self) -> Literal:
        return Literal(self.question, not self.wanted, self.options, self.test)


Term = frozenset[Literal]


def read(condition: When, questions: Mapping[str, Question]) -> tuple[Term, ...]:
    """The ways in which `condition` can hold; an empty condition always holds. Raises `ConditionError`."""
    return _terms(condition, questions, True, ())


def _terms(node: Any, questions: Mapping[str, Question], wanted: bool, place: Place) -> tuple[Term, ...]:
    if not isinstance(node, Mapping):
        raise ConditionError("条件要写成 { 情形 = 选项 } 的样子", place)
    parts = [_entry(key, value, questions, wanted, place) for key, value in node.items()]
    return _all(parts, place) if wanted else _any(parts)


def _entry(key: str, value: Any, questions: Mapping[str, Question], wanted: bool, place: Place) -> tuple[Term, ...]:
    place = (*place, key)
    if key in questions:
        return (frozenset([_literal(questions[key], value, wanted, place)]),)
    if key == "not":
        return _terms(value, questions, not wanted, place)
    if key in ("any", "all"):
        if not isinstance(value, list) or not value:
            raise ConditionError(f"{key} 后面要写一个不空的列表:[ {{ … }}, {{ … }} ]", place)
        inner = [_terms(one, questions, wanted, (*place, number)) for number, one in enumerate(value)]
        return _any(inner) if (key == "any") is wanted else _all(inner, place)
    raise ConditionError(no_question(key, questions), place, "unknown_question")


def no_question(word: str, questions: Mapping[str, Question]) -> str:
    """A sentence for a word that names no question: the nearest one, or which there are."""
    texts = [text.rstrip("?\uff1f") for text in (question.text for question in questions.values())]
    if near := did_you_mean(word, [*questions, *texts, *COMBINERS]):
        return f"没有“{word}”这个问题{near}"
    known = "、".join(f"{text}({name})" for name, text in list(zip(questions, texts, strict=True))[:6])
    return f"没有“{word}”这个问题" + (f",可以写:{known}{'……' if len(questions) > 6 else ''}" if known else "")


def no_option(word: str, question: Question) -> str:
    """A sentence for a word that is no option of a question: the nearest one, and which there are."""
    near = did_you_mean(word, [one for option in question.choices for one in (option.id, option.label)])
    known = "、".join(f"{option.label}({option.id})" for option in question.choices)
    return f"情形“{question.text}”没有选项“{word}”{near or '。'}可以写:{known}"


def _literal(question: Question, value: Any, wanted: bool, place: Place) -> Literal:
    try:
        if question.kind in ("number", "date"):
            return Literal(question.id, wanted, test=read_test(value, question))
        values = value if isinstance(value, list) else [value]
        values = [{True: "yes", False: "no"}[one] if isinstance(one, bool) else one for one in values]
        known = [option.id for option in question.choices]
        for one in values:
            if one not in known:
                raise ConditionError(no_option(str(one), question), code="unknown_option")
        if not values:
            raise ConditionError(f"情形“{question.text}”的条件没有写选项")
        return Literal(question.id, wanted, frozenset(values))
    except ConditionError as error:
        raise ConditionError(str(error), place, error.code) from None


def _any(parts: Iterable[tuple[Term, ...]]) -> tuple[Term, ...]:
    return tuple(dict.fromkeys(term for part in parts for term in part))


def _all(parts: list[tuple[Term, ...]], place: Place) -> tuple[Term, ...]:
    terms: tuple[Term, ...] = (frozenset(),)
    for part in parts:
        terms = tuple(dict.fromkeys(left | right for left in terms for right in part))
        if len(terms) > MOST_TERMS:
            raise ConditionError("条件太复杂,请拆成几份材料,或把几种情况分成几行写", place)
    return terms
