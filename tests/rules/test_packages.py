"""Packages for the USB stick: what one office packs another installs, after seeing the difference, and can undo."""

from __future__ import annotations

import io
import json
import os
import random
import zipfile
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from docx import Document

from tests.rules.office import ITEM, changed, write
from workbench.problems import CannotWrite, InputProblems, UserError
from workbench.rules import library, packages, packages_install, publish
from workbench.workspace import Workspace

NOW = datetime(2026, 3, 2, 9, 5)
TODAY = NOW.date()


@pytest.fixture
def there(small_library) -> Workspace:
    """The office that makes the package."""
    return small_library


@pytest.fixture
def here(there, tmp_path) -> Workspace:
    """The office that installs it."""
    return Workspace(tmp_path / "另一个单位")


def packed(space: Workspace, text: str = ITEM) -> Path:
    write(space, text)
    path = space.root / "规则包.zip"
    packages.make(space, path, who="王丽", why="一季度更新", now=NOW)
    return path


def planned(space: Workspace, path: Path) -> packages_install.Plan:
    return packages_install.plan(space, packages.read(path), TODAY)


def install(space: Workspace, path: Path, **more):
    return packages_install.install(space, planned(space, path), who="李", now=NOW, **more)


def snapshot(space: Workspace) -> dict[str, bytes]:
    return {
        path.relative_to(space.root).as_posix(): path.read_bytes()
        for path in space.root.rglob("*")
        if path.is_file() and "旧版本" not in path.parts
    }


def word(text: str = "模板") -> bytes:
    out = io.BytesIO()
    document = Document()
    document.add_paragraph(text)
    document.save(out)
    return out.getvalue()


def test_the_difference_is_shown_before_anything_is_written(there, here):
    found = planned(here, packed(there))
    assert [(one.id, one.new_version) for one in found.difference.items] == [("weiban-zheng", "2026.1")]
    assert [path.name for path in found.contents] == ["weiban-zheng.toml"], "the shipped item is here already"
    assert not here.root.exists()


def test_installed_rules_and_templates_are_those_that_were_packed_and_undo_takes_them_away(there, here):
    there.templates.mkdir(parents=True)
    (there.templates / "材料清单.docx").write_bytes(word())
    (there.templates / "~$材料清单.docx").write_bytes(b"lock")
    path = packed(there)
    write(here, changed(("days = 5, ", "days = 7, ")))
    before = snapshot(here)
    install(here, path)
    assert (here.rules / "weiban-zheng.toml").read_text("utf-8") == ITEM
    assert (here.templates / "材料清单.docx").read_bytes() == (there.templates / "材料清单.docx").read_bytes()
    assert not list(here.templates.glob("~*"))
    assert publish.history(here)[-1].why == "(未写单位) 王丽 2026-03-02 09:05 做的规则包:一季度更新"
    publish.undo(here, who="李", now=NOW)
    assert snapshot(here) == before


def test_what_is_in_effect_already_is_left_alone(there, here):
    path = packed(there)
    write(
        here,
        ITEM.replace('"2026.1"', '"2026.3"') + '\n[[changes]]\nversion = "2026.3"\non = 2026-02-01\nwhat = "没动"\n',
    )
    found = planned(here, path)
    assert found.changes_nothing
    assert found.older == [], "the same rules are not older rules"


def test_an_older_package_is_refused_unless_told(there, here):
    path = packed(there, changed(('"2026.1"', '"2026.9"')))
    write(here, changed(('"2026.1"', '"2026.10"'), ("days = 5, ", "days = 3, ")))
    before = snapshot(here)
    with pytest.raises(UserError, match=r"2026\.10.*2026\.9"):
        install(here, path)
    assert snapshot(here) == before
    install(here, path, older=True)
    assert library.load(here).get("weiban-zheng", TODAY).version == "2026.9"


def test_an_older_version_that_would_take_over_the_days_of_a_newer_one_is_refused(there, here):
    path = packed(there, changed(('"2026.1"', '"2025.1"'), ("valid_from = 2026-01-01", "valid_from = 2025-01-01")))
    there.rules.joinpath("weiban-zheng.toml").unlink()
    write(here, ITEM, "neu.toml")
    with pytest.raises((UserError, InputProblems)):
        install(here, path)
    assert list(snapshot(here)) == ["规则/neu.toml"]


