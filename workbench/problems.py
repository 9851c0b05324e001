"""What the program says when something is wrong: problems with a place, and the errors that carry them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: where (file and line, or workbook sheet and cell) and what to do.

    `code` is a short stable word for scripts; `message` is a Chinese sentence for the clerk. `spot` is the place in the
    words of those who do not work with the file itself.
    """

    message: str
    code: str = "invalid"
    file: str = ""
    line: int | None = None
    where: str = ""
    spot: str = ""

    def __str__(self) -> str:
        line = f"第 {self.line} 行" if self.line else ""
        place = " ".join(part for part in (self.file, line, self.spot or self.where) if part)
        return f"{place}:{self.message}" if place else self.message

    def as_dict(self) -> dict:
        """The keys of the command-line contract."""
        return {
            "file": self.file,
            "line": self.line,
            "where": self.where,
            "code": self.code,
            "message": self.message,
        }


class UserError(Exception):
    """An error that is told to the user in its own words; everything else is an internal fault for the log.

    `exit_code` is that of the command line: 1 problems in the input, 2 wrong usage or not found,
    3 could not write.
    """

    exit_code = 1

    def __init__(self, message: str, *, exit_code: int | None = None) -> None:
        super().__init__(message)
        if exit_code is not None:
            self.exit_code = exit_code


class InputProblems(UserError):
    """Input that is refused as a whole, with every problem listed."""

    def __init__(self, problems: Iterable[Problem], heading: str = "有内容需要改正,什么都没有写入:") -> None:
        self.problems = list(problems)
        super().__init__("\n".join([heading, *(f"  · {problem}" for problem in self.problems)]))


class NotFound(UserError):
    """What was asked for does not exist, or the command was used wrongly."""

    exit_code = 2


class CannotWrite(UserError):
    """A file or folder could not be written: open elsewhere, read-only, full, or not a file."""

    exit_code = 3


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`,您是不是想写“…”?` for the nearest of `known`; an empty string when nothing is near."""
    near = get_close_matches(word, list(known), n=1, cutoff=0.5)
    return f",您是不是想写“{near[0]}”?" if near else ""
