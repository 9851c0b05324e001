"""Files that nobody should open without care, made small on the disk."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from tests.ledger.conftest import office_words
from workbench.ledger import books
from workbench.ledger.books import Book

FAR = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'


def ledger_bytes(window: str = "A01") -> bytes:
    return Book(window, 2026, Path(books.file_name(f"{window}-2026"))).empty(office_words())


def changed(data: bytes, part: str, content: bytes | None = None, **replace: bytes) -> bytes:
    """`data` with a part replaced, or with bytes in it replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            kept = old.read(info)
            new.writestr(info.filename, content if info.filename == part and content is not None else kept)
    return out.getvalue()


def part_of(data: bytes, part: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(part)


def make(kind: str) -> bytes:
    """The bytes of one hostile or foreign file."""
    data, sheet = ledger_bytes(), "xl/worksheets/sheet1.xml"
    xml = part_of(data, sheet)
    match kind:
        case "text":
            return "编号,日期\n1,2026-03-02\n".encode()
        case "empty":
            return b""
        case "truncated":
            return data[: len(data) // 2]
        case "xls":
            return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000)
        case "encrypted":
            return (
                b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "EncryptedPackage".encode("utf-16-le") + bytes(500)
            )
        case "bomb":
            out = io.BytesIO()
            with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
                archive.writestr("[Content_Types].xml", "<Types/>")
                with archive.open(sheet, "w") as part:
                    for _ in range(250):
                        part.write(b"A" * 1_000_000)
            return out.getvalue()
        case "many small bombs":
            out = io.BytesIO()
            with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
                archive.writestr("[Content_Types].xml", "<Types/>")
                for number in range(5):
                    archive.writestr(f"xl/part{number}.xml", bytes(100_000_000), compresslevel=1)
            return out.getvalue()
        case "entities":
            bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
            return changed(data, sheet, xml.replace(b"<worksheet", bomb + b"<worksheet", 1))
        case "entities in the table":
            table = part_of(data, "xl/tables/table1.xml")
            return changed(data, "xl/tables/table1.xml", b'<!DOCTYPE x [<!ENTITY a "b">]>' + table)
        case "far cell":
            return changed(data, sheet, xml.replace(b"</sheetData>", FAR.encode() + b"</sheetData>"))
        case "not a workbook":
            out = io.BytesIO()
            with zipfile.ZipFile(out, "w") as archive:
                archive.writestr("读我.txt", "只是一个压缩包")
            return out.getvalue()
        case "another workbook":
            import openpyxl

            out = io.BytesIO()
            openpyxl.Workbook().save(out)
            return out.getvalue()
        case "broken xml":
            return changed(data, sheet, xml[: len(xml) // 2])
        case "utf-16":
            return changed(data, sheet, xml.decode().encode("utf-16"))
        case "wrong checksum":
            at = data.index(b"PK\x01\x02")
            return data[: at + 16] + b"\0\0\0\0" + data[at + 20 :]
    raise ValueError(kind)


KINDS = (
    *("text", "empty", "truncated", "xls", "encrypted", "bomb", "many small bombs", "entities"),
    *("entities in the table", "not a workbook", "another workbook", "broken xml", "utf-16"),
)
