"""Writes the shipped Word templates: `python -m templates.making [folder]`.

They are ordinary Word files with tags like {{ 事项名称 }}; an office changes its copy in Word, not here.
"""

from __future__ import annotations

import sys
from pathlib import Path

from templates.making import lists, review

MAKERS = {
    "材料清单": lists.normal,
    "周复盘通报": review.notice,
}


def main(folder: Path) -> None:
    for name, make in MAKERS.items():
        make().save(str(folder / f"{name}.docx"))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent.parent)
