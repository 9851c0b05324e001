"""What every page shares: settings, rules, the ledger's words and the search index. No tkinter here.

Loading takes a moment, so the window calls `load` in the background and `adopt` with what it gave.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from workbench.workspace import Settings, Workspace

if TYPE_CHECKING:
    from workbench.ledger.check import Words
    from workbench.rules.library import Library
    from workbench.rules.search import Index


@dataclass
class Loaded:
    """What was read from the disk in one go."""

    library: Library
    words: Words
    index: Index


class Session:
    """The office's state while the window is open. `library`, `words` and `index` are None until they are loaded."""

    def __init__(self, space: Workspace, settings: Settings) -> None:
        self.space = space
        self.settings = settings
        self.library: Library | None = None
        self.words: Words | None = None
        self.index: Index | None = None
        self.clock = datetime.now

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
        return Loaded(rules, check.words(self.space), search.Index.of(rules, self.today))

    def adopt(self, loaded: Loaded) -> None:
        self.library, self.words, self.index = loaded.library, loaded.words, loaded.index

    def save(self, **changes: Any) -> Settings:
        """Writes settings. Raises `UserError`."""
        self.settings = self.space.save_settings(**changes)
        return self.settings
