"""Finding an item by what a clerk types: name, short name, id, code, domain, pinyin and its initials.

The index is made once (in the background); a search is a pass over plain strings.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from workbench.rules.item import Item
from workbench.rules.library import Library

MOST_READINGS = 8  # of a name with characters that are read in several ways


@dataclass(frozen=True)
class Found:
    """An item and how well it fits: a lower `rank` is better."""

    item: Item
    rank: int


@dataclass(frozen=True)
class _Row:
    item: Item
    names: tuple[str, ...]  # short name, name, id, code in plain form
    initials: tuple[str, ...]
    pinyin: tuple[str, ...]
    domain: str


class Index:
    """Every item with its readings."""

    def __init__(self, rows: list[_Row]) -> None:
        self._rows = rows

    def __len__(self) -> int:
        return len(self._rows)

    @classmethod
    def of(cls, library: Library, today: date) -> Index:
        """The items that a clerk may open on a day."""
        return cls.of_items(entry.item for entry in library.current(today))

    @classmethod
    def of_items(cls, items: Iterable[Item]) -> Index:
        return cls([_row(item) for item in items])

    def items(self) -> list[Item]:
        return [row.item for row in self._rows]

    def search(self, text: str, limit: int = 9) -> list[Found]:
        """The items that fit, best first: names before pinyin, beginnings before middles. Empty text finds nothing."""
        word = _plain(text)
        if not word:
            return []
        words = word.split()
        joined = word.replace(" ", "")
        found = []
        for row in self._rows:
            rank = _rank(row, joined)
            if rank is None and len(words) > 1:
                ranks = [_rank(row, one) for one in words]
                rank = None if None in ranks else 20 + max(rank for rank in ranks if rank is not None)
            if rank is not None:
                found.append(Found(row.item, rank))
        found.sort(key=lambda one: (one.rank, len(one.item.short)))
        return found[:limit]


def _rank(row: _Row, word: str) -> int | None:
    """0 the very name … 9 somewhere in the pinyin; None: no fit."""
    best: int | None = None
    if word in row.names:
        return 0
    for name in row.names:
        at = name.find(word)
        if at == 0:
            return 1
        if at > 0:
            best = 3
    if not word.isascii():
        return best if best is not None else (8 if word in row.domain else None)
    for one in row.initials:
        at = one.find(word)
        if at == 0:
            return 2 if best is None else min(best, 2)
        if at > 0:
            best = 5 if best is None else min(best, 5)
    for one in row.pinyin:
        at = one.find(word)
        if at == 0:
            best = 4 if best is None else min(best, 4)
        elif at > 0:
            best = 7 if best is None else min(best, 7)
    if best is None and any(_within(word, one) for one in row.initials):
        best = 9
    return best


def _within(word: str, initials: str) -> bool:
    """Whether the letters of `word` occur in this order; for initials with characters left out (yzy, ylzy)."""
    if len(word) < 2:
        return False
    letters = iter(initials)
    return all(letter in letters for letter in word)


def _plain(text: str) -> str:
    """Half-width, small letters, no signs."""
    plain = unicodedata.normalize("NFKC", text).lower()
    return "".join(char for char in plain if char.isalnum() or char == " ").strip()


def _row(item: Item) -> _Row:
    names = tuple(dict.fromkeys(_plain(name) for name in (item.short, item.name, item.id, item.code) if name))
    readings = [reading for name in (item.short, item.name) for reading in _readings(name)]
    return _Row(
        item,
        names,
        tuple(dict.fromkeys("".join(one[0] for one in reading if one) for reading in readings)),
        tuple(dict.fromkeys("".join(reading) for reading in readings)),
        _plain(item.domain),
    )


def _readings(text: str) -> Iterator[list[str]]:
    """The pinyin of a text, syllable by syllable; characters with several readings give several."""
    from pypinyin import Style, lazy_pinyin, pinyin

    yield lazy_pinyin(text, style=Style.NORMAL)
    options = pinyin(text, style=Style.NORMAL, heteronym=True)
    found: list[list[str]] = [[]]
    for option in options:
        letters = list(dict.fromkeys(option))[:2]
        if len(found) * len(letters) > MOST_READINGS:
            letters = letters[:1]
        found = [[*before, one] for before in found for one in letters]
    yield from found
