"""材料清单 as a Word file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from workbench.documents import english, qr, word
from workbench.documents.checklist_fields import checklist_fields, mark_missed_here
from workbench.rules.checklist import Checklist
from workbench.workspace import Workspace

TEMPLATES = {"normal": "材料清单", "large": "材料清单(大字)", "bilingual": "材料清单(中英)"}


def write(checklist: Checklist, path: Path, space: Workspace, style: str = "normal", code: str = "") -> list[str]:
    """Writes the sheet and gives notices for the clerk; `code` is the 再来码 under which the visit was kept.

    Raises `CannotWrite` (nothing is written then) and `UserError` when no template can be used.
    """
    settings = space.settings()
    fields = checklist_fields(checklist, settings, code=code)
    mark_missed_here(fields, checklist, space)
    fields["二维码"] = qr.list_pictures(fields)
    if style == "bilingual":
        fields |= {"英": english.words(), "缺英文": untranslated(fields)}
    return word.render(TEMPLATES[style], fields, path, space)


def untranslated(fields: dict[str, Any]) -> bool:
    """Whether a text on the bilingual sheet has no English."""
    pairs = [(fields["事项名称"], fields["英文事项名称"]), *zip(fields["提醒"], fields["英文提醒"], strict=True)]
    for group, names in (
        ("基础材料", ("名称", "哪里拿")),
        ("个性材料", ("名称", "为什么", "哪里拿")),
        ("不能办", ("原因", "怎么办")),
        ("环节", ("名称",)),
        ("不用带", ("名称",)),
        ("以后", ("名称",)),
    ):
        pairs += [(one[name], one[ENGLISH[name]]) for one in fields[group] for name in names]
    return any(chinese and not foreign for chinese, foreign in pairs)


ENGLISH = {"名称": "英文名", "为什么": "英文为什么", "哪里拿": "英文哪里拿", "原因": "英文原因", "怎么办": "英文怎么办"}
