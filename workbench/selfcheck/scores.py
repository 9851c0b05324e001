"""The score: the weighted mean of each dimension's 是 over 是 plus 否.

不适用 does not count. A dimension without anything to count takes no part, and its weight goes to the others in
proportion (which dividing by the weights that remain comes to).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from workbench.review.comparison import Figure
from workbench.selfcheck.forms import Form


@dataclass(frozen=True)
class Part:
    """One weighted dimension: its 是 over its 是 and 否."""

    id: str
    name: str
    weight: float
    figure: Figure

    def as_dict(self) -> dict[str, Any]:
        return {"id": self.id, "dimension": self.name, "weight": self.weight, **self.figure.as_dict()}


@dataclass(frozen=True)
class Score:
    """`value` is 0 to 100, or None when nothing counts. `n` of `d` answers were 是."""

    parts: tuple[Part, ...]

    @property
    def value(self) -> float | None:
        counted = [part for part in self.parts if part.figure.d]
        whole = sum(part.weight for part in counted)
        if not whole:
            return None
        return 100 * sum(part.weight * part.figure.n / (part.figure.d or 1) for part in counted) / whole

    @property
    def n(self) -> int:
        return int(sum(part.figure.n for part in self.parts))

    @property
    def d(self) -> int:
        return sum(part.figure.d or 0 for part in self.parts)

    def __str__(self) -> str:
        """`92.4 分(57/60 项为“是”)`."""
        return "没有可计分的项" if self.value is None else f"{self.value:.1f} 分({self.n}/{self.d} 项为“是”)"


def score(form: Form, dailies: Iterable[Mapping[str, Any]]) -> Score:
    """The score of some half days together. Items that the form no longer has do not count."""
    yes: dict[str, int] = {one.id: 0 for one in form.weighted}
    all_: dict[str, int] = dict(yes)
    for daily in dailies:
        for item, answer in daily["answers"].items():
            target = form.counted_in.get(item)
            if target is not None and answer != "不适用":
                all_[target] += 1
                yes[target] += answer == "是"
    return Score(tuple(Part(one.id, one.name, one.weight, Figure(yes[one.id], all_[one.id])) for one in form.weighted))
