"""Rows in which every two values of two factors meet once: all-pairs testing (Cohen et al., IEEE TSE 23, 1997)."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import TypeVar

Value = TypeVar("Value")
Pair = tuple[int, int, int, int]  # a factor and its value, another factor and its value


def pairwise(factors: Mapping[str, Sequence[Value]]) -> list[dict[str, Value]]:
    """Rows of one value for each factor, so that every pair of values of any two factors stands in some row.

    The same factors give the same rows. A greedy choice: not the smallest set, but close to it.
    """
    names = list(factors)
    if len(names) < 2:
        return [{name: value} for name in names for value in factors[name]]
    sizes = [range(len(factors[name])) for name in names]
    missing = {
        (first, a, second, b)
        for first, second in itertools.combinations(range(len(names)), 2)
        for a in sizes[first]
        for b in sizes[second]
    }
    rows = []
    waiting = sorted(missing)
    for pair in waiting:
        if pair in missing:
            row = _row(pair, sizes, missing)
            missing -= _pairs_of(row)
            rows.append({name: factors[name][row[position]] for position, name in enumerate(names)})
    return rows


def _row(pair: Pair, sizes: list[range], missing: set[Pair]) -> dict[int, int]:
    """A row that holds the pair; every other factor takes the value that meets most pairs still missing."""
    first, a, second, b = pair
    row = {first: a, second: b}
    for factor, values in enumerate(sizes):
        if factor not in row:
            row[factor] = max(values, key=lambda value: _new(row, factor, value, missing))
    return row


def _new(row: dict[int, int], factor: int, value: int, missing: set[Pair]) -> int:
    return sum(_pair(factor, value, other, chosen) in missing for other, chosen in row.items())


def _pairs_of(row: dict[int, int]) -> set[Pair]:
    return {_pair(*one, *other) for one, other in itertools.combinations(row.items(), 2)}


def _pair(first: int, a: int, second: int, b: int) -> Pair:
    return (first, a, second, b) if first < second else (second, b, first, a)
