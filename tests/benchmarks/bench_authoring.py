"""Authoring of rules: check and coverage against loading, import and export of a workbook against bare openpyxl."""

from __future__ import annotations

import shutil
import tempfile
from datetime import date
from pathlib import Path

from openpyxl import load_workbook

from tests.benchmarks.measure import compare, report
from workbench.rules import coverage, diff, excel, library, lint
from workbench.rules.examples import run_examples
from workbench.rules.excel import importing
from workbench.rules.reach import Reach
from workbench.workspace import Workspace, shipped

TODAY = date(2026, 3, 2)


def main() -> int:
    return check_and_coverage() + reading() + importing_whole() + difference()


def check_and_coverage() -> int:
    """Check, coverage and examples of all shipped items against loading the same files."""
    with tempfile.TemporaryDirectory() as folder:
        space = Workspace(Path(folder))
        rules = [shipped() / "rules"]
        found = library.load_paths(rules, space)

        def ours():
            reaches = {id(entry): Reach(entry.book, TODAY) for entry in found.entries}
            coverage.of_library(found, reaches, TODAY)
            lint.check(found, space, TODAY, reaches)

        def peer():
            library.load_paths(rules, space)

        return report(
            f"检查和覆盖 {len(found.entries)} 个规则文件,对照:读取它们",
            *compare(ours, peer, ours_times=1, peer_times=1),
            at_most=10,
        )


def _largest(space: Workspace, folder: Path) -> tuple[library.Library, Path]:
    """The largest shipped item and its workbook, in a library of its own."""
    original = max((shipped() / "rules/items").glob("*.toml"), key=lambda path: path.stat().st_size)
    space.rules.mkdir(parents=True)
    shutil.copy(original, space.rules / original.name)
    found = library.load(space)
    entry = next(entry for entry in found.entries if entry.path.name == original.name)
    excel.export(entry, found, folder / "规则.xlsx")
    return found, folder / "规则.xlsx"


def reading() -> int:
    """A workbook read into data against openpyxl reading it."""
    with tempfile.TemporaryDirectory() as folder:
        found, path = _largest(Workspace(Path(folder) / "w"), Path(folder))

        def ours():
            assert not excel.read(path, found).problems

        return report(
            "读一份规则工作簿,对照:openpyxl 读",
            *compare(ours, lambda: load_workbook(path), ours_times=2, peer_times=2),
            at_most=3,
        )


def importing_whole() -> int:
    """The whole import (library, reading, check, examples, difference) against openpyxl reading the workbook."""
    with tempfile.TemporaryDirectory() as folder:
        space = Workspace(Path(folder) / "w")
        _, path = _largest(space, Path(folder))

        def ours():
            assert importing.propose(space, path, TODAY).difference is not None

        return report(
            "导入一份规则工作簿,对照:openpyxl 读",
            *compare(ours, lambda: load_workbook(path), ours_times=1, peer_times=2),
            at_most=20,
        )


def difference() -> int:
    """The difference of two whole sets of rules against running their examples."""
    with tempfile.TemporaryDirectory() as folder:
        space = Workspace(Path(folder))
        found = library.load_paths([shipped() / "rules"], space)

        def ours():
            assert not diff.libraries(found, found, TODAY).items

        def peer():
            for entry in found.entries:
                run_examples(entry.book, TODAY)

        return report("比较两套规则,对照:跑一遍示例", *compare(ours, peer, ours_times=1, peer_times=1), at_most=20)


if __name__ == "__main__":
    raise SystemExit(main())
