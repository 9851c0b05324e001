"""A workbook with everything that supervisors add and that careless programs destroy."""

from __future__ import annotations

import io
import re
from datetime import datetime
from pathlib import Path

from tests.ledger.workbooks import change_parts, opened, put

X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
XM = "http://schemas.microsoft.com/office/excel/2006/main"
EXTENSIONS = f"""<extLst>
<ext uri="{{05C60535-1F16-4fd2-B633-F4F36F0B64E0}}" xmlns:x14="{X14}"><x14:sparklineGroups xmlns:xm="{XM}">
<x14:sparklineGroup><x14:colorSeries rgb="FF376092"/><x14:sparklines><x14:sparkline><xm:f>返工台账!J4:J9</xm:f>
<xm:sqref>Y4</xm:sqref></x14:sparkline></x14:sparklines></x14:sparklineGroup></x14:sparklineGroups></ext>
<ext uri="{{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}}" xmlns:x14="{X14}">
<x14:dataValidations count="1" xmlns:xm="{XM}"><x14:dataValidation type="list" allowBlank="1">
<x14:formula1><xm:f>字典!$A$3:$A$9</xm:f></x14:formula1><xm:sqref>AA1:AA99</xm:sqref></x14:dataValidation></x14:dataValidations></ext>
<ext uri="{{78C0D931-6437-407d-A8EE-F0AAD7539E65}}" xmlns:x14="{X14}"><x14:conditionalFormattings>
<x14:conditionalFormatting xmlns:xm="{XM}">
<x14:cfRule type="dataBar" id="{{A}}"><x14:dataBar minLength="0"/></x14:cfRule>
<xm:sqref>J4:J99</xm:sqref></x14:conditionalFormatting></x14:conditionalFormattings></ext></extLst>""".encode()
OPAQUE = {
    "xl/pivotTables/pivotTable1.xml": b"<pivotTableDefinition/>",
    "xl/pivotCache/pivotCacheDefinition1.xml": b"<pivotCacheDefinition/>",
    "xl/pivotCache/pivotCacheRecords1.xml": b"<pivotCacheRecords/>",
    "xl/slicers/slicer1.xml": b"<slicers/>",
    "xl/slicerCaches/slicerCache1.xml": b"<slicerCacheDefinition/>",
    "xl/timelines/timeline1.xml": b"<timelines/>",
    "xl/threadedComments/threadedComment1.xml": "<ThreadedComments>主管的批注</ThreadedComments>".encode(),
    "xl/persons/person.xml": b"<personList/>",
    "xl/printerSettings/printerSettings1.bin": bytes(range(256)),
    "xl/ctrlProps/ctrlProp1.xml": b"<formControlPr/>",
    "xl/calcChain.xml": b"<calcChain/>",
    "customXml/item1.xml": "<own>局里的系统放的</own>".encode(),
    "customXml/_rels/item1.xml.rels": b"<Relationships/>",
    "xl/media/header.emf": bytes(range(200, 256)) * 9,
}


def decorate(path: Path) -> None:
    """Charts, a picture, comments, rich text, own sheets and columns, hidden rows, names, protection; then the parts
    that openpyxl does not know: sparklines, x14 validations and data bars, pivots, slicers, threads, custom XML."""
    from openpyxl.chart import BarChart, Reference
    from openpyxl.comments import Comment
    from openpyxl.drawing.image import Image
    from openpyxl.styles import PatternFill
    from openpyxl.workbook.defined_name import DefinedName

    with opened(path) as book:
        ws = book["返工台账"]
        ws["Y2"].comment = Comment("主管看过", "主管")
        ws["Y3"], ws["Y4"] = "右边的说明", "=SUM(J4:J9)"
        ws["A5"].fill = PatternFill("solid", fgColor="FFFF00")
        put(ws, 4, 责任人="主管", 完成期限=datetime(2026, 4, 1))
        chart = BarChart()
        chart.add_data(Reference(ws, min_col=10, min_row=3, max_row=6), titles_from_data=True)
        ws.add_chart(chart, "AC2")
        ws.add_image(Image(_picture()), "AC20")
        own = book.create_sheet("主管的表")
        own["A1"], own["A2"] = "自己的统计", "=COUNTA(返工台账[编号])"
        own.protection.sheet = True
        book.defined_names["我的范围"] = DefinedName("我的范围", attr_text="返工台账!$A$4:$B$9")
    change_parts(path, _beyond_openpyxl, OPAQUE)


def _picture() -> io.BytesIO:
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (40, 20), "red").save(out, "PNG")
    out.seek(0)
    return out


def _beyond_openpyxl(name: str, data: bytes) -> bytes:
    if name == "[Content_Types].xml":
        kinds = "".join(f'<Override PartName="/{part}" ContentType="application/x-own"/>' for part in OPAQUE)
        return data.replace(b"</Types>", kinds.encode() + b"</Types>")
    if name == "xl/worksheets/sheet1.xml":
        data = data.replace(b"</worksheet>", EXTENSIONS + b"</worksheet>")
    if name == "xl/sharedStrings.xml":  # rich text in somebody's cell
        rich = "<si><r><rPr><b/></rPr><t>右边</t></r><r><t>的说明</t></r></si>".encode()
        data = re.sub("<si><t[^>]*>右边的说明</t></si>".encode(), lambda _: rich, data)
    return data


def around_the_rows(xml: bytes) -> tuple[bytes, bytes]:
    """What stands before and after the rows of a sheet, without its dimension."""
    head, _, rest = xml.partition(b"<sheetData>")
    return re.sub(rb"<dimension[^>]*/>", b"", head), rest.partition(b"</sheetData>")[2]
