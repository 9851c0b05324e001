"""What a fold says afterwards: of each workbook, and how many rows still wait."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass
class BookReport:
    """What happened to one workbook. `reason` says why its rows wait; `problems` what a person should correct in it."""

    book: str
    file: str
    written: int = 0
    changed: int = 0
    taken: int = 0
    adopted: int = 0
    removed: int = 0
    conflicts: int = 0
    problems: list[str] = field(default_factory=list)
    reason: str = ""
    locked: bool = False
    lists: bool = False  # the dropdowns have other choices now


@dataclass
class FoldReport:
    """What a fold did, and how many rows still wait."""

    books: list[BookReport] = field(default_factory=list)
    pending: dict[str, int] = field(default_factory=dict)
    cancelled: bool = False

    @property
    def exit_code(self) -> int:
        """3 when a workbook could not be written, 1 when one is refused or holds rows to correct, else 0."""
        if any(book.locked for book in self.books):
            return 3
        return int(any(book.reason or book.problems for book in self.books))

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    def sentences(self) -> list[str]:
        """The same for a person."""
        said = []
        for book in self.books:
            counts = (
                ("写入 {} 条", book.written),
                ("更新 {} 条", book.changed),
                ("收回主管修改 {} 条", book.taken),
                ("收下手工补的 {} 条", book.adopted),
                ("移出 {} 条", book.removed),
                ("对照修改 {} 处", book.conflicts),
            )
            done = "、".join(text.format(count) for text, count in counts if count)
            done += "、更新下拉选项" if done and book.lists else "更新下拉选项" if book.lists else ""
            if done:
                said.append(f"{book.file}:{done}")
            said += [f"{book.file}:{problem}" for problem in book.problems]
            if book.reason:
                said.append(book.reason)
        waiting = sum(self.pending.values())
        return [*said, f"{waiting} 条待写入台账"] if waiting else said or ["台账已是最新"]
