"""The double-layer checklist: what this citizen's answers need, leave open and spare, each with its reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from workbench.rules.answers import as_json
from workbench.rules.conditions import Place
from workbench.rules.decisions import NO, UNKNOWN, YES, Decision, DecisionTable
from workbench.rules.item import (
    Answers,
    Fee,
    FollowUp,
    Item,
    Material,
    NotEligible,
    NotNeeded,
    Question,
    Reminder,
    Step,
    When,
)


@dataclass(frozen=True, slots=True)
class Needed:
    """A paper to bring: the personal reasons that hold, and the questions that decided."""

    material: Material
    because: str
    because_en: str
    decided_by: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """`M` of the command-line contract."""
        material = self.material
        return {
            "id": material.id,
            "name": material.name,
            "layer": material.layer,
            "kind": material.kind,
            "copies": material.copies.model_dump(),
            "because": self.because,
            "decided_by": list(self.decided_by),
            "basis": material.basis,
            "where": material.where,
            "easily_missed": material.easily_missed,
            "deferrable": material.deferrable.model_dump() if material.deferrable else None,
            "alternatives": list(material.alternatives),
            "check_points": list(material.check_points),
        }


@dataclass(frozen=True, slots=True)
class Undecided:
    material: Material
    waits_for: tuple[str, ...]


class RuleBook:
    """An item compiled for the counter. Raises `ConditionError` when a condition of the file is wrong.

    One book serves every citizen of the item; `checklist` is called at each key press.
    """

    def __init__(self, item: Item) -> None:
        self.item = item
        self._lines: list[tuple[Place, When]] = []
        self.parts: dict[str, list[tuple[Any, int | None]]] = {}
        self.material_lines = [self._lines_of(number, material) for number, material in enumerate(item.materials)]
        self._eligibility = self._conditional("not_eligible", item.not_eligible)
        self._reminders = self._conditional("reminders", item.reminders)
        self._steps = self._conditional("steps", item.steps)
        self._follow_ups = self._conditional("follow_ups", item.follow_ups)
        self._not_needed = self._conditional("not_needed", item.not_needed)
        self._fees = self._conditional("fees", item.fees)
        self.periods = self._conditional("periods", item.periods)
        self.table = DecisionTable(item.questions, self._lines)
        self.material_masks = [sum(self.table.masks[line] for line in lines) for lines in self.material_lines]
        self._base_ids = [material.id for material in item.materials if material.layer == "base"]
        self._personal = [
            (material.id, mask) for material, mask in zip(item.materials, self.material_masks, strict=True) if mask
        ]

    def _lines_of(self, number: int, material: Material) -> range:
        first = len(self._lines)
        if material.when:
            self._lines.append((("materials", number, "when"), material.when))
        for position, need in enumerate(material.also):
            self._lines.append((("materials", number, "also", position, "when"), need.when))
        return range(first, len(self._lines))

    def _conditional(self, name: str, parts: tuple[Any, ...]) -> list[tuple[Any, int | None]]:
        """Each part with the number of its condition line; None for a part that always holds."""
        found: list[tuple[Any, int | None]] = []
        for number, part in enumerate(parts):
            if part.when:
                self._lines.append(((name, number, "when"), part.when))
            found.append((part, len(self._lines) - 1 if part.when else None))
        self.parts[name] = found
        return found

    def checklist(self, answers: Answers, as_of: date) -> Checklist:
        """The checklist for answers that `read_answers` accepted; `as_of` is the day it holds for."""
        return Checklist(self, answers, as_of)


class Checklist:
    """What the answers give. Each part is worked out when it is first looked at."""

    def __init__(self, book: RuleBook, answers: Answers, as_of: date) -> None:
        self.book = book
        self.item = book.item
        self.answers = answers
        self.as_of = as_of
        self._possible, self._open = book.table.decide(answers, as_of)

    @property
    def needed_ids(self) -> list[str]:
        """Ids of the papers to bring, base papers first, each layer in file order."""
        sure = self._possible & ~self._open
        return self.book._base_ids + [name for name, mask in self.book._personal if mask & sure]

    @cached_property
    def decision(self) -> Decision:
        return Decision(self.book.table, self.answers, self.as_of, self._possible, self._open)

    @cached_property
    def base(self) -> list[Needed]:
        """The first layer: papers for everybody."""
        return [Needed(m, "", "", ()) for m in self.item.materials if m.layer == "base"]

    @cached_property
    def personal(self) -> list[Needed]:
        """The second layer: papers for this citizen, each with every reason that holds."""
        return [
            self._needed(number, material)
            for number, material in enumerate(self.item.materials)
            if material.layer == "personal" and self.state_of(number) == YES
        ]

    def state_of(self, number: int) -> str:
        """`yes`, `no` or `unknown` for the material with that position in the file."""
        if self.item.materials[number].layer == "base":
            return YES
        return self.decision.state(self.book.material_masks[number])

    def _needed(self, number: int, material: Material) -> Needed:
        lines = [
            line for line in self.book.material_lines[number] if self.decision.state(self.book.table.masks[line]) == YES
        ]
        needs = [material.needs[line - self.book.material_lines[number].start] for line in lines]
        decided = {name for line in lines for name in self.decision.deciding(self.book.table.masks[line])}
        return Needed(
            material,
            ";".join(dict.fromkeys(need.because for need in needs if need.because)),
            "; ".join(dict.fromkeys(filter(None, (need.because_en or material.because_en for need in needs)))),
            tuple(name for name in self.book.table.questions if name in decided),
        )

    @cached_property
    def undecided(self) -> list[Undecided]:
        """Papers that hang on questions not yet answered."""
        return [
            Undecided(material, self.decision.waits_for(self.book.material_masks[number]))
            for number, material in enumerate(self.item.materials)
            if self.state_of(number) == UNKNOWN
        ]

    @cached_property
    def spared(self) -> list[Material]:
        """Papers of the file that this citizen's answers do not need."""
        return [m for number, m in enumerate(self.item.materials) if self.state_of(number) == NO]

    @cached_property
    def not_eligible(self) -> list[NotEligible]:
        return self._holding(self.book._eligibility)

    @property
    def reminders(self) -> list[Reminder]:
        """What to think of while it is being done: nothing for whoever cannot have it done."""
        return [] if self.not_eligible else self._holding(self.book._reminders)

    @property
    def steps(self) -> list[Step]:
        return self._holding(self.book._steps)

    @property
    def follow_ups(self) -> list[FollowUp]:
        """What comes after it is done: nothing for whoever cannot have it done; `instead` says where to go."""
        return [] if self.not_eligible else self._holding(self.book._follow_ups)

    @property
    def not_needed(self) -> list[NotNeeded]:
        """What citizens bring although nobody asks for it (“不用带”)."""
        return self._holding(self.book._not_needed)

    @property
    def fees(self) -> list[Fee]:
        return self._holding(self.book._fees)

    def holds(self, line: int | None) -> bool:
        return line is None or self.decision.state(self.book.table.masks[line]) == YES

    def _holding(self, parts: list[tuple[Any, int | None]]) -> list[Any]:
        return [part for part, line in parts if self.holds(line)]

    @cached_property
    def open_questions(self) -> list[Question]:
        """Questions that still settle something, the one that settles most papers first (ties: file order).

        A question that only reminders or exclusions wait for comes after those that papers wait for.
        """
        papers = [waiting for undecided in self.undecided for waiting in undecided.waits_for]
        others = [
            waiting
            for line, mask in enumerate(self.book.table.masks)
            if line >= sum(map(len, self.book.material_lines)) and self.decision.state(mask) == UNKNOWN
            for waiting in self.decision.waits_for(mask)
        ]
        waiting = [q for q in self.item.questions if q.id in papers or q.id in others]
        return sorted(waiting, key=lambda q: -papers.count(q.id))

    @property
    def unsettled(self) -> list[Question]:
        """The open questions that papers hang on, or whether it can be done at all."""
        masks = [self.book.table.masks[line] for _, line in self.book._eligibility if line is not None]
        waiting = {name for undecided in self.undecided for name in undecided.waits_for}
        for mask in masks:
            if self.decision.state(mask) == UNKNOWN:
                waiting |= set(self.decision.waits_for(mask))
        return [question for question in self.open_questions if question.id in waiting]

    def settles(self, question: str) -> int:
        """How many undecided papers wait for a question."""
        return sum(question in undecided.waits_for for undecided in self.undecided)

    @property
    def next_question(self) -> Question | None:
        return self.open_questions[0] if self.open_questions else None

    @property
    def complete(self) -> bool:
        """Nothing that could still be asked would change the sheet."""
        return not self.open_questions

    @cached_property
    def asked(self) -> list[Question]:
        """The answered questions that count, in file order."""
        return [q for q in self.item.questions if q.id in self.answers and self.decision.asked(q.id) == YES]

    @property
    def kept_aside(self) -> Mapping[str, Any]:
        """Answers to questions that are not asked now: kept, in case they are asked again."""
        asked = {question.id for question in self.asked}
        return {name: value for name, value in self.answers.items() if name not in asked}

    def as_dict(self) -> dict[str, Any]:
        """The document of `checklist --json`."""
        item = self.item
        return {
            "item": {"id": item.id, "name": item.name, "version": item.version},
            "as_of": self.as_of.isoformat(),
            "complete": self.complete,
            "answers": as_json(self.answers),
            "base": [needed.as_dict() for needed in self.base],
            "personal": [needed.as_dict() for needed in self.personal],
            "undecided": [
                {"id": u.material.id, "name": u.material.name, "waits_for": list(u.waits_for)} for u in self.undecided
            ],
            "not_needed": [material.id for material in self.spared],
            "not_eligible": [{"reason": one.reason, "instead": one.instead} for one in self.not_eligible],
            "reminders": [reminder.text for reminder in self.reminders],
            "steps": [step.model_dump(mode="json", exclude={"when", "name_en", "citizen_en"}) for step in self.steps],
            "limits": item.limits.model_dump(mode="json"),
            "follow_ups": [
                one.model_dump(mode="json", exclude={"when", "name_en", "why_en"}) for one in self.follow_ups
            ],
            "next_question": self.next_question.id if self.next_question else None,
        }
