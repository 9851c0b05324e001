"""An .xlsx file as a package of parts: opened with suspicion, rewritten with every untouched part copied raw.

Nothing here knows what a ledger is. A file that is damaged, hostile, encrypted or no workbook at all is refused
with a sentence before anything of it is unpacked.
"""

from __future__ import annotations

import hashlib
import io
import re
import shutil
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import IO
from xml.etree import ElementTree
from xml.parsers import expat

from workbench.problems import UserError

LARGEST_FILE = 120_000_000  # bytes of the file; a window's year has 2–6 MB
LARGEST_PART = 150_000_000  # bytes of one unpacked part: 100,000 rows of our widest sheet
LARGEST_WHOLE = 400_000_000
MOST_PARTS = 20_000
BOMB_SIZE, BOMB_RATIO = 20_000_000, 250  # deflate reaches 1032:1; our own sheets stay below 60:1
LEVEL = 2  # deflate: level 3 saves a tenth of the size and takes half as long again, level 6 three times as long

_ENCODINGS = ("utf-8", "us-ascii", "ascii")


class Unusable(UserError):
    """A workbook that is left as it is; the message says why, and what to do."""


class Package:
    """The parts of one workbook, held packed in memory. Raises `Unusable`."""

    def __init__(self, data: bytes, name: str) -> None:
        self.data = data
        self.name = name
        self.marked: set[str] = set()  # parts read that hold comments, CDATA or worse
        _refuse_other_kinds(data, name)
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                infos = archive.infolist()
        except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error, EOFError) as error:
            raise damaged(name) from error
        _refuse_bombs(infos, name)
        self.infos = {info.filename: info for info in infos}
        if "[Content_Types].xml" not in self.infos:
            raise Unusable(f"“{name}”不是 Excel 工作簿(.xlsx),没有动它。")

    @property
    def fingerprint(self) -> str:
        return hashlib.sha256(self.data).hexdigest()

    def read(self, part: str) -> bytes:
        """A part, unpacked, its checksum checked."""
        info = self.infos.get(part)
        if info is None:
            raise damaged(self.name)
        packed = self.raw(part)
        if info.compress_type == zipfile.ZIP_STORED:
            found = packed
        elif info.compress_type == zipfile.ZIP_DEFLATED:
            unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
            try:
                found = unpacker.decompress(packed, info.file_size + 1)  # a size that lies is not followed
            except zlib.error as error:
                raise damaged(self.name) from error
        else:
            raise Unusable(f"“{self.name}”用的压缩方式不支持。请用 Excel 或 WPS 另存一次。")
        if len(found) != info.file_size or zlib.crc32(found) != info.CRC:
            raise damaged(self.name)
        return found

    def beginning(self, part: str, size: int = 50_000) -> bytes:
        """The first bytes of a part, unpacked; for a look that decides nothing that could harm."""
        packed = self.raw(part)
        if self.infos[part].compress_type != zipfile.ZIP_DEFLATED:
            return packed[:size]
        try:
            return zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, size)
        except zlib.error as error:
            raise damaged(self.name) from error

    def read_xml(self, part: str) -> bytes:
        """A part that is XML in UTF-8, without a document type: no entity can hide in it."""
        found = self.read(part)
        head = found[:400]
        if head[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in head[:8]:
            raise Unusable(f"“{self.name}”用的文字编码(UTF-16)不支持。请用 Excel 或 WPS 另存一次。")
        declared = re.search(rb"""encoding\s*=\s*["']([\w-]+)""", head)
        if declared and declared[1].decode("ascii").lower() not in _ENCODINGS:
            raise Unusable(f"“{self.name}”用的文字编码({declared[1].decode()})不支持。请用 Excel 或 WPS 另存一次。")
        if _has_marks(found):
            self.marked.add(part)
        if part in self.marked and (b"<!DOCTYPE" in found or b"<!ENTITY" in found):
            raise Unusable(f"“{self.name}”里有不该有的实体定义,可能是恶意文件,没有打开。")
        return found[3:] if found[:3] == b"\xef\xbb\xbf" else found

    def tree(self, part: str) -> ElementTree.Element:
        """A small part as a tree."""
        try:
            return ElementTree.fromstring(self.read_xml(part))
        except ElementTree.ParseError as error:
            raise damaged(self.name) from error

    def raw(self, part: str) -> bytes:
        """A part as packed in the file."""
        info = self.infos[part]
        start = info.header_offset
        header = self.data[start : start + 30]
        if len(header) < 30 or header[:4] != b"PK\x03\x04":
            raise damaged(self.name)
        start += 30 + sum(struct.unpack("<HH", header[26:30]))
        packed = self.data[start : start + info.compress_size]
        if len(packed) != info.compress_size:
            raise damaged(self.name)
        return packed


def open_package(path: Path) -> Package:
    """The package of a file. Raises `Unusable`, or OSError when it cannot be read (locked, gone)."""
    if path.stat().st_size > LARGEST_FILE:
        raise Unusable(f"“{path.name}”有 {path.stat().st_size / 1e6:.0f} MB,太大了,不像是台账,没有打开。")
    return Package(path.read_bytes(), path.name)


def small_part(path: Path, part: str) -> bytes:
    """One small part of a file, of which nothing else is read; empty when it has none.

    Raises `Unusable`, or OSError when the file cannot be read.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            infos = {info.filename: info for info in archive.infolist()}
            if part not in infos:
                return b""
            _refuse_bombs([infos[part]], path.name)
            found = archive.read(part)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, ValueError, RuntimeError, EOFError) as error:
        raise damaged(path.name) from error
    if b"<!" in found:
        raise Unusable(f"“{path.name}”里有不该有的实体定义,可能是恶意文件,没有打开。")
    return found


def damaged(name: str) -> Unusable:
    return Unusable(
        f"“{name}”已损坏,读不了,没有动它。请从“备份”里找回,或运行 workbench ledger rebuild 用流水重新生成。"
    )


def _has_marks(xml: bytes) -> bool:
    """Whether `<!` is in it. A sheet has few `!`, and one sign is looked for ten times as fast as two."""
    at = -1
    for _ in range(1_000):
        at = xml.find(b"!", at + 1)
        if at < 0:
            return False
        if xml[at - 1 : at] == b"<":
            return True
    return b"<!" in xml


def _refuse_other_kinds(data: bytes, name: str) -> None:
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        kind = "加了打开密码" if "EncryptedPackage".encode("utf-16-le") in data else "是旧格式 .xls"
        raise Unusable(f"“{name}”{kind},读不了。请在 Excel 里去掉密码,另存为 .xlsx。")
    if data[:4] != b"PK\x03\x04":
        if not data or data[:2] == b"PK" or b"\x00" in data[:512]:
            raise damaged(name)
        raise Unusable(f"“{name}”不是 Excel 工作簿(里面是普通文字),没有动它。")


def _refuse_bombs(infos: list[zipfile.ZipInfo], name: str) -> None:
    if len(infos) > MOST_PARTS or len({info.filename for info in infos}) != len(infos):
        raise Unusable(f"“{name}”的内部结构不正常,可能是恶意文件,没有打开。")
    for info in infos:
        if info.flag_bits & 0x1:
            raise Unusable(f"“{name}”加了密码,读不了。请去掉密码再试。")
        ratio = info.file_size / max(1, info.compress_size)
        if info.file_size > LARGEST_PART or (info.file_size > BOMB_SIZE and ratio > BOMB_RATIO):
            raise Unusable(f"“{name}”展开后异常地大({info.file_size / 1e6:.0f} MB),可能是恶意文件,没有打开。")
    if sum(info.file_size for info in infos) > LARGEST_WHOLE:
        raise Unusable(f"“{name}”展开后异常地大,可能是恶意文件,没有打开。")


def well_formed(xml: bytes) -> bool:
    """Whether `xml` is one well-formed document."""
    parser = expat.ParserCreate()
    try:
        parser.Parse(xml, True)
    except expat.ExpatError:
        return False
    return True


class Packer:
    """A part that is packed as it comes, into a file of its own, to be put into a workbook afterwards."""

    def __init__(self, out: IO[bytes], level: int = 1) -> None:
        self.out, self.crc, self.size = out, 0, 0
        self._packer = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS)

    def add(self, chunk: bytes) -> None:
        self.crc, self.size = zlib.crc32(chunk, self.crc), self.size + len(chunk)
        self.out.write(self._packer.compress(chunk))

    def finish(self) -> None:
        """No more comes; what was packed is read from the start."""
        self.out.write(self._packer.flush())
        self.out.seek(0)


def write(out: IO[bytes], source: Package, changed: Mapping[str, Iterable[bytes] | Packer], level: int = LEVEL) -> None:
    """Writes `source` with the parts of `changed` replaced; every other part keeps its packed bytes."""
    directory: list[bytes] = []
    for name, info in source.infos.items():
        at = out.tell()
        encoded = name.encode("utf-8" if info.flag_bits & 0x800 else "cp437")
        if name in changed:
            out.write(_local(info, encoded, zipfile.ZIP_DEFLATED, 0, 0, 0))
            crc, packed, size = _deflate(out, changed[name], level)
            end, method = out.tell(), zipfile.ZIP_DEFLATED
            out.seek(at)
            out.write(_local(info, encoded, method, crc, packed, size))
            out.seek(end)
        else:
            crc, packed, size, method = info.CRC, info.compress_size, info.file_size, info.compress_type
            out.write(_local(info, encoded, method, crc, packed, size))
            out.write(source.raw(name))
        directory.append(_central(info, encoded, method, crc, packed, size, at))
    start = out.tell()
    whole = b"".join(directory)
    out.write(whole)
    out.write(struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, len(directory), len(directory), len(whole), start, 0))


def _deflate(out: IO[bytes], chunks: Iterable[bytes] | Packer, level: int) -> tuple[int, int, int]:
    if isinstance(chunks, Packer):
        start = out.tell()
        shutil.copyfileobj(chunks.out, out, 1 << 20)
        return chunks.crc, out.tell() - start, chunks.size
    packer = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS)
    crc = packed = size = 0
    for chunk in chunks:
        crc, size = zlib.crc32(chunk, crc), size + len(chunk)
        packed += out.write(packer.compress(chunk))
    packed += out.write(packer.flush())
    return crc, packed, size


def _stamp(info: zipfile.ZipInfo) -> tuple[int, int]:
    year, month, day, hour, minute, second = info.date_time
    return hour << 11 | minute << 5 | second // 2, max(0, year - 1980) << 9 | month << 5 | day


def _local(info: zipfile.ZipInfo, name: bytes, method: int, crc: int, packed: int, size: int) -> bytes:
    time, day = _stamp(info)
    head = (b"PK\x03\x04", 20, info.flag_bits & 0x800, method, time, day, crc, packed, size, len(name), 0)
    return struct.pack("<4s5H3L2H", *head) + name


def _central(info: zipfile.ZipInfo, name: bytes, method: int, crc: int, packed: int, size: int, at: int) -> bytes:
    time, day = _stamp(info)
    head = (b"PK\x01\x02", 20, 20, info.flag_bits & 0x800, method, time, day, crc, packed, size, len(name))
    return struct.pack("<4s6H3L5H2L", *head, 0, 0, 0, 0, info.external_attr, at) + name
