"""What all answers of an item lead to, and how much of it the item's own examples show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from math import prod
from typing import Any

from workbench.rules.answers import as_json, read_answers
from workbench.rules.checklist import RuleBook
from workbench.rules.examples import day_of
from workbench.rules.item import Answers
from workbench.rules.library import Library
from workbench.rules.lint import logic
from workbench.rules.reach import Group, Reach, State


@dataclass(frozen=True)
class Extreme:
    """The longest or the shortest checklist of a citizen who may apply: answers and the papers they call for."""

    answers: Answers
    papers: tuple[str, ...]


@dataclass(frozen=True)
class Situation:
    """Answers that no example shows: what they call for, and for how many combinations of answers they stand."""

    answers: Answers
    papers: tuple[str, ...]
    not_eligible: bool
    combinations: int


@dataclass(frozen=True)
class Coverage:
    """`combinations` were looked at: all there are, or (`complete` is False) every pair of answers.

    Answers to questions that share no condition are independent, so `situations` are counted for each group of
    tied questions; `uncovered` combinations meet at least one situation that no example shows.
    """

    book: RuleBook
    combinations: int
    complete: bool
    never_needed: tuple[str, ...]
    dead_options: tuple[str, ...]
    idle_questions: tuple[str, ...]
    situations: int
    without_example: tuple[Situation, ...]
    uncovered: int
    largest: Extreme
    smallest: Extreme

    def as_dict(self) -> dict[str, Any]:
        """One entry of `coverage` in `rules test --json`."""
        return {
            "combinations": self.combinations,
            "complete": self.complete,
            "never_needed": list(self.never_needed),
            "dead_options": list(self.dead_options),
            "idle_questions": list(self.idle_questions),
            "situations": self.situations,
            "combinations_without_example": self.uncovered,
            "without_example": [as_json(one.answers) for one in self.without_example],
            "largest": {"papers": len(self.largest.papers), "answers": as_json(self.largest.answers)},
            "smallest": {"papers": len(self.smallest.papers), "answers": as_json(self.smallest.answers)},
        }


def of_library(found: Library, reaches: Mapping[int, Reach], today: date) -> dict[str, Coverage]:
    """The coverage of every item, by id; an older or later version of an item follows as `id@version`."""
    covered: dict[str, Coverage] = {}
    for entry in [entry for item_id in sorted(found.ids()) for entry in found.versions(item_id)]:
        name = entry.item.id if entry.item.id not in covered else f"{entry.item.id}@{entry.item.version}"
        covered[name] = measure(entry.book, reaches[id(entry)], today)
    return covered


def measure(book: RuleBook, reach: Reach, today: date) -> Coverage:
    """The coverage of one item; `today` is the day for examples that name none."""
    materials = book.item.materials
    groups = [_Effects(book, reach, group) for group in reach.groups]
    shown = [effects.shown_by(_examples(book, today)) for effects in groups]
    missing = [
        Situation(state.answers, effects.papers(effect), bool(effect & effects.exclusions), combinations)
        for effects, seen in zip(groups, shown, strict=True)
        for effect, (state, combinations) in effects.by_effect.items()
        if effect not in seen
    ]
    covered = [
        sum(combinations for effect, (_, combinations) in effects.by_effect.items() if effect in seen)
        for effects, seen in zip(groups, shown, strict=True)
    ]
    base = tuple(material.id for material in materials if material.layer == "base")
    return Coverage(
        book,
        reach.combinations,
        reach.complete,
        tuple(materials[number].id for number in logic.never_needed(book, reach)),
        tuple(f"{question.id}.{one}" for _, question, options in logic.dead_options(book, reach) for one in options),
        tuple(question.id for _, question in logic.idle_questions(book)),
        sum(len(effects.by_effect) for effects in groups),
        tuple(sorted(missing, key=lambda one: -one.combinations)),
        reach.combinations - prod(covered),
        _extreme(base, [effects.most() for effects in groups]),
        _extreme(base, [effects.fewest() for effects in groups]),
    )


def _examples(book: RuleBook, today: date) -> list[tuple[int, int]]:
    """`(possible, open)` terms of every example whose answers can be read."""
    decided = []
    for example in book.item.examples:
        day = day_of(example, book.item, today)
        answers, problems = read_answers(book.item, example.answers, day)
        if not problems:
            decided.append(book.table.decide(answers, day))
    return decided


class _Effects:
    """What a group of questions decides: papers and exclusions, as one bit for each."""

    def __init__(self, book: RuleBook, reach: Reach, group: Group) -> None:
        own = set(group.questions)
        self._names: list[str] = []
        self._masks: list[int] = []
        for material, mask in zip(book.item.materials, book.material_masks, strict=True):
            if mask and book.table.mentioned(mask) & own:
                self._names.append(material.id)
                self._masks.append(mask)
        papers = len(self._masks)
        lines = [line for _, line in book.parts["not_eligible"] if line is not None]
        self._masks += [book.table.masks[n] for n in lines if book.table.mentioned(book.table.masks[n]) & own]
        self.exclusions = ((1 << len(self._masks)) - 1) & ~((1 << papers) - 1)
        self.by_effect: dict[int, tuple[State, int]] = {}
        for state in group.states:
            effect = self._effect(state.possible)
            first, combinations = self.by_effect.get(effect, (state, 0))
            self.by_effect[effect] = (first, combinations + state.combinations)

    def _effect(self, possible: int) -> int:
        effect = sum(1 << number for number, mask in enumerate(self._masks) if mask & possible)
        return effect & self.exclusions or effect  # who may not apply is told why; the papers no longer matter

    def shown_by(self, examples: Iterable[tuple[int, int]]) -> set[int]:
        """The effects that examples reach; an example that leaves something of the group open shows none."""
        seen = set()
        for possible, still_open in examples:
            if self._effect(possible & ~still_open) == self._effect(possible):
                seen.add(self._effect(possible))
        return seen

    def papers(self, effect: int) -> tuple[str, ...]:
        return tuple(name for number, name in enumerate(self._names) if effect >> number & 1)

    def most(self) -> tuple[State, tuple[str, ...]]:
        effect = max(self._eligible(), key=lambda one: len(self.papers(one)))
        return self.by_effect[effect][0], self.papers(effect)

    def fewest(self) -> tuple[State, tuple[str, ...]]:
        effect = min(self._eligible(), key=lambda one: len(self.papers(one)))
        return self.by_effect[effect][0], self.papers(effect)

    def _eligible(self) -> list[int]:
        """Effects that let the citizen apply; all of them when none does."""
        return [effect for effect in self.by_effect if not effect & self.exclusions] or list(self.by_effect)


def _extreme(base: tuple[str, ...], parts: list[tuple[State, tuple[str, ...]]]) -> Extreme:
    answers = {name: value for state, _ in parts for name, value in state.answers.items()}
    return Extreme(answers, base + tuple(name for _, papers in parts for name in papers))
