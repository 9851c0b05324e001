"""English for the bilingual sheet: fixed phrases of `english.toml`, texts from the `_en` fields of the rules."""

from __future__ import annotations

import functools
import tomllib
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from workbench.rules.item import Copies


class Span(Protocol):
    """A length of time with its unit."""

    @property
    def days(self) -> int: ...
    @property
    def unit(self) -> str: ...


@functools.cache
def catalogue() -> dict[str, dict[str, Any]]:
    """The two tables of `english.toml`."""
    return tomllib.loads((Path(__file__).parent / "english.toml").read_text("utf-8"))


def words() -> dict[str, str]:
    """The phrases that a template may place: `{{ 英.为什么 }}`."""
    return {name: text for name, text in catalogue()["phrases"].items() if isinstance(text, str)}


def phrase(name: str) -> str:
    return catalogue()["phrases"][name]


def counted(number: int, name: str) -> str:
    """`2 working days`."""
    one, many = catalogue()["counted"][name]
    return f"{number} {one if number == 1 else many}"


def copies(found: Copies) -> str:
    """`1 original, 2 photocopies`."""
    parts = [("原件", found.original), ("复印件", found.photocopy)]
    return ", ".join(counted(number, name) for name, number in parts if number) or phrase("免交")


def duration(span: Span | None) -> str:
    if span is None:
        return ""
    return counted(span.days, span.unit) if span.days else phrase("当场")


def day(found: date) -> str:
    """`3 Jul 2026 (Fri)`."""
    names = catalogue()["phrases"]
    return f"{found.day} {names['月份'][found.month - 1]} {found.year} ({names['星期'][found.weekday()]})"
