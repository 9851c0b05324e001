"""Trying an item: answers on a day give a checklist. The state behind 试一试; drawing is done elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from workbench.problems import NotFound
from workbench.rules.answers import read_answer, toggled
from workbench.rules.checklist import Checklist
from workbench.rules.item import Answers, Question
from workbench.rules.library import Entry, Library


class Trial:
    """Answers to one item as they are given; `changed` is called after every change.

    It has what the board of questions asks of the counter: `visit` with its answers, `checklist`, `question` …
    """

    def __init__(self, library: Library, entry: Entry, day: date, changed: Callable[[], object]) -> None:
        self.library = library
        self.entry = entry
        self.day = day
        self.changed = changed
        self.answers: Answers = {}
        self.asking = ""

    @property
    def visit(self) -> Trial:
        return self

    @property
    def checklist(self) -> Checklist:
        asked = {name: value for name, value in self.answers.items() if name in self.entry.item.question_by_id}
        return self.entry.book.checklist(asked, self.day)

    @property
    def question(self) -> Question | None:
        """The question to answer now: one gone back to, or the one that settles most papers."""
        checklist = self.checklist
        known = {question.id: question for question in (*checklist.asked, *checklist.open_questions)}
        return known.get(self.asking) or checklist.next_question

    def move(self, step: int) -> None:
        """There is no paper to choose: the arrows only leave the box of a number."""

    def on(self, day: date) -> None:
        """Tries the version that holds on another day; answers that it knows stay.

        Raises `NotFound` with the days on which the item has rules; nothing changes then.
        """
        entry = self.library.entry(self.entry.item.id, day)
        self.entry, self.day = entry, day
        self.answers = {name: value for name, value in self.answers.items() if _fits(entry, name, value, self.day)}
        self.changed()

    def adopt(self, library: Library) -> None:
        """The rules were read anew: the same answers with the new rules."""
        try:
            entry = library.entry(self.entry.item.id, self.day)
        except NotFound:
            return
        self.library, self.entry = library, entry
        self.answers = {name: value for name, value in self.answers.items() if _fits(entry, name, value, self.day)}

    def answer(self, question: Question, value: Any) -> None:
        """Raises ValueError with a sentence when the value does not fit."""
        self.answers = {**self.answers, question.id: read_answer(question, value, self.day)}
        self.asking = ""
        self.changed()

    def toggle_option(self, question: Question, option: str) -> None:
        given = self.answers.get(question.id, ())
        chosen = given if isinstance(given, tuple) else ()
        self.answers = {**self.answers, question.id: toggled(question, chosen, option)}
        self.asking = question.id
        self.changed()

    def go_on(self) -> None:
        """Leaves a question with several answers."""
        question = self.question
        if question and question.kind == "multiple" and question.id not in self.answers:
            self.answers = {**self.answers, question.id: ()}
        self.asking = ""
        self.changed()

    def ask(self, question: str) -> None:
        self.asking = question
        self.changed()

    def back(self) -> None:
        """To the question answered before the one that is asked now."""
        asked = {question.id for question in self.checklist.asked}
        order = [name for name in self.answers if name in asked]
        if self.asking in order:
            order = order[: order.index(self.asking)]
        if order:
            self.ask(order[-1])

    def restart(self) -> None:
        """From the first question."""
        self.answers, self.asking = {}, ""
        self.changed()


def _fits(entry: Entry, name: str, value: Any, day: date) -> bool:
    question = entry.item.question_by_id.get(name)
    if question is None:
        return False
    try:
        read_answer(question, value, day)
    except ValueError:
        return False
    return True
