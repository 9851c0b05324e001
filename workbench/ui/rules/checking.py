"""What checks, examples and coverage say of the library; worked out in the background. No tkinter here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.workspace import Workspace

if TYPE_CHECKING:
    from workbench.problems import Problem
    from workbench.rules.coverage import Coverage
    from workbench.rules.examples import Result
    from workbench.rules.library import Entry, Library
    from workbench.rules.lint import Report


@dataclass(frozen=True)
class Checked:
    """Everything that was found, for one library on one day."""

    library: Library
    report: Report
    covered: dict[str, Coverage]
    results: list[Result]

    def of(self, entry: Entry) -> OfItem:
        """What concerns one file: its own problems and those of the shared packs that it includes."""
        files = {str(entry.path)} | {str(self.library.pack_files[name]) for name in entry.item.include}
        coverage = next((one for one in self.covered.values() if one.book is entry.book), None)
        return OfItem(
            [one for one in self.report.errors if one.file in files],
            [one for one in self.report.warnings if one.file in files],
            coverage,
            [one for one in self.results if one.item == entry.item.id],
        )

    @property
    def failed(self) -> list[Result]:
        return [one for one in self.results if one.faults]


@dataclass(frozen=True)
class OfItem:
    errors: list[Problem]
    warnings: list[Problem]
    coverage: Coverage | None
    results: list[Result]


def check(library: Library, space: Workspace, today: date) -> Checked:
    """Lint, examples and coverage of all items; takes a second or two."""
    from workbench.rules import coverage, lint
    from workbench.rules.examples import run_examples
    from workbench.rules.reach import Reach

    reaches = {id(entry): Reach(entry.book, today) for entry in library.entries}
    return Checked(
        library,
        lint.check(library, space, today, reaches),
        coverage.of_library(library, reaches, today),
        [result for entry in library.entries for result in run_examples(entry.book, today)],
    )


def write_report(checked: Checked, path: Path, today: date) -> Path:
    """The report for the supervisor as Excel. Raises `CannotWrite`."""
    from workbench.rules import coverage_sheet

    coverage_sheet.write(checked.covered, checked.results, checked.report, path, today)
    return path


def unused(coverage: Coverage) -> Iterator[str]:
    """What no answer ever uses, in words."""
    item = coverage.book.item
    for name in coverage.never_needed:
        yield f"材料“{item.material_by_id[name].name}”:怎么回答都不会要"
    for name in coverage.dead_options:
        question_id, option_id = name.split(".", 1)
        question = item.question_by_id[question_id]
        label = next((one.label for one in question.choices if one.id == option_id), option_id)
        yield f"“{question.text}”的选项“{label}”:不影响清单"
    for name in coverage.idle_questions:
        yield f"情形“{item.question_by_id[name].text}”:没有一份材料看它"
