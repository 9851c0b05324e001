"""A workspace with the shipped rules, a checklist of a real item, and the text of what was written."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from workbench.rules import library
from workbench.rules.answers import read_answers
from workbench.rules.checklist import Checklist, RuleBook
from workbench.workspace import Workspace

TODAY = date(2026, 3, 2)
HIRED = {
    "agent": "company",
    "weight": "very_heavy",
    "cargo": "special",
    "vehicle": "planned",
    "subject": "company",
    "driver": "hired",
    "driver_over_60": "no",
}


@pytest.fixture
def space(tmp_path) -> Workspace:
    made = Workspace(tmp_path / "工作")
    made.prepare()
    return made


@pytest.fixture(scope="session")
def rules(tmp_path_factory) -> library.Library:
    return library.load(Workspace(tmp_path_factory.mktemp("规则")))


@pytest.fixture
def checklist(rules) -> Checklist:
    """A company with a hired driver and a lorry still to be bought: eleven papers, answers complete."""
    return for_answers(rules.entry("daolu-huoyun", TODAY).book, HIRED)


def for_answers(book: RuleBook, given: dict, day: date = TODAY) -> Checklist:
    answers, problems = read_answers(book.item, given, day)
    assert not problems
    return book.checklist(answers, day)


def words_of(path: Path) -> list[str]:
    """Every paragraph of a Word file that says something, in the order of the page, tables included."""
    from docx import Document
    from docx.oxml.ns import qn

    body = Document(str(path)).element.body
    texts = ("".join(one.text or "" for one in paragraph.iter(qn("w:t"))) for paragraph in body.iter(qn("w:p")))
    return [text for text in texts if text.strip()]
