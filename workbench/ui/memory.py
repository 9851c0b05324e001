"""What the window remembers between two starts: its size, the last page, column widths. Losing it costs nothing."""

from __future__ import annotations

import json
import logging
import re
import tkinter as tk
from dataclasses import asdict, dataclass, field

from workbench import files
from workbench.problems import UserError
from workbench.workspace import Workspace

NAME = ".窗口.json"
log = logging.getLogger("workbench.ui")


@dataclass
class Memory:
    geometry: str = ""
    zoomed: bool = False
    page: str = ""
    columns: dict[str, dict[str, int]] = field(default_factory=dict)

    def geometry_for(self, width: int, height: int) -> str:
        """The remembered place, if it is still on a screen of this size."""
        found = re.fullmatch(r"(\d+)x(\d+)\+(-?\d+)\+(-?\d+)", self.geometry)
        if not found:
            return ""
        w, h, x, y = map(int, found.groups())
        fits = 400 <= w <= width and 300 <= h <= height and 0 <= x <= width - 200 and 0 <= y <= height - 100
        return self.geometry if fits else ""

    def remember(self, root: tk.Tk) -> None:
        self.zoomed = root.state() == "zoomed"
        if not self.zoomed:
            self.geometry = root.winfo_geometry()

    def save(self, space: Workspace) -> None:
        try:
            files.write_text(space.root / NAME, json.dumps(asdict(self), ensure_ascii=False))
        except UserError as error:
            log.info("window memory not kept: %s", error)


def load(space: Workspace) -> Memory:
    """What was remembered; a fresh memory when there is none or it cannot be read."""
    try:
        found = json.loads((space.root / NAME).read_text("utf-8"))
        return Memory(
            str(found.get("geometry", "")),
            bool(found.get("zoomed")),
            str(found.get("page", "")),
            {
                str(table): {str(name): int(width) for name, width in columns.items()}
                for table, columns in found.get("columns", {}).items()
            },
        )
    except (OSError, ValueError, AttributeError, TypeError):
        return Memory()
