"""For which answers two versions of a condition differ: found by trying answers, told as few boxes of answers."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import prod
from typing import Any

from workbench.rules.checklist import RuleBook
from workbench.rules.decisions import NO, YES, Decision
from workbench.rules.item import Answer, Answers, Question
from workbench.rules.pairwise import pairwise
from workbench.rules.values import values_of

MOST_ROWS = 5_000
MOST_BOXES = 6


@dataclass(frozen=True)
class Box:
    """Answers that belong together: every combination of the options named; a question not named may be anything."""

    options: tuple[tuple[str, tuple[Answer, ...]], ...]

    def in_words(self, questions: dict[str, Question]) -> str:
        parts = []
        for name, options in self.options:
            question = questions[name]
            text = question.text.rstrip("?\uff1f")
            if question.kind in ("number", "date"):  # each stands for its neighbours up to the next bound
                parts.append(f"“{text}”如 {'、'.join(map(question.label, options))}")
            else:
                parts.append(f"“{text}”选{'或'.join(f'“{question.label(one)}”' for one in options)}")
        return ",并且".join(parts) or "任何回答"


@dataclass(frozen=True)
class Shift:
    """Where a condition newly holds and where it no longer does; one set of answers as a sample of each."""

    gained: tuple[Box, ...]
    lost: tuple[Box, ...]
    sample_gained: Answers | None
    sample_lost: Answers | None
    complete: bool

    def __bool__(self) -> bool:
        return bool(self.gained or self.lost)


@dataclass(frozen=True)
class Side:
    """A condition of one version: a mask of its book. None: there is no such condition; True: it always holds."""

    book: RuleBook | None
    mask: int | bool | None

    def named(self) -> set[str]:
        """The questions that the condition itself looks at."""
        if self.book is None or isinstance(self.mask, bool) or self.mask is None:
            return set()
        return self.book.table.mentioned(self.mask)

    def questions(self) -> set[str]:
        """The questions that decide, with those that decide whether they are asked."""
        waiting, found = list(self.named()), set[str]()
        while waiting:
            assert self.book is not None
            table = self.book.table
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting += table.mentioned(table.whens.get(name, 0))
        return found

    def holds(self, answers: Answers, today: date) -> bool:
        if self.book is None or isinstance(self.mask, bool) or self.mask is None:
            return self.mask is True
        return _decided(self.book, answers, today).state(self.mask) == YES

    def never_asks(self, name: str, answers: Answers, today: date) -> bool:
        """Whether the question is surely not asked in this version after the answers."""
        if self.book is None or name not in self.book.table.questions:
            return True
        return _decided(self.book, answers, today).asked(name) == NO


def _decided(book: RuleBook, answers: Answers, today: date) -> Decision:
    known = {name: value for name, value in answers.items() if _fits(book, name, value)}
    possible, still_open = book.table.decide(known, today)
    return Decision(book.table, known, today, possible, still_open)


def _fits(book: RuleBook, name: str, value: Answer) -> bool:
    """Whether this version knows the question and the option; what it does not know counts as unanswered."""
    question = book.table.questions.get(name)
    if question is None:
        return False
    if question.kind in ("single", "yes_no"):
        return value in {option.id for option in question.choices}
    if question.kind == "multiple":
        return isinstance(value, tuple) and set(value) <= {option.id for option in question.choices}
    return isinstance(value, float if question.kind == "number" else date)


def shift(old: Side, new: Side, today: date) -> Shift:
    """Where two versions of a condition differ."""
    values = _values(old, new, today)
    complete = prod(map(len, values.values())) <= MOST_ROWS
    rows: Iterable[tuple[Answer, ...]]
    rows = itertools.product(*values.values()) if complete else (tuple(row.values()) for row in pairwise(values))
    gained, lost = [], []
    for row in rows:
        answers = dict(zip(values, row, strict=True))
        before, after = old.holds(answers, today), new.holds(answers, today)
        if before != after:
            (gained if after else lost).append(row)
    names = list(values)

    def nobody(name: str, row: tuple[Answer, ...]) -> bool:
        answers = dict(zip(names, row, strict=True))
        return all(side.never_asks(name, answers, today) for side in (old, new))

    space = _Space(names, list(values.values()), old.named() | new.named(), nobody)
    return Shift(
        space.boxes(gained) if complete else _sampled(names, gained),
        space.boxes(lost) if complete else _sampled(names, lost),
        space.person(gained[0]) if gained else None,
        space.person(lost[0]) if lost else None,
        complete,
    )


def _values(old: Side, new: Side, today: date) -> dict[str, list[Answer]]:
    """Every answer worth trying: those of both versions, in the order of the new one."""
    wanted = old.questions() | new.questions()
    values: dict[str, list[Answer]] = {}
    for side in (new, old):
        if side.book is None:
            continue
        for name in side.book.table.questions:
            if name in wanted:
                found = values.setdefault(name, [])
                found += [
                    v for v in values_of(side.book.table.questions[name], side.book.table, today) if v not in found
                ]
    return values


def _sampled(names: Sequence[str], rows: Sequence[tuple[Answer, ...]]) -> tuple[Box, ...]:
    return tuple(Box(tuple((n, (v,)) for n, v in zip(names, row, strict=True))) for row in rows[:2])


class _Space:
    """All answers that were tried. Some questions are there only because they lead to others: one that can be told
    from the answer it leads to need not be told. `nobody` says whether no version asks a question after a row."""

    def __init__(
        self,
        names: list[str],
        options: list[list[Answer]],
        named: set[str],
        nobody: Callable[[str, tuple[Answer, ...]], bool],
    ) -> None:
        self.names, self.options, self.nobody = names, options, nobody
        self.leading = {n for n, name in enumerate(names) if name not in named}
        self.order = [n for n in range(len(names)) if n not in self.leading] + sorted(self.leading, reverse=True)

    def person(self, row: tuple[Answer, ...]) -> Answers:
        """The answers of a row as somebody gives them: without those to questions that are not asked."""
        return {name: value for name, value in zip(self.names, row, strict=True) if not self.nobody(name, row)}

    def boxes(self, rows: Sequence[tuple[Answer, ...]]) -> tuple[Box, ...]:
        """The rows as few boxes: rows that differ in one question alone are joined, question by question."""
        boxes: set[Any] = {tuple((value,) for value in row) for row in rows}
        for position in self.order:
            boxes = self._joined(boxes, position)
        found = []
        for box in sorted(boxes, key=lambda one: (-prod(map(len, one)), str(one))):
            told = zip(self.names, box, self.options, strict=True)
            found.append(Box(tuple((name, chosen) for name, chosen, every in told if len(chosen) < len(every))))
        return tuple(found)

    def _joined(self, boxes: set[Any], position: int) -> set[Any]:
        grouped: dict[Any, set[Answer]] = {}
        for box in boxes:
            grouped.setdefault(box[:position] + box[position + 1 :], set()).update(box[position])
        joined = set()
        for rest, chosen in grouped.items():
            options = self._filled(rest, position, chosen)
            ordered = tuple(value for value in self.options[position] if value in options)
            joined.add((*rest[:position], ordered, *rest[position:]))
        return joined

    def _filled(self, rest: Any, position: int, chosen: set[Answer]) -> set[Answer]:
        """All options of a question that only leads there, when after the others nobody is asked what the box names."""
        if position not in self.leading:
            return chosen
        told = self._told(rest, position)
        missing = [value for value in self.options[position] if value not in chosen]
        for value in missing:
            for row in itertools.product(*rest[:position], (value,), *rest[position:]):
                if not any(self.nobody(self.names[n], row) for n in told):
                    return chosen
        return set(self.options[position])

    def _told(self, rest: Any, position: int) -> list[int]:
        """The positions, apart from one, at which a box says which options.

        Leading questions before it are not joined yet: what stands there is the single answer of a row.
        """
        whole = (*rest[:position], tuple(self.options[position]), *rest[position:])
        later = (n for n in range(len(whole)) if n > position or n not in self.leading)
        return [n for n in later if len(whole[n]) < len(self.options[n])]


def in_words(boxes: Sequence[Box], questions: dict[str, Question]) -> str:
    """The boxes as one sentence part; beyond six, how many more there are."""
    words = [box.in_words(questions) for box in boxes[:MOST_BOXES]]
    text = ";或者".join(words)
    rest = len(boxes) - MOST_BOXES
    return text + (f";还有 {rest} 种" if rest > 0 else "")
