"""The pages of the rail, in their order. Each is one module with a `PAGE` declaration."""

from __future__ import annotations

import importlib
from collections.abc import Iterable

from workbench.ui.page import Declaration

ORDER = ("desk", "ledger", "selfcheck", "review", "rules", "settings")


def declarations(names: Iterable[str] = ORDER) -> list[Declaration]:
    """The declarations of all pages (or of some), in the order of the rail."""
    return [importlib.import_module(f"{__name__}.{name}").PAGE for name in names]
