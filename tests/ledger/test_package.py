"""A workbook as a package: hostile files are refused before they are unpacked, untouched parts are copied raw."""

from __future__ import annotations

import io
import subprocess
import sys
import time
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ledger import hostile
from workbench.ledger import package, tables
from workbench.ledger.package import Package, Unusable

names = st.lists(st.text("abcdäö表/", min_size=1, max_size=8), unique=True, min_size=1, max_size=6)


def made(contents: dict[str, bytes], method: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in contents.items():
            archive.writestr(name, data)
    return out.getvalue()


@settings(max_examples=60)
@given(names, st.data(), st.sampled_from([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED]))
def test_rewriting_keeps_every_other_part_and_its_packed_bytes(found, data, method):
    contents = {"[Content_Types].xml": b"<Types/>"} | {name: data.draw(st.binary(max_size=300)) for name in found}
    changed = {name: data.draw(st.lists(st.binary(max_size=99))) for name in data.draw(st.sets(st.sampled_from(found)))}
    source = Package(made(contents, method), "x.xlsx")
    out = io.BytesIO()
    package.write(out, source, changed)
    new = Package(out.getvalue(), "x.xlsx")
    assert list(new.infos) == list(source.infos)
    for name in contents:
        assert new.read(name) == (b"".join(changed[name]) if name in changed else contents[name])
        assert name in changed or new.raw(name) == source.raw(name)
    assert zipfile.ZipFile(io.BytesIO(out.getvalue())).testzip() is None


def test_a_file_written_as_a_stream_with_sizes_behind_the_data_is_read_and_rewritten():
    class OneWay(io.RawIOBase):
        def __init__(self):
            self.data = bytearray()

        def writable(self):
            return True

        def write(self, chunk):
            self.data += chunk
            return len(chunk)

    out = OneWay()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("a.xml", "<a/>" * 50)
    source, target = Package(bytes(out.data), "x.xlsx"), io.BytesIO()
    package.write(target, source, {"[Content_Types].xml": [b"<Types />"]})
    assert Package(target.getvalue(), "x.xlsx").read("a.xml") == b"<a/>" * 50


MEASURED = """
import sys, time
from pathlib import Path
from workbench.ledger import gather
start = time.perf_counter()
head = gather.head(Path(sys.argv[1]))
problem = head.problem or gather.read(Path(sys.argv[1]), {}).problem
passed, status = time.perf_counter() - start, Path("/proc/self/status")
peak = status.read_text().split("VmHWM:")[1].split()[0] if status.exists() else 0
print(passed, int(peak) // 1024)
sys.exit(0 if problem else 1)
"""


@pytest.mark.parametrize("kind", ["bomb", "many small bombs", "entities", "far cell", "encrypted", "xls", "text"])
def test_hostile_files_are_refused_in_under_two_seconds_and_200_megabytes(kind, tmp_path):
    path = tmp_path / "坏.xlsx"
    path.write_bytes(hostile.make(kind))
    done = subprocess.run([sys.executable, "-c", MEASURED, str(path)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    seconds, megabytes = map(float, done.stdout.split())
    assert seconds < 2 and megabytes < 200


@pytest.mark.parametrize("kind", [kind for kind in hostile.KINDS if "bomb" not in kind])
def test_every_refusal_is_a_sentence_that_names_the_file(kind, tmp_path):
    from workbench.ledger import columns
    from workbench.ledger.tables import Workbook

    path = tmp_path / "坏.xlsx"
    path.write_bytes(hostile.make(kind))
    start = time.perf_counter()
    with pytest.raises(Unusable) as refused:
        book = Workbook(package.open_package(path))
        if not all(sheet.name in book.places for sheet in columns.SHEETS):
            raise Unusable(f"“{path.name}”不是台账")
        for place in book.places.values():
            if not package.well_formed(book.sheet(place).xml):
                raise package.damaged(path.name)
    assert ("坏.xlsx" in str(refused.value) and "。" in str(refused.value)) or kind == "another workbook"
    assert time.perf_counter() - start < 10


@given(st.lists(st.sampled_from([b"!", b"!" * 700, b"<", b"<!", b"<a>"]), max_size=8))
def test_a_part_with_comments_or_worse_is_marked_however_many_signs_it_has(pieces):
    xml = b"".join(pieces)
    source = Package(made({"[Content_Types].xml": b"<Types/>", "a.xml": xml}, zipfile.ZIP_STORED), "x.xlsx")
    source.read_xml("a.xml")
    assert ("a.xml" in source.marked) == (b"<!" in xml)


def test_whose_a_workbook_is_can_be_seen_without_reading_it(tmp_path):
    path = tmp_path / "改了名.xlsx"
    path.write_bytes(hostile.ledger_bytes())
    assert tables.mark_of(path) == "A01-2026"
    whole = path.read_bytes()
    at = whole.index(b"xl/worksheets/sheet1.xml") + 40
    path.write_bytes(whole[:at] + b"\xff" * 400 + whole[at + 400 :])  # its rows are damaged
    assert tables.mark_of(path) == "A01-2026"
    path.write_bytes(hostile.make("another workbook"))
    assert tables.mark_of(path) == ""
    bomb = b'<!DOCTYPE x [<!ENTITY a "b">]><Properties/>'
    path.write_bytes(hostile.changed(hostile.ledger_bytes(), "docProps/custom.xml", bomb))
    with pytest.raises(Unusable):
        tables.mark_of(path)
    for kind in ("text", "empty", "truncated", "xls", "encrypted"):
        path.write_bytes(hostile.make(kind))
        with pytest.raises(Unusable):
            tables.mark_of(path)
