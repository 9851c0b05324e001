"""A compiled decision table: one pass of bit masks over the answers decides every condition of an item at once.

Every term of every condition owns one bit. Each (question, option) has a mask of the terms that it leaves
possible; AND-ed over the answers that gives the possible terms, and OR-ing what the open questions touch gives
the open ones. A condition holds when one of its terms is possible and not open, fails when none is possible, and is
not yet known otherwise: Kleene's strong three-valued logic.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from workbench.rules.conditions import ConditionError, Literal, Place, Term, read
from workbench.rules.item import Question, When

YES, NO, UNKNOWN = "yes", "no", "unknown"


@dataclass(slots=True)
class _Step:
    """What one question does to the terms, ready for the pass."""

    question: str
    alive: dict[Any, int] | None  # single choice: option → terms it leaves possible
    literals: tuple[tuple[Literal, int], ...]  # other kinds: decided one by one
    touched: int  # terms that mention the question
    when: int | None  # terms of its own condition; None when it is always asked
    unasked: int  # terms left possible when the question is not asked


class DecisionTable:
    """The conditions of one item. `lines` are conditions with their place in the file, numbered as given.

    Raises `ConditionError` with the place in the file.
    """

    def __init__(self, questions: Sequence[Question], lines: Sequence[tuple[Place, When]]) -> None:
        self.questions = {question.id: question for question in questions}
        self.terms: list[Term] = []
        whens = {
            question.id: self._add(question.when, ("questions", number, "when"))
            for number, question in enumerate(questions)
            if question.when
        }
        self.masks = [self._add(condition, place) for place, condition in lines]
        self.whens = whens
        self.every = (1 << len(self.terms)) - 1
        self.order = self._in_order_of_dependence()
        self._steps = [self._step(self.questions[name]) for name in self.order]

    def _add(self, condition: When, place: Place) -> int:
        try:
            terms = read(condition, self.questions)
        except ConditionError as error:
            raise ConditionError(str(error), place + error.place, error.code) from None
        first = len(self.terms)
        self.terms.extend(terms)
        return ((1 << len(terms)) - 1) << first

    def terms_of(self, mask: int) -> Iterator[tuple[int, Term]]:
        """The terms in a mask, each with its own bit."""
        while mask:
            bit = mask & -mask
            yield bit, self.terms[bit.bit_length() - 1]
            mask ^= bit

    def mentioned(self, mask: int) -> set[str]:
        """The questions that the terms of a mask look at."""
        return {literal.question for _, term in self.terms_of(mask) for literal in term}

    def _in_order_of_dependence(self) -> list[str]:
        """Questions, each after those that its own condition looks at. Raises `ConditionError` on a circle."""
        order: list[str] = []

        def visit(name: str, path: tuple[str, ...]) -> None:
            if name in order:
                return
            if name in path:
                circle = " → ".join([*path[path.index(name) :], name])
                number = list(self.questions).index(name)
                place = ("questions", number, "when")
                raise ConditionError(f"情形的条件绕成了一圈:{circle}。请去掉其中一个条件", place, "circle")
            for needed in sorted(self.mentioned(self.whens.get(name, 0))):
                visit(needed, (*path, name))
            order.append(name)

        for name in self.questions:
            visit(name, ())
        return order

    def _step(self, question: Question) -> _Step:
        found = [
            (literal, 1 << number)
            for number, term in enumerate(self.terms)
            for literal in term
            if literal.question == question.id
        ]
        touched = unasked_ruled_out = 0
        for literal, bit in found:
            touched |= bit
            if literal.wanted:  # a question that is not asked makes what asks for its answer fail
                unasked_ruled_out |= bit
        alive = None
        if question.kind in ("single", "yes_no"):
            alive = {option.id: self._left(found, option.id, date.min) for option in question.choices}
        unasked = self.every & ~unasked_ruled_out
        return _Step(question.id, alive, tuple(found), touched, self.whens.get(question.id), unasked)

    def _left(self, literals: Sequence[tuple[Literal, int]], answer: Any, today: date) -> int:
        ruled_out = 0
        for literal, bit in literals:
            if not literal.holds(answer, today):
                ruled_out |= bit
        return self.every & ~ruled_out

    def decide(self, answers: Mapping[str, Any], today: date) -> tuple[int, int]:
        """`(possible, open)` terms for the answers; `today` is the as-of date of relative date tests.

        Answers to questions that are not (or not yet) asked count for nothing.
        """
        possible, still_open = self.every, 0
        for step in self._steps:
            when = step.when
            if when is not None and not when & possible & ~still_open:
                if when & possible:
                    still_open |= step.touched
                else:
                    possible &= step.unasked
                continue
            answer = answers.get(step.question)
            if answer is None:
                still_open |= step.touched
            elif step.alive is not None:
                possible &= step.alive[answer]
            else:
                possible &= self._left(step.literals, answer, today)
        return possible, still_open


@dataclass(frozen=True, slots=True)
class Decision:
    """What the answers decided, and why."""

    table: DecisionTable
    answers: Mapping[str, Any]
    today: date
    possible: int
    open: int

    def state(self, mask: int) -> str:
        """`yes`, `no` or `unknown` for a condition."""
        if mask & self.possible & ~self.open:
            return YES
        return UNKNOWN if mask & self.possible else NO

    def asked(self, question: str) -> str:
        """Whether the question is to be asked."""
        when = self.table.whens.get(question)
        return YES if when is None else self.state(when)

    def deciding(self, mask: int) -> tuple[str, ...]:
        """The questions whose answers made the condition a yes or a no, in file order; empty when it is open."""
        state = self.state(mask)
        names: set[str] = set()
        if state == YES:
            bit = mask & self.possible & ~self.open
            term = next(self.table.terms_of(bit & -bit))[1]
            names = {literal.question for literal in term}
        elif state == NO:
            for _, term in self.table.terms_of(mask):
                names.add(self._breaker(term))
        unasked = [name for name in names if self.asked(name) == NO]
        for name in unasked:
            names |= set(self.deciding(self.table.whens[name]))
        return tuple(name for name in self.table.questions if name in names)

    def _breaker(self, term: Term) -> str:
        """The first question in file order that makes a term impossible."""
        for name in self.table.questions:
            for literal in term:
                if literal.question == name and self._rules_out(literal):
                    return name
        raise AssertionError("the term is possible")

    def _rules_out(self, literal: Literal) -> bool:
        asked = self.asked(literal.question)
        if asked == NO:
            return literal.wanted
        answer = self.answers.get(literal.question)
        return asked == YES and answer is not None and not literal.holds(answer, self.today)

    def waits_for(self, mask: int) -> tuple[str, ...]:
        """The questions that can be asked now and that an open condition waits for; empty when it is decided."""
        names: set[str] = set()
        if self.state(mask) != UNKNOWN:
            return ()
        for _, term in self.table.terms_of(mask & self.possible):
            for literal in term:
                asked = self.asked(literal.question)
                if asked == UNKNOWN:
                    names |= set(self.waits_for(self.table.whens[literal.question]))
                elif asked == YES and literal.question not in self.answers:
                    names.add(literal.question)
        return tuple(name for name in self.table.questions if name in names)
