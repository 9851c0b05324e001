"""材料清单 as a Word file."""

from __future__ import annotations

from pathlib import Path

from workbench.documents import qr, word
from workbench.documents.checklist_fields import checklist_fields
from workbench.rules.checklist import Checklist
from workbench.workspace import Workspace

TEMPLATES = {"normal": "材料清单", "large": "材料清单(大字)", "bilingual": "材料清单(中英)"}


def write(checklist: Checklist, path: Path, space: Workspace, style: str = "normal", code: str = "") -> list[str]:
    """Writes the sheet and gives notices for the clerk; `code` is the 再来码 under which the visit was kept.

    Raises `CannotWrite` (nothing is written then) and `UserError` when no template can be used.
    """
    settings = space.settings()
    fields = checklist_fields(checklist, settings, code=code)
    fields["二维码"] = qr.list_pictures(fields)
    return word.render(TEMPLATES[style], fields, path, space)
