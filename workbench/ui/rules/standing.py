"""How each item of the library stands: in force, to be checked again, broken, the office's own. No tkinter here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.problems import Problem

if TYPE_CHECKING:  # the first picture of the window waits for no library
    from workbench.rules.library import Entry, Library
    from workbench.rules.search import Index
from workbench.workspace import shipped

ALL, OVERDUE, BROKEN, OWN, NEWS = "全部", "要核对", "有误", "本单位", "有更新"
FILTERS = (ALL, OVERDUE, BROKEN, OWN, NEWS)
BROKEN_DOMAIN = "读不了的文件"
EVERYTHING = "*"  # the key of the row that stands for the whole library

# The word of a state → how it is coloured.
KINDS = {"有效": "good", "过期未核对": "warn", "未生效": "info", "已失效": "bad", "有误": "bad"}


@dataclass(frozen=True)
class Standing:
    """One line of the list: an item with all its files, or one file that cannot be read."""

    key: str
    title: str
    domain: str
    state: str
    entries: tuple[Entry, ...] = ()
    own: bool = False
    newer: Entry | None = None  # the shipped file that went on while the office kept its own
    problems: tuple[Problem, ...] = ()
    file: Path | None = None

    @property
    def entry(self) -> Entry | None:
        """The file that holds today, or the nearest."""
        return self.entries[0] if self.entries else None

    @property
    def note(self) -> str:
        """The second line: what it is, which version, when its basis was checked."""
        if self.entry is None:
            return str(self.problems[0].message) if self.problems else ""
        item = self.entry.item
        return f"{item.code or item.id} · {item.version} · 核对 {item.basis_checked_on}"

    def fits(self, wanted: str) -> bool:
        return {
            ALL: True,
            OVERDUE: self.state in ("过期未核对", "已失效"),
            BROKEN: self.state == "有误",
            OWN: self.own,
            NEWS: self.newer is not None,
        }[wanted]


def state_of(entry: Entry, today: date) -> str:
    """The word for how a file stands on a day."""
    item = entry.item
    if item.valid_from > today:
        return "未生效"
    if not item.valid_on(today):
        return "已失效"
    return "过期未核对" if item.review_due < today else "有效"


def standings(library: Library, today: date) -> list[Standing]:
    """Every item by its code, those of a domain together, after the files that cannot be read."""
    news = {own.item.id: shipped for own, shipped in library.overtaken()}
    found = []
    for entry in library.current(today):
        others = [one for one in library.versions(entry.item.id) if one is not entry]
        found.append(
            Standing(
                entry.item.id,
                entry.item.short,
                entry.item.domain,
                state_of(entry, today),
                (entry, *others),
                entry.source == "office",
                news.get(entry.item.id),
            )
        )
    found.sort(key=lambda one: (one.entry.item.code or "~", one.key) if one.entry else ("", one.key))
    order = list(dict.fromkeys(one.domain for one in found))
    found.sort(key=lambda one: order.index(one.domain))
    return [*_broken(library), *found]


def _broken(library: Library) -> Iterable[Standing]:
    by_file: dict[str, list[Problem]] = {}
    for problem in library.problems:
        by_file.setdefault(problem.file, []).append(problem)
    for file, problems in sorted(by_file.items()):
        path = Path(file)
        own = not path.is_relative_to(shipped() / "rules")
        yield Standing(f"!{file}", path.name, BROKEN_DOMAIN, "有误", own=own, problems=tuple(problems), file=path)


def stands_in(broken: Standing, library: Library) -> Entry | None:
    """The shipped file that is used while the office's file of the same name cannot be read."""
    assert broken.file
    return next((e for e in library.entries if e.path.name == broken.file.name and e.source == "shipped"), None)


def chosen(rows: Sequence[Standing], index: Index | None, wanted: str, words: str) -> list[Standing]:
    """The rows that fit a filter and a search; found items come best first."""
    rows = [row for row in rows if row.fits(wanted)]
    words = words.strip()
    if not words:
        return rows
    ranks = {hit.item.id: number for number, hit in enumerate(index.search(words, len(index)))} if index else {}
    fitting = [row for row in rows if row.key in ranks or words.lower() in row.title.lower()]
    return sorted(fitting, key=lambda row: ranks.get(row.key, len(ranks)))


def counts(rows: Sequence[Standing]) -> list[str]:
    """The filters with how many rows fit each."""
    return [f"{name} {count(rows, name)}" for name in FILTERS]


def count(rows: Sequence[Standing], name: str) -> int:
    """How many rows fit a filter; a file that cannot be read is no item more."""
    return sum(row.fits(name) and (name != ALL or row.entry is not None) for row in rows)
