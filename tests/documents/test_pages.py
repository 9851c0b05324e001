"""Every list of every example on paper: one A4 sheet, double-sided at the most; two in large print."""

from __future__ import annotations

import pytest

from tests.documents.conftest import TODAY, for_answers
from tests.documents.office import needs_office, pages, to_pdf
from workbench.documents import checklist_word

SIDES = {"normal": 2, "large": 4}


@needs_office
@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("style", SIDES)
def test_every_example_of_every_item_fits_its_sheets(rules, space, tmp_path, style):
    written = []
    for entry in rules.current(TODAY):
        for number, example in enumerate(entry.item.examples):
            checklist = for_answers(entry.book, example.answers, example.as_of or TODAY)
            written.append(tmp_path / f"{entry.item.id}-{number}.docx")
            checklist_word.write(checklist, written[-1], space, style=style, code="K7F3QX")
    made = to_pdf(written, tmp_path)
    assert len(made) == len(written)
    counted = {name: pages(pdf) for name, pdf in made.items()}
    assert {name: count for name, count in counted.items() if count > SIDES[style]} == {}


@needs_office
def test_the_longest_list_of_all_examples_fits_its_sheets(rules, space, tmp_path):
    """The quick part of the same: the example with most papers, in both styles."""
    lists = [
        for_answers(entry.book, example.answers, example.as_of or TODAY)
        for entry in rules.current(TODAY)
        for example in entry.item.examples
        if example.outcome == "eligible"
    ]
    longest = max(lists, key=lambda checklist: len(checklist.needed_ids))
    for style in SIDES:
        checklist_word.write(longest, tmp_path / f"{style}.docx", space, style=style, code="K7F3QX")
    made = to_pdf([tmp_path / f"{style}.docx" for style in SIDES], tmp_path)
    assert all(pages(made[style]) <= most for style, most in SIDES.items())
