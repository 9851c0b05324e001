"""What every page shares: settings, rules, the ledger's words and the search index. No tkinter here.

Loading takes a moment, so the window calls `load` in the background and `adopt` with what it gave.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from workbench.workspace import Workspace

if TYPE_CHECKING:
    from workbench.ledger.check import Words
    from workbench.rules.library import Library
    from workbench.rules.search import Index
    from workbench.settings import Settings


@dataclass(frozen=True)
class Looks:
    """Letters and colours, and who works here."""

    font_scale: float
    theme: str
    window: str
    clerk: str


@dataclass
class Loaded:
    """What was read from the disk in one go."""

    library: Library
    words: Words
    index: Index


class Session:
    """The office's state while the window is open. `library`, `words` and `index` are None until they are loaded."""

    def __init__(self, space: Workspace) -> None:
        self.space = space
        self._settings: Settings | None = None
        self.library: Library | None = None
        self.words: Words | None = None
        self.index: Index | None = None
        self.clock = datetime.now

    @property
    def settings(self) -> Settings:
        """The settings; read on first use. Raises `UserError` when the file is wrong."""
        if self._settings is None:
            self._settings = self.space.settings()
        return self._settings

    @settings.setter
    def settings(self, settings: Settings) -> None:
        self._settings = settings

    def looks(self) -> Looks:
        """What the first picture needs of the settings, read without their libraries; defaults where they are wrong."""
        try:
            found = tomllib.loads(self.space.settings_file.read_text("utf-8-sig"))
        except (OSError, ValueError):
            found = {}
        scale, name = found.get("font_scale", 1.0), found.get("theme", "light")
        return Looks(
            min(2.0, max(1.0, scale)) if isinstance(scale, int | float) else 1.0,
            name if name in ("light", "contrast") else "light",
            str(found.get("window", "A01")),
            str(found.get("clerk", "")),
        )

    @property
    def now(self) -> datetime:
        return self.clock()

    @property
    def today(self) -> date:
        return self.clock().date()

    @property
    def ready(self) -> bool:
        return self.library is not None

    def load(self) -> Loaded:
        """Reads rules and words and builds the search index. May run in any thread; changes nothing here."""
        from workbench.ledger import check
        from workbench.rules import library, search

        rules = library.load(self.space)
        return Loaded(rules, check.words(self.space, rules), search.Index.of(rules, self.today))

    def adopt(self, loaded: Loaded) -> None:
        self.library, self.words, self.index = loaded.library, loaded.words, loaded.index

    def save(self, **changes: Any) -> Settings:
        """Writes settings. Raises `UserError`."""
        self._settings = self.space.save_settings(**changes)
        return self._settings
