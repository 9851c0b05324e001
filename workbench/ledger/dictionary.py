"""The sheet 字典: the lists that the dropdowns of the Tables show; renewed when items or causes change.

The first lists have fixed columns; the papers of an item and the second level of a cause are found by the heading of
their list. So every list may grow, and a dropdown never has to be touched again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from workbench import workspace
from workbench.ledger.cellxml import column_letters
from workbench.ledger.check import Words
from workbench.ledger.look import INK, LINE, NAVY, TEAL, border, fill, font, set_up_page
from workbench.ledger.package import well_formed
from workbench.ledger.plain import dumps
from workbench.ledger.records import MEASURE_STATES, OUTCOMES, REWORK_STATES, SIDES
from workbench.ledger.sheet import NewRow, Sheet
from workbench.ledger.tables import Workbook
from workbench.workspace import Workspace

NAME = "字典"
TITLE = "字典:下拉选项的来源。程序生成,请不要改动位置"
HEAD_ROW, FIRST_ROW, LAST_ROW, MOST = 2, 3, 1000, 200
FOUND_BY_NAME = ("二级原因", "材料")  # the list is the one that has the cause, or the item, as its heading
CLERKS = "人员"

Lists = list[tuple[str, tuple[str, ...]]]


def lists(words: Words, clerks: Sequence[str] = ()) -> tuple[Lists, int]:
    """Every list with its heading, from left to right, and the column at which those of the items begin."""
    plain: Lists = [
        ("结果", OUTCOMES),
        ("责任环节", SIDES),
        ("是否", ("是", "否")),
        ("返工状态", REWORK_STATES),
        ("措施状态", MEASURE_STATES),
        (CLERKS, tuple(dict.fromkeys([*clerks, *([words.clerk] if words.clerk else [])]))),
        ("原因大类", tuple(words.causes)),
        ("事项", tuple(dict.fromkeys(item.name for item in words.items.values()))),
    ]
    found = plain + [(cause.name, tuple(cause.details)) for cause in words.causes.values()]
    items: dict[str, tuple[str, ...]] = {}
    for item in words.items.values():
        items.setdefault(item.name, tuple(dict.fromkeys(item.materials.values())))
    return [*found, *items.items()], len(found) + 1


def formulas() -> dict[str, str]:
    """The formula of each dropdown by the name of its list; `{col}` and `{row}` are the cell that decides."""
    no_words = Words({}, {}, {})
    made: dict[str, str] = {}
    for at, (name, _) in enumerate(lists(no_words)[0], 1):
        letter = column_letters(at)
        first = f"{NAME}!${letter}${FIRST_ROW}"
        made[name] = f"OFFSET({first},0,0,MAX(1,COUNTA({first}:${letter}${LAST_ROW})),1)"
    first, at_name = f"{NAME}!$A${FIRST_ROW}", f"MATCH(${{col}}{{row}},{NAME}!${HEAD_ROW}:${HEAD_ROW},0)-1"
    by_name = f"OFFSET({first},0,{at_name},MAX(1,COUNTA(OFFSET({first},0,{at_name},{MOST},1))),1)"
    return {**made, **dict.fromkeys(FOUND_BY_NAME, by_name)}


def write(ws: Any, words: Words, clerks: Sequence[str]) -> None:
    """Fills the sheet of a new workbook."""
    from openpyxl.styles import Alignment
    from openpyxl.utils import get_column_letter

    found, items_at = lists(words, clerks)
    ws["A1"] = TITLE
    ws["A1"].font = font(12, NAVY, bold=True)
    ws.row_dimensions[1].height, ws.row_dimensions[HEAD_ROW].height = 28, 40
    for at, (name, entries) in enumerate(found, 1):
        head = ws.cell(HEAD_ROW, at, name)
        head.data_type = "s"
        head.font, head.fill = font(10, "FFFFFF", bold=True), fill(TEAL if at >= items_at else NAVY)
        head.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        for row, word in enumerate(entries, FIRST_ROW):
            cell = ws.cell(row, at, word)
            cell.data_type = "s"
            cell.font, cell.border = font(10, INK), border(around=LINE)
            cell.alignment = Alignment(vertical="center", shrink_to_fit=True, horizontal="left", indent=1)
        ws.column_dimensions[get_column_letter(at)].width = 30 if at >= items_at or name == "事项" else 14
    ws.freeze_panes = "A3"
    ws.sheet_view.showGridLines = False
    ws.sheet_properties.tabColor = "A0AAB5"
    set_up_page(ws)
    ws.page_setup.fitToWidth, ws.page_setup.fitToHeight = 1 + len(found) // 12, 0
    ws.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"


def digest(words: Words) -> str:
    """Tells whether the lists are the same as at another time. Who is on duty changes too often to count."""
    found = [pair for pair in lists(words)[0] if pair[0] != CLERKS]
    return hashlib.blake2b(dumps({"lists": found}).encode(), digest_size=8).hexdigest()


def sources(space: Workspace) -> str:
    """The state of the files that the lists come from: without another state they need not be read."""
    roots = (space.rules, workspace.shipped() / "rules")
    paths = [path for root in roots for folder in (root, root / "items") for path in sorted(folder.glob("*.toml"))]
    looks = [(path.name, *_look(path)) for path in (*paths, space.settings_file)]
    return hashlib.blake2b(repr(looks).encode(), digest_size=8).hexdigest()


def _look(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError:
        return 0, 0
    return found.st_size, found.st_mtime_ns


def renewed(book: Workbook, words: Words) -> dict[str, Iterable[bytes]]:
    """The part of the sheet with the lists of now; empty when the workbook has no such sheet of ours any more."""
    part = next((part for part, name in book.sheet_names.items() if name == NAME), "")
    if not part:
        return {}
    sheet = Sheet(book.package.read_xml(part), book.package.name)
    old = {(row, cell.column): cell for row in sheet.numbers for cell in sheet.row(row)}
    title = old.get((1, 1))
    if title is None or book.value(title) != TITLE:
        return {}
    clerks = [book.value(cell) for (row, at), cell in sorted(old.items()) if row >= FIRST_ROW and at == _clerks_at()]
    found, items_at = lists(words, [str(name) for name in clerks if name])
    rows: dict[int, NewRow] = {}

    def put(row: int, at: int, word: str | None, style: str | None) -> None:
        rows.setdefault(row, NewRow()).cells[at] = (word, style)

    for row, at in old:
        if row >= HEAD_ROW:
            put(row, at, None, "")
    last_head = max(at for row, at in old if row == HEAD_ROW)
    for at, (name, entries) in enumerate(found, 1):
        put(HEAD_ROW, at, name, _style(old, HEAD_ROW, last_head if at >= items_at else 1))
        for row, word in enumerate(entries, FIRST_ROW):
            put(row, at, word, _style(old, FIRST_ROW, 1))
    xml = b"".join(sheet.patched(rows, last_row=max(rows), last_column=len(found), since_1904=book.since_1904))
    return {part: [xml]} if well_formed(xml) else {}


def _clerks_at() -> int:
    return [name for name, _ in lists(Words({}, {}, {}))[0]].index(CLERKS) + 1


def _style(old: Mapping[tuple[int, int], Any], row: int, at: int) -> str:
    return old[row, at].style if (row, at) in old else ""
