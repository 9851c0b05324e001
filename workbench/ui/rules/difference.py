"""What a change of the rules does, painted: what citizens will notice first, then everything else."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.ui.rules import parts
from workbench.ui.widgets.board import Board
from workbench.ui.widgets.textfit import wrap

if TYPE_CHECKING:
    from workbench.problems import Problem
    from workbench.rules.diff import ItemDiff, Line

WORDS = {"added": ("新增", "good"), "removed": ("去掉", "bad"), "changed": ("改动", "warn")}


def paint(board: Board, diff: ItemDiff) -> None:
    """One item's difference."""
    effects = diff.effects
    others = [line for line in diff.lines if line.answers is None]
    if effects:
        parts.band(board, "群众会感到的变化", f"{len(effects)} 处", personal=True)
        _lines(board, effects)
        board.gap(10)
    if others:
        words = "其他改动" if effects else "其他改动(要带的材料不变)"
        new = not diff.old_version
        parts.band(board, "新事项" if new else words, "" if new else f"{len(others)} 处")
        _lines(board, others)
        board.gap(10)
    if not diff.lines:
        board.text("内容没有不同,只是版本号不一样。", color=board.theme.color.quiet)


def _lines(board: Board, lines: Iterable[Line]) -> None:
    for line in lines:
        words, kind = WORDS[line.change]
        _row(
            board,
            words,
            kind,
            f"{line.part}:{line.message}" if line.part not in line.message else line.message,
            line.sample,
        )


def _row(board: Board, chip: str, kind: str, words: str, sample: str = "") -> None:
    """A chip and a paragraph beside it, a sample of answers under it, with a line below."""
    theme = board.theme
    fill, ink = parts.pair(theme, kind)
    board.gap(7)
    wide = board.chip(board.left, board.y, chip, fill, ink) + theme.px(10)
    lines = wrap(words, theme.font("body"), board.width - wide)
    board.text_at(board.left + wide, board.y + theme.px(1), "\n".join(lines), width=99999)
    board.y += max(len(lines) * theme.line_height(), theme.line_height("status") + theme.px(6))
    if sample:
        x = board.left + wide
        board.y += board.text_at(x, board.y, f"例如:{sample}", "status", color=theme.color.quiet)
    board.gap(6)
    board.line()


def paint_problems(board: Board, problems: Iterable[Problem], kind: str = "bad") -> None:
    """Problems by sheet and cell, each with its cure."""
    for one in problems:
        line = f"第 {one.line} 行" if one.line else ""
        cell = "" if one.line else one.where.replace("!", " ")  # the place inside a file is for those who write it
        place = cell or " ".join(filter(None, (Path(one.file).name, line))) or "文件"
        _row(board, place, kind, one.message)
