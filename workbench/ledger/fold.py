"""Brings the workbooks and the journal together: pending rows go in, other people's edits come back.

    fold(space, progress) -> FoldReport

What is done to one workbook, and how it survives being cut off, is told in `attempt`.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from datetime import datetime
from typing import Any

from filelock import FileLock, Timeout

from workbench import files
from workbench.ledger import books, check, columns, journal_copy
from workbench.ledger.attempt import Attempt, Changed, OfficeWords
from workbench.ledger.books import Book
from workbench.ledger.fold_report import BookReport, FoldReport
from workbench.ledger.journal import Journal, open_journal
from workbench.ledger.ledger import pending_in
from workbench.problems import CannotWrite, UserError
from workbench.workspace import Workspace

LOCK_SECONDS = 20
TRIES = 3  # when somebody saves the workbook while we write
Progress = Callable[[int, int], Any]  # (books done, books); False means: stop before the next


def fold(
    space: Workspace, progress: Progress | None = None, *, words: check.Words | None = None, now: datetime | None = None
) -> FoldReport:
    """Writes every pending row into its workbook and takes in what people changed there.

    Safe in a background thread and beside other programs. A workbook that is open, damaged or not ours keeps its
    rows waiting, with the reason in the report; the others are done. Raises `UserError` when the journal cannot be
    read or written, `CannotWrite` when another program is folding.
    """
    now = now or datetime.now()
    report = FoldReport()
    with open_journal(space) as journal, _alone(space):
        books.clear_leftovers(space)
        found = books.all_books(space, journal)
        known = OfficeWords(space, words)
        for number, book in enumerate(found):
            if progress is not None and progress(number, len(found)) is False:
                report.cancelled = True
                break
            if (one := _book(space, journal, book, known, now)) is not None:
                report.books.append(one)
        else:
            if progress is not None:
                progress(len(found), len(found))
        if not report.cancelled:
            with suppress(CannotWrite):  # a full disk: the records themselves are safe, and the report says the rest
                journal_copy.daily(space, journal, now)
        report.pending = {kind: pending_in(journal, kind) for kind in columns.BY_KIND}
    return report


def _alone(space: Workspace) -> AbstractContextManager[Any]:
    lock = FileLock(space.root / ".台账.lock", timeout=LOCK_SECONDS)
    try:
        return lock.acquire()
    except Timeout:
        raise CannotWrite("另一个程序正在写台账,请稍后再试。记录都已保存,不会丢。") from None
    except OSError as error:
        raise files.why_not_written(space.root, error) from error


def _book(space: Workspace, journal: Journal, book: Book, known: OfficeWords, now: datetime) -> BookReport | None:
    """One workbook; None when there is nothing to do."""
    report = BookReport(book.key, book.path.name)
    for attempt in range(TRIES):
        try:
            return Attempt(space, journal, book, known, now, report).run()
        except Changed as error:
            report.reason = str(error) if attempt == TRIES - 1 else ""
        except CannotWrite as error:
            report.reason, report.locked = str(error), True
            break
        except OSError as error:
            report.reason, report.locked = str(files.why_not_written(book.path, error)), True
            break
        except UserError as error:
            report.reason = str(error)
            break
    return report
