"""Word is stricter than LibreOffice: what it would call damaged is looked for in every template and document.

The order of elements is that of ECMA-376, part 1, WordprocessingML (the schema `wml.xsd`).
"""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from tests.documents.conftest import TODAY
from workbench.documents import checklist_word, notices
from workbench.workspace import shipped

ORDER = {
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof"
    " snapToGrid vanish color spacing w kern position sz szCs highlight u effect bdr shd"
    " vertAlign rtl cs em lang",
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr pBdr shd tabs wordWrap snapToGrid"
    " spacing ind contextualSpacing jc textDirection textAlignment outlineLvl rPr sectPr",
    "tcPr": "cnfStyle tcW gridSpan vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign",
    "tcBorders": "top left bottom right insideH insideV",
    "tcMar": "top left bottom right",
    "tblPr": "tblStyle tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing tblInd tblBorders shd tblLayout"
    " tblCellMar tblLook",
}


def damages(path: Path) -> list[str]:
    """What Word would stumble over."""
    found = []
    with zipfile.ZipFile(path) as package:
        parts = {name: parse_xml(package.read(name)) for name in ("word/document.xml", "word/styles.xml")}
    for name, tree in parts.items():
        for kind, words in ORDER.items():
            order = [qn(f"w:{word}") for word in words.split()]
            for element in tree.iter(qn(f"w:{kind}")):
                children = [child.tag for child in element]
                if children != sorted(set(children), key=order.index):
                    found.append(f"{name}: {kind} {[tag.split('}')[1] for tag in children]}")
    body = parts["word/document.xml"].find(qn("w:body"))
    cells = [cell for cell in body.iter(qn("w:tc")) if cell[-1].tag != qn("w:p")]
    numbers = [one.get("id") for one in body.iter(qn("wp:docPr"))]
    found += [f"{len(cells)} 个单元格不以段落结尾"] if cells else []
    found += ["文档以表格结尾"] if len(body) > 1 and body[-2].tag == qn("w:tbl") else []
    found += ["图的编号重复"] if len(numbers) != len(set(numbers)) else []
    return found


@pytest.mark.parametrize("path", sorted((shipped() / "templates").glob("*.docx")), ids=lambda path: path.stem)
def test_templates_are_sound(path):
    assert damages(path) == []


def test_documents_are_sound(space, rules, checklist, tmp_path):
    for style in checklist_word.TEMPLATES:
        checklist_word.write(checklist, tmp_path / f"{style}.docx", space, style=style, code="K7F3QX")
    for kind in ("告知", "流程图解", "第一层", "应急"):
        notices.write(kind, tmp_path / f"{kind}.docx", space, item="daolu-huoyun", today=TODAY, rules=rules)
    assert {path.stem: damages(path) for path in tmp_path.glob("*.docx") if damages(path)} == {}
