"""Finding an item by what a clerk types: name, short name, id, code, domain, pinyin and its initials.

The index is made once (in the background); a search is a pass over plain strings.
"""

from __future__ import annotations

import os
import re
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


@dataclass(frozen=True, slots=True)
class _Row:
    """The words of an item, each text beginning with a line feed so that beginnings are found as fast as middles."""

    item: Item
    names: str  # short name, name, id, code in plain form
    initials: str
    pinyin: str
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
        joined = word.replace(" ", "")
        found = [Found(row.item, rank) for row, rank in self._ranked(joined)]
        if not found and " " in word:
            parts = [{id(row): (row, rank) for row, rank in self._ranked(part)} for part in word.split()]
            both = set(parts[0]).intersection(*parts[1:])
            found = [Found(parts[0][key][0].item, max(part[key][1] for part in parts)) for key in both]
        found.sort(key=lambda one: (one.rank, len(one.item.short), one.item.id))
        return found[:limit]

    def _ranked(self, word: str) -> Iterator[tuple[_Row, int]]:
        """The rows that fit a word: 0 the very name … 9 its letters somewhere in the initials."""
        latin = word.isascii()
        skipping = re.compile(".*".join(map(re.escape, word))) if latin and 2 < len(word) < 13 else None
        start = "\n" + word
        whole = start + "\n"
        for row in self._rows:
            if word in row.names:
                yield row, 0 if whole in row.names else 1 if start in row.names else 3
            elif latin:
                if word in row.initials:
                    yield row, 2 if start in row.initials else 5
                elif word in row.pinyin:
                    yield row, 4 if start in row.pinyin else 7
                elif skipping and skipping.search(row.initials):
                    yield row, 9
            elif word in row.domain:
                yield row, 8


def _plain(text: str) -> str:
    """Half-width, small letters, no signs."""
    plain = unicodedata.normalize("NFKC", text).lower()
    return "".join(char for char in plain if char.isalnum() or char == " ").strip()


def _row(item: Item) -> _Row:
    names = [_plain(name) for name in (item.short, item.name, item.id, item.code) if name]
    readings = [reading for name in (item.short, item.name) for reading in _readings(name)]
    return _Row(
        item,
        _lines(names),
        _lines("".join(one[0] for one in reading if one).lower() for reading in readings),
        _lines("".join(reading).lower() for reading in readings),
        _plain(item.domain),
    )


def _lines(texts: Iterable[str]) -> str:
    return "\n" + "\n".join(dict.fromkeys(texts)) + "\n"


def _readings(text: str) -> Iterator[list[str]]:
    """The pinyin of a text, syllable by syllable; characters with several readings give several."""
    # Without its dictionary of phrases the library loads in a tenth of the time; several readings make up for it.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
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


def syllables(text: str) -> list[str]:
    """The pinyin of a text, one syllable a character; letters and digits stay together as they are."""
    return next(_readings(text))


def initials(text: str) -> str:
    """The first letters of a text's syllables, in small letters."""
    return "".join(syllable[0] for syllable in next(_readings(text)) if syllable).lower()
