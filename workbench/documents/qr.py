"""二维码: the text of the list itself, to keep on a phone. No link and no network."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from workbench.documents.word import Picture

# A phone camera at 20 cm resolves modules of 0.33 mm on paper; two codes fit side by side on A4.
MODULE_MM = 0.38
QUIET = 4  # modules of white around, ISO/IEC 18004
LEVEL = "M"  # bears 15 % of damage: paper gets folded; segno takes a higher level where it costs no larger code
MOST_BYTES = 997  # of version 25 at that level (ISO/IEC 18004, table 7): 125 modules, 48 mm
MASK = 2  # any of the eight can be read; trying them all takes most of the time
PIXELS = 6  # per module
BLACK_ON_WHITE = bytes([255, 0, *range(2, 256)])  # a module that is 1 is dark


def list_pictures(fields: dict[str, Any]) -> list[Picture]:
    """The code of a checklist, or two; where the papers come from is left out when that alone makes it too long."""
    for detailed in (True, False):
        made = codes(list_text(fields, detailed), cut=not detailed)
        if made:
            return [Picture(png, width) for png, width in made]
    return []


def list_text(fields: dict[str, Any], detailed: bool = True) -> str:
    """The checklist as plain text, short: what to bring, where from, by when."""
    lines = [f"{fields['事项名称']} 材料清单", f"{fields['日期']} 规则{fields['规则版本']}"]
    if fields["不能办"]:  # whoever cannot apply brings nothing
        return "\n".join([*lines, *(f"现在办不了:{one['原因']}。{one['怎么办']}" for one in fields["不能办"])])
    for heading, name in (("人人都要带", "基础材料"), ("您还要带", "个性材料")):
        if fields[name]:
            lines.append(f"【{heading}】")
            lines += [_paper(one, detailed) for one in fields[name]]
    if fields["还没定"]:
        lines.append("【还没定】" + "、".join(one["名称"] for one in fields["还没定"]))
    if fields["不用带"]:
        lines.append("【不用带】" + "、".join(one["名称"] for one in fields["不用带"]))
    tail = [fields["最晚"] and f"{fields['最晚']}前办结", fields["电话"] and f"电话{fields['电话']}"]
    tail.append(fields["再来码"] and f"再来码{fields['再来码']}")
    return "\n".join([*lines, " ".join(part for part in tail if part)]).strip()


def _paper(one: dict[str, Any], detailed: bool) -> str:
    where = f";{one['哪里拿']}" if detailed and one["哪里拿"] else ""
    return f"□{one['序号']}{one['名称']}({one['份数']}{where})"


def codes(text: str, cut: bool = True) -> list[tuple[bytes, float]]:
    """One or two codes as PNG with their width in mm; a long text is split at a line, each part numbered.

    What does not fit into two is cut at a line and the last line says so, or, without `cut`, gives nothing.
    """
    if _fits(text):
        return [_code(text)]
    lines = text.split("\n")
    for end in range(len(lines), 1 if cut else len(lines) - 1, -1):
        parts = _halves(lines[:end] + (["(还有,见纸面)"] if end < len(lines) else []))
        if all(map(_fits, parts)):
            return [_code(part) for part in parts]
    return []


def _halves(lines: Sequence[str]) -> list[str]:
    """Two texts of nearly the same length, numbered."""
    sizes = [len(line.encode()) for line in lines]
    cut = min(range(1, len(lines)), key=lambda n: abs(sum(sizes[:n]) - sum(sizes[n:])))
    return ["\n".join(["(1/2)", *lines[:cut]]), "\n".join(["(2/2)", *lines[cut:]])]


def _fits(text: str) -> bool:
    return len(text.encode()) <= MOST_BYTES


def _code(text: str) -> tuple[bytes, float]:
    """The code of a text and its printed width."""
    import segno
    from PIL import Image

    matrix = segno.make_qr(text, error=LEVEL, encoding="utf-8", mask=MASK).matrix
    size, whole = len(matrix), len(matrix) + 2 * QUIET
    dots = Image.frombytes("L", (size, size), b"".join(matrix).translate(BLACK_ON_WHITE))
    image = Image.new("L", (whole, whole), 255)
    image.paste(dots, (QUIET, QUIET))
    large = image.resize((whole * PIXELS,) * 2, Image.Resampling.NEAREST)
    out = io.BytesIO()
    large.convert("1", dither=Image.Dither.NONE).save(out, "PNG", compress_level=1)
    return out.getvalue(), whole * MODULE_MM
