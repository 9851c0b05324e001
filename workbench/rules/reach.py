"""What the answers of an item can lead to: every combination, without walking through every combination.

Papers, exclusions and the questions themselves are followed together: questions that share none of their
conditions are independent, so they are walked through group by group. Inside a group, answers that decide the same
conditions alike and leave the same terms possible have the same future and are followed once (dynamic programming
over the terms of the decision table); the number of combinations is counted on the way and is exact. What else has a
condition (reminders, steps …) is asked one term at a time whether any answers meet it.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from math import prod
from typing import Any

from workbench.rules.checklist import RuleBook
from workbench.rules.item import Answers
from workbench.rules.pairwise import pairwise
from workbench.rules.values import values_of

MOST_COMBINATIONS = 20_000


@dataclass(slots=True)
class State:
    """Terms that are possible after some combinations of answers: how many combinations, and one of them."""

    possible: int
    combinations: int
    answers: Answers


@dataclass
class Group:
    """Questions tied together by conditions, the condition lines that look at them, and where they can end."""

    questions: list[str]
    lines: list[int] = field(default_factory=list)
    states: list[State] = field(default_factory=list)
    complete: bool = True  # False: too many combinations, so every pair of answers instead of every combination

    @property
    def combinations(self) -> int:
        return sum(state.combinations for state in self.states)


class Reach:
    """Everything that the answers of one book can lead to, on one day."""

    def __init__(self, book: RuleBook, today: date) -> None:
        self.book = book
        self.table = book.table
        self.today = today
        self.values = {name: values_of(question, self.table, today) for name, question in self.table.questions.items()}
        self.line_masks = self._core()
        self.groups = self._groups()
        for group in self.groups:
            self._walk(group)

    def _core(self) -> list[int]:
        """The conditions that are followed together: those of papers and exclusions."""
        lines = [line for lines in self.book.material_lines for line in lines]
        lines += [line for _, line in self.book.parts["not_eligible"] if line is not None]
        return [self.table.masks[line] for line in lines]

    @property
    def combinations(self) -> int:
        """How many combinations of answers were looked at: all there are, unless a group was too large."""
        return prod(group.combinations for group in self.groups)

    @property
    def complete(self) -> bool:
        return all(group.complete for group in self.groups)

    def _groups(self) -> list[Group]:
        """Questions joined where one condition, or the conditions of one paper, look at both."""
        home = {name: {name} for name in self.table.questions}

        def tie(names: Iterable[str]) -> None:
            joined = set().union(*(home[name] for name in names))
            for name in joined:
                home[name] = joined

        for name, when in self.table.whens.items():
            tie({name, *self.table.mentioned(when)})
        for mask in [*self.line_masks, *self.book.material_masks]:
            tie(self.table.mentioned(mask))
        groups: dict[int, Group] = {}
        for name in self.table.order:
            groups.setdefault(id(home[name]), Group([])).questions.append(name)
        for line, mask in enumerate(self.line_masks):
            names = self.table.mentioned(mask)
            if names:
                groups[id(home[next(iter(names))])].lines.append(line)
        return list(groups.values())

    def _walk(self, group: Group) -> None:
        layer: dict[Any, State] = {None: State(self._possible({}), 1, {})}
        for number, name in enumerate(group.questions):
            layer = self._answered(layer, name, self._key_of(group, set(group.questions[number + 1 :])))
            if len(layer) > MOST_COMBINATIONS:
                group.complete = False
                group.states = self._pairs(group)
                return
        group.states = list(layer.values())

    def _answered(self, layer: dict[Any, State], name: str, key_of: Callable[[int], Any]) -> dict[Any, State]:
        """The layer after one more question: those not asked it stay as they are."""
        following: dict[Any, State] = {}
        when = self.table.whens.get(name)
        for state in layer.values():
            asked = when is None or when & state.possible
            for value in self.values[name] if asked else [None]:
                answers = state.answers if value is None else {**state.answers, name: value}
                possible = self._possible(answers)
                key = key_of(possible)
                known = following.get(key)
                if known is None:
                    following[key] = State(possible, state.combinations, answers)
                else:
                    known.combinations += state.combinations
        return following

    def _key_of(self, group: Group, ahead: set[str]) -> Callable[[int], Any]:
        """What of the possible terms decides the future: each condition that is settled, as a yes or a no, and the
        terms of the others that look at questions still ahead."""
        masks = [self.line_masks[line] for line in group.lines]
        masks += [self.table.whens[name] for name in ahead if name in self.table.whens]
        parts = []
        for mask in masks:
            open_terms = sum(
                bit for bit, term in self.table.terms_of(mask) if any(one.question in ahead for one in term)
            )
            parts.append((mask & ~open_terms, open_terms))

        def key(possible: int) -> Any:
            return tuple(-1 if possible & settled else possible & still_open for settled, still_open in parts)

        return key

    def _possible(self, answers: Answers) -> int:
        return self.table.decide(answers, self.today)[0]

    def _pairs(self, group: Group) -> list[State]:
        """Rows in which every pair of answers occurs, and for each term one row that meets it if there is one."""
        rows = pairwise({name: self.values[name] for name in group.questions})
        terms = 0
        for line in group.lines:
            terms |= self.line_masks[line]
        for name in group.questions:
            terms |= self.table.whens.get(name, 0)
        rows += [found for bit, _ in self.table.terms_of(terms) if (found := self._search(bit, group.questions))]
        states: dict[tuple[Any, ...], State] = {}
        for row in rows:
            answers = self._asked_only(row, group.questions)
            states.setdefault(tuple(answers.items()), State(self._possible(answers), 1, answers))
        return list(states.values())

    def _asked_only(self, row: Answers, names: list[str]) -> Answers:
        answers: Answers = {}
        for name in names:
            when = self.table.whens.get(name)
            if when is None or when & self._possible(answers):
                answers[name] = row[name] if name in row else self.values[name][0]
        return answers

    def _search(self, bit: int, names: list[str]) -> Answers | None:
        """Answers that meet a term: depth first, only the questions it hangs on. A search that grows too long ends
        with the answers it has: what cannot be disproved is not called impossible."""
        wanted = self._closure(self.table.mentioned(bit))
        order = [name for name in names if name in wanted]
        steps = itertools.count()

        def deeper(position: int, answers: Answers) -> Answers | None:
            if not self._possible(answers) & bit:
                return None
            if position == len(order) or next(steps) > MOST_COMBINATIONS:
                return answers
            name = order[position]
            when = self.table.whens.get(name)
            if when is not None and not when & self._possible(answers):
                return deeper(position + 1, answers)
            tries = (deeper(position + 1, {**answers, name: value}) for value in self.values[name])
            return next((found for found in tries if found is not None), None)

        return deeper(0, {})

    def _closure(self, names: set[str]) -> set[str]:
        found, waiting = set(names), list(names)
        while waiting:
            for name in self.table.mentioned(self.table.whens.get(waiting.pop(), 0)) - found:
                found.add(name)
                waiting.append(name)
        return found

    @cached_property
    def reachable(self) -> int:
        """The terms that some answers meet."""
        mask = 0
        for bit, _ in self.table.terms_of(self.table.every):
            if self._search(bit, self.table.order) is not None:
                mask |= bit
        return mask

    def always(self, mask: int) -> bool:
        """Whether a condition surely holds whatever is answered."""
        groups = self._groups_of(mask)
        return bool(groups) and all(
            group.complete and all(mask & state.possible for state in group.states) for group in groups
        )

    def implies(self, narrow: int, wide: int) -> bool:
        """Whether the second condition surely holds whenever the first one does."""
        groups = self._groups_of(narrow)
        if groups != self._groups_of(wide):
            return self.always(wide)
        if not all(group.complete for group in groups):
            terms = {term for _, term in self.table.terms_of(wide)}
            return all(term in terms for _, term in self.table.terms_of(narrow))
        return all(wide & state.possible for group in groups for state in group.states if narrow & state.possible)

    def _groups_of(self, mask: int) -> list[Group]:
        tied = self.table.mentioned(mask)
        return [group for group in self.groups if tied & set(group.questions)]