def test_a_package_that_clashes_with_rules_here_is_refused(there, here):
    path = packed(there, changed(('"2026.1"', '"2026.5"'), ("valid_from = 2026-01-01", "valid_from = 2026-02-01")))
    write(here)
    with pytest.raises(InputProblems, match="有效期也重叠"):
        planned(here, path)


def test_rules_that_cannot_be_read_or_fail_their_examples_are_refused(there, here):
    path = packed(there)
    for old, new, words in (
        ('name = "申请表"', "", r"缺少“材料名称\(name\)”"),
        ('need = ["form", "old_card"]', 'need = ["translation"]', "不符"),
        ('confidence = "高"', 'confidence = "高"\ninclude = ["nowhere"]', "nowhere"),
    ):
        bad = forged(path, {"规则/weiban-zheng.toml": changed((old, new)).encode("utf-8")})
        with pytest.raises(InputProblems, match=words):
            planned(here, bad)
    assert not here.root.exists()


def forged(path: Path, contents: dict[str, bytes], *, names: dict[str, str] | None = None) -> Path:
    """A package with other contents and a manifest that fits them, as somebody with bad intentions would make it."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    manifest = packages.Manifest.model_validate_json(parts.pop("manifest.json"))
    parts |= contents
    parts = {(names or {}).get(name, name): content for name, content in parts.items()}
    lines = tuple(packages.FileLine(path=n, sha256=packages._sha(c), size=len(c)) for n, c in parts.items())
    manifest = manifest.model_copy(update={"files": lines})
    manifest = manifest.model_copy(update={"seal": packages._seal(manifest)})
    out = path.with_name("假的.zip")
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("manifest.json", manifest.model_dump_json())
        for name, content in parts.items():
            package.writestr(name, content)
    return out


@pytest.mark.parametrize(
    "name",
    [
        "../逃出去.toml", "规则/../../逃出去.toml", "/etc/passwd.toml", "C:\\windows\\x.toml", "规则\\x.toml",
        "规则/a/b.toml", "规则/CON.toml", "规则/尾空格.toml ", "规则/程序.exe", "模板/宏.docm", "台账/返工台账.xlsx",
        "规则/a:b.toml", "规则/.toml/x.toml", "设置.toml", "规则/x.docx", "模板/..docx/../x.docx",
    ],
)  # fmt: skip
def test_a_name_that_leads_elsewhere_is_refused(there, here, name):
    path = forged(packed(there), {name: b"x = 1"})
    why = "不在清单里" if os.name == "nt" and name == "规则\\x.toml" else "不许出现"  # zipfile there turns \ into /
    with pytest.raises(InputProblems, match=why):
        packages.read(path)


def test_bombs_links_encryption_doubles_and_crowds_are_refused(there, tmp_path):
    path = packed(there)

    def build(fill, **manifest) -> Path:
        out = tmp_path / "坏包.zip"
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
            fill(package)
        return out

    def bomb(package):
        for number in range(6):
            package.writestr(f"规则/{number}.toml", b"0" * 19_000_000)

    def link(package):
        info = zipfile.ZipInfo("规则/x.toml")
        info.external_attr = 0o120777 << 16
        package.writestr(info, "/etc/passwd")

    def doubles(package):
        package.writestr("规则/A.toml", "x")
        package.writestr("规则/a.toml", "y")

    def crowd(package):
        for number in range(1100):
            package.writestr(f"规则/{number}.toml", "")

    for fill, words in ((bomb, "解开后太大"), (link, "链接"), (doubles, "出现了两次"), (crowd, "太多了")):
        with pytest.raises(InputProblems, match=words):
            packages.read(build(fill))
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b"0" * 120_000_000)
    with pytest.raises(InputProblems, match="不是正常的 Word"):
        packages.read(forged(path, {"模板/炸弹.docx": inner.getvalue()}))


def test_every_damaged_byte_is_noticed(there, here):
    """A stick forgets bytes here and there: a package is refused, or it is exactly what was packed."""
    path = packed(there)
    whole, wanted = path.read_bytes(), packages.read(path)
    chance = random.Random(7)
    places = [chance.randrange(len(whole)) for _ in range(150)]
    for place in places:
        path.write_bytes(whole[:place] + bytes([whole[place] ^ (1 << chance.randrange(8))]) + whole[place + 1 :])
        try:
            found = packages.read(path)
        except UserError:
            continue
        assert found.contents == wanted.contents
        assert found.manifest == wanted.manifest
    for length in (0, 10, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:length])
        with pytest.raises(UserError):
            packages.read(path)
    assert not here.root.exists()


def test_a_changed_manifest_or_a_file_beside_it_is_noticed(there):
    path = packed(there)
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    manifest = json.loads(parts["manifest.json"])

    def rebuilt(parts: dict[str, bytes]) -> Path:
        with zipfile.ZipFile(path, "w") as package:
            for name, content in parts.items():
                package.writestr(name, content)
        return path

    for changes, words in (
        ({"manifest.json": json.dumps(manifest | {"who": "别人"}).encode()}, "清单被改过"),
        ({"规则/多的.toml": b"x = 1"}, "不在清单里"),
        ({"规则/weiban-zheng.toml": b"x = 1"}, "校验码不对"),
        ({"manifest.json": b"{}"}, "清单.*坏了"),
    ):
        with pytest.raises(InputProblems, match=words):
            packages.read(rebuilt(parts | changes))
    with pytest.raises(InputProblems, match="不见了"):
        packages.read(rebuilt({name: one for name, one in parts.items() if name != "规则/weiban-zheng.toml"}))
    with pytest.raises(InputProblems, match="没有清单"):
        packages.read(rebuilt({"规则/a.toml": b""}))


def test_a_missing_file_a_folder_and_broken_rules_are_told(there, tmp_path):
    for path in (tmp_path / "没有.zip", tmp_path):
        with pytest.raises(UserError):
            packages.read(path)
    write(there, "坏了 =")
    with pytest.raises(InputProblems, match="没有打包"):
        packages.make(there, tmp_path / "包.zip", who="", why="", now=NOW)
    assert not (tmp_path / "包.zip").exists()


def test_a_file_that_is_open_elsewhere_leaves_everything_as_it_was(there, here, monkeypatch):
    there.templates.mkdir(parents=True)
    (there.templates / "材料清单.docx").write_bytes(word())
    path = packed(there)
    write(here, changed(("days = 5, ", "days = 7, ")))
    before = snapshot(here)
    from workbench.rules import publish_store

    put = publish_store._put

    def failing(target: Path, content: bytes | None) -> None:
        if target.suffix == ".docx" and content is not None:
            raise CannotWrite("文件正被打开")
        put(target, content)

    monkeypatch.setattr(publish_store, "_put", failing)
    with pytest.raises(CannotWrite):
        install(here, path)
    assert snapshot(here) == before
    assert publish.history(here) == []


def test_packs_and_plain_words_of_an_office_travel_with_its_rules(there, here):
    there.rules.mkdir(parents=True)
    (there.rules / "common.toml").write_text(
        '[packs.local]\nname = "本地"\n[[packs.local.reminders]]\ntext = "带笔"\n', "utf-8"
    )
    (there.rules / "plain-words.toml").write_text('[words]\n"隔壁" = "3 号窗口"\n', "utf-8")
    path = packed(there, changed(('confidence = "高"', 'confidence = "高"\ninclude = ["local"]')))
    install(here, path)
    assert "带笔" in [one.text for one in library.load(here).get("weiban-zheng", TODAY).reminders]
    assert (here.rules / "plain-words.toml").exists()


@pytest.mark.parametrize(
    ("older", "newer"),
    [("2026.9", "2026.10"), ("2025.12", "2026.1"), ("1", "2"), ("2026.1", "2026.1.1"), ("试行", "2026.1")],
)
def test_versions_count_as_people_count(older, newer):
    assert packages_install.version_key(older) < packages_install.version_key(newer)


def test_an_install_can_be_undone_after_another_change_was_undone(there, here):
    install(here, packed(there))
    later = NOW + timedelta(hours=1)
    publish.change(here, "weiban-zheng", {"mistakes": ["新"]}, who="李", why="补", now=later)
    publish.undo(here, who="李", now=later)
    publish.undo(here, who="李", now=later)
    assert library.load(here).ids() == {"daolu-huoyun"}
    assert isinstance(TODAY, date)
