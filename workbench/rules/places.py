"""Where in a TOML text a value stands. Used only when something is wrong, so it reads the text plainly."""

from __future__ import annotations

import re
from collections.abc import Sequence

_HEADER = re.compile(r"^\s*(\[\[?)\s*([\w.\-]+)\s*\]\]?")


def line_of(text: str, place: Sequence[int | str]) -> int:
    """The line (from 1) of `("materials", 2, "when", "origin")`: the deepest part of the place that is found."""
    lines = text.splitlines()
    start, end, rest = _table(lines, list(place))
    line = start
    for part in rest:
        if isinstance(part, int):
            continue
        key = re.compile(rf'(?:^|[\s{{,.])["\']?{re.escape(part)}["\']?\s*=')
        found = next((n for n in range(line, end) if key.search(lines[n].split("#")[0])), None)
        if found is None:
            break
        line = found
    return line + 1 if lines else 1


def _table(lines: list[str], place: list[int | str]) -> tuple[int, int, list[int | str]]:
    """First and last line of the innermost table that holds the place, and what is left of the place."""
    wanted: list[tuple[int, int, int]] = []  # header line, parts of the place used, depth
    counts: dict[str, int] = {}
    headers: list[int] = []
    plain = [part for part in place if isinstance(part, str)]
    for number, line in enumerate(lines):
        match = _HEADER.match(line)
        if not match:
            continue
        headers.append(number)
        name = match[2]
        if match[1] == "[[":
            counts[name] = counts.get(name, -1) + 1
            for inner in [key for key in counts if key.startswith(name + ".")]:
                counts.pop(inner)
        names = name.split(".")
        if names != plain[: len(names)]:
            continue
        used, fits = 0, True
        for depth in range(1, len(names) + 1):
            used = _parts_of(place, depth)
            prefix = ".".join(names[:depth])
            number_wanted = place[used] if used < len(place) and isinstance(place[used], int) else None
            if prefix in counts and number_wanted is not None:
                fits = fits and counts[prefix] == number_wanted
                used += 1
        if fits:
            wanted.append((number, used, len(names)))
    if not wanted:  # a key before the first table
        return 0, headers[0] if headers else len(lines), place
    start, used, _ = max(wanted, key=lambda found: found[2])
    end = next((header for header in headers if header > start), len(lines))
    return start, end, place[used:]


def _parts_of(place: list[int | str], depth: int) -> int:
    """How many parts of the place hold its first `depth` names."""
    seen = 0
    for position, part in enumerate(place):
        seen += isinstance(part, str)
        if seen == depth:
            return position + 1
    return len(place)
