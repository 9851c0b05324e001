"""Writes the shipped Word templates: `python -m templates.making [folder]`.

They are ordinary Word files with tags like {{ 事项名称 }}; an office changes its copy in Word, not here.
"""

from __future__ import annotations

import io
import sys
import zipfile
from pathlib import Path

from docx.document import Document

from templates.making import bilingual, boards, large, lists, notices, review, rules

MAKERS = {
    "材料清单": lists.normal,
    "材料清单(大字)": large.large,
    "材料清单(中英)": bilingual.bilingual,
    "一次性告知书": notices.one_time,
    "补正通知书": notices.correction,
    "受理通知书": notices.acceptance,
    "不予受理通知书": notices.refusal,
    "容缺受理承诺书": notices.deferral,
    "告知承诺书": notices.commitment,
    "关联事项卡": notices.linked,
    "流程图解": boards.flow,
    "第一层清单": boards.poster,
    "应急手工表": boards.emergency,
    "周复盘通报": review.notice,
    "规则变更通知": rules.notice,
}


def main(folder: Path) -> None:
    for name, make in MAKERS.items():
        (folder / f"{name}.docx").write_bytes(dateless(make()))


def dateless(document: Document) -> bytes:
    """The Word file, the same to the byte each time: no times in its package."""
    drawn, out = io.BytesIO(), io.BytesIO()
    document.save(drawn)
    with zipfile.ZipFile(drawn) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(zipfile.ZipInfo(part), old.read(part), zipfile.ZIP_DEFLATED)
    return out.getvalue()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent.parent)
