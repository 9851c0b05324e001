"""Two shares compared: the verdict and the interval that never contradict each other.

The verdict is the two-proportion z test with pooled variance at the 95 % level. The interval is Mee's score interval
(Mee 1984; method 5 in Newcombe, Statistics in Medicine 17, 1998): it holds exactly those differences that this same
test would not reject, so it leaves out 0 exactly when the verdict is one of change.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Literal

Verdict = Literal["明显下降", "无明显变化", "明显上升", "样本太少"]
ENOUGH = 10  # below it a share is not shown as a percentage, nor compared
Z95 = 1.959963984540054


@dataclass(frozen=True)
class Figure:
    """A numerator over a denominator, which is None for a plain count. Parts and means alike; never below 0."""

    n: float
    d: int | None

    @property
    def value(self) -> float | None:
        """n / d, or None where the denominator is too small for a percentage (or there is none)."""
        return self.n / self.d if self.d is not None and self.d >= ENOUGH else None

    def as_dict(self) -> dict[str, Any]:
        return {"n": self.n, "d": self.d, "value": self.value}

    @property
    def percent(self) -> str:
        """`14.5%`, or an empty text where a percentage would say too much."""
        return "" if self.value is None else f"{percent_of(self.n, self.d or 0)}%"

    @property
    def counts(self) -> str:
        """`61/420`, or the count alone."""
        return number(self.n) if self.d is None else f"{number(self.n)}/{self.d}"

    def __str__(self) -> str:
        """`14.5%(61/420)`; below ten cases `3/7`; a dash where there was nothing to count."""
        if self.d == 0:
            return "—"
        return f"{self.percent}({self.counts})" if self.percent else self.counts


def percent_of(n: float, d: int) -> str:
    """n / d in percent with one decimal place, halves rounded up as a spreadsheet does."""
    tenths = math.floor(n * 1000 / d + 0.5 + 1e-9)
    return f"{tenths // 10}.{tenths % 10}"


def number(value: float) -> str:
    """A count without a decimal point, a sum of minutes with one."""
    return f"{value:.0f}" if float(value).is_integer() else f"{value:.1f}"


def verdict(before: Figure, after: Figure) -> Verdict:
    """How `after` differs from `before`: by the pooled two-proportion z test at the 95 % level."""
    if (before.d or 0) < ENOUGH or (after.d or 0) < ENOUGH or before.n > (before.d or 0) or after.n > (after.d or 0):
        return "样本太少"
    z = _z(before, after, 0.0)
    return "无明显变化" if abs(z) < Z95 else "明显上升" if z > 0 else "明显下降"


def interval(before: Figure, after: Figure) -> tuple[float, float] | None:
    """The 95 % score interval of `after - before`, as shares between -1 and 1; None where there is too little."""
    if verdict(before, after) == "样本太少":
        return None
    difference = after.n / _d(after) - before.n / _d(before)
    return _edge(before, after, difference, -1.0), _edge(before, after, difference, 1.0)


def _edge(before: Figure, after: Figure, difference: float, limit: float) -> float:
    """The difference farthest towards `limit` that the test does not reject, by bisection to 1e-9."""
    kept, rejected = difference, limit
    if abs(_z(before, after, rejected)) < Z95:
        return limit
    while abs(rejected - kept) > 1e-9:
        middle = (kept + rejected) / 2
        if abs(_z(before, after, middle)) < Z95:
            kept = middle
        else:
            rejected = middle
    return (kept + rejected) / 2


def _d(figure: Figure) -> int:
    return figure.d or 1


def _z(before: Figure, after: Figure, difference: float) -> float:
    """The score statistic of the hypothesis that the two shares differ by `difference`."""
    m, n = _d(after), _d(before)
    q = _restricted(after.n, m, before.n, n, difference)
    p = min(max(q + difference, 0.0), 1.0)
    variance = p * (1 - p) / m + q * (1 - q) / n
    gap = after.n / m - before.n / n - difference
    if variance < 1e-15:
        return 0.0 if abs(gap) < 1e-12 else math.copysign(math.inf, gap)
    return gap / math.sqrt(variance)


def _restricted(x: float, m: int, y: float, n: int, difference: float) -> float:
    """The likeliest share of the second sample (y of n) when the first's (x of m) lies `difference` above it.

    The root of the likelihood's cubic in closed form: Miettinen and Nurminen, Statistics in Medicine 4, 1985, appendix.
    """
    if difference == 0:
        return (x + y) / (m + n)
    l3 = m + n
    l2 = (m + 2 * n) * difference - l3 - x - y
    l1 = (n * difference - l3 - 2 * y) * difference + x + y
    l0 = y * difference * (1 - difference)
    q = l2**3 / (3 * l3) ** 3 - l1 * l2 / (6 * l3**2) + l0 / (2 * l3)
    p = math.copysign(math.sqrt(max(0.0, l2**2 / (3 * l3) ** 2 - l1 / (3 * l3))), q)
    angle = (math.pi + math.acos(min(1.0, max(-1.0, q / p**3 if p else 1.0)))) / 3
    root = 2 * p * math.cos(angle) - l2 / (3 * l3)
    return min(max(root, 0.0, -difference), 1.0, 1 - difference)
