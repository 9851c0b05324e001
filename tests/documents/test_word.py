"""Templates and what goes wrong with them: the clerk learns which tag, where, and still gets the document."""

from __future__ import annotations

import os
import stat
import zipfile
from pathlib import Path

import pytest
from docx import Document

from tests.documents.conftest import words_of
from workbench.documents import checklist_word, templates, word
from workbench.problems import CannotWrite, NotFound
from workbench.workspace import shipped

NAME = "材料清单"


def template_with(space, *paragraphs: str, name: str = NAME) -> Path:
    """A template of the office that says just this."""
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    path = space.templates / f"{name}.docx"
    document.save(str(path))
    return path


def needed() -> list[str]:
    """A paragraph with every tag that 材料清单 must have."""
    return ["{{ " + " }}{{ ".join(templates.kinds()[NAME]["needed"]) + " }}"]


def checked(path: Path) -> str:
    return "\n".join(map(str, templates.check(word.Template(path.stem, path, "office"))))


@pytest.mark.parametrize("path", sorted((shipped() / "templates").glob("*.docx")), ids=lambda path: path.stem)
def test_every_shipped_template_uses_only_fields_of_the_table(path):
    assert path.stem in templates.kinds()
    assert checked(path) == ""


def test_every_kind_of_the_field_table_has_its_template():
    assert {path.stem for path in (shipped() / "templates").glob("*.docx")} == set(templates.kinds())


def test_the_shipped_templates_are_what_their_makers_make(tmp_path):
    """Changed in the maker, made again with `python -m templates.making`."""
    making = pytest.importorskip("templates.making.__main__")
    making.main(tmp_path)
    stale = [one.stem for one in tmp_path.iterdir() if parts(one) != parts(shipped() / "templates" / one.name)]
    assert stale == []


def parts(path: Path) -> dict[str, bytes]:
    """What is in a Word file, however it was compressed."""
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_the_template_of_the_office_wins(space, checklist, tmp_path):
    template_with(space, "本单位:{{ 事项名称 }}", *needed())
    notices = checklist_word.write(checklist, tmp_path / "清单.docx", space)
    assert notices == []
    assert words_of(tmp_path / "清单.docx")[0] == "本单位:道路普通货物运输经营许可"


@pytest.mark.parametrize(
    ("broken", "sentence"),
    [
        ("{{ 事项名城 }}", "没有字段“事项名城”,您是不是想写“事项名称”"),
        ("{% for 份 in 基础材料 %}{{ 份.名子 }}{% endfor %}", "没有字段“份.名子”,您是不是想写“名称”"),
        ("{{ 事项名称 }", "没有写完整"),
        ("\uff5b\uff5b 事项名称 \uff5d\uff5d", "大括号是全角的"),
        ("{{ 份。名称 }}", "写法有误"),
        ("{{ 事项 名称 }}", "标签“{{ 事项 名称 }}”写法有误"),
        ("{% if 电话 %}没有结束", "不成对"),
        ("{{ 电话.名称 }}", "“电话”后面没有字段"),
        ("{% set 电话 = 1 %}", "不能给字段赋值"),
    ],
)
def test_a_wrong_tag_is_named_with_its_place_and_the_shipped_template_helps_out(
    space, checklist, tmp_path, broken, sentence
):
    path = template_with(space, *needed(), "", broken)
    assert sentence in checked(path)
    assert "第 3 段" in checked(path)
    notices = checklist_word.write(checklist, tmp_path / "清单.docx", space)
    assert sentence in notices[0]
    assert str(path) in notices[0]
    assert "改用了随程序的模板" in notices[0]
    assert words_of(tmp_path / "清单.docx")[0] == "办事材料清单"


def test_a_tag_that_word_cut_into_pieces_still_works(space, checklist, tmp_path):
    """Word splits runs as it likes, for spelling or for where the cursor stood."""
    path = template_with(space, *needed())
    document = Document(str(path))
    paragraph = document.add_paragraph()
    for piece in ("办的是{", "{ 事项", "名称 ", "}}。"):
        paragraph.add_run(piece).bold = piece.startswith("名称")
    document.save(str(path))
    assert checked(path) == ""
    checklist_word.write(checklist, tmp_path / "清单.docx", space)
    assert words_of(tmp_path / "清单.docx")[-1] == "办的是道路普通货物运输经营许可。"


def test_a_wrong_tag_in_a_table_and_in_a_footer_is_found(space):
    path = template_with(space, *needed())
    document = Document(str(path))
    document.add_table(2, 1).rows[1].cells[0].paragraphs[0].text = "{{ 甲 }}"
    document.sections[0].footer.paragraphs[0].text = "{{ 乙 }}"
    document.save(str(path))
    assert "第 1 个表格第 2 行" in checked(path)
    assert "页脚" in checked(path)


def test_a_template_without_a_needed_tag_is_refused(space, checklist, tmp_path):
    template_with(space, "{{ 事项名称 }}")
    notices = checklist_word.write(checklist, tmp_path / "清单.docx", space)
    assert "缺少必须有的标签“基础材料”" in notices[0]


@pytest.mark.parametrize(
    "attack",
    [
        "{{ 事项名称.__class__.__mro__ }}",
        "{{ ''.__class__.__base__.__subclasses__() }}",
        "{{ 事项名称.format.__globals__ }}",
        "{% for x in ().__class__.__base__.__subclasses__() %}{{ x }}{% endfor %}",
        "{{ 基础材料.append(1) }}",
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{{ lipsum.__globals__ }}",
        "{% for n in range(100000) %}{% for m in range(100000) %}x{% endfor %}{% endfor %}",
        "{{ 'x' * 10000000000 }}",
        "{% include '/etc/passwd' %}",
    ],
)
def test_a_template_cannot_reach_python(space, checklist, tmp_path, attack):
    template_with(space, *needed(), attack)
    notices = checklist_word.write(checklist, tmp_path / "清单.docx", space)
    assert "改用了随程序的模板" in notices[0]
    assert words_of(tmp_path / "清单.docx")[0] == "办事材料清单"


def test_what_the_check_lets_through_the_sandbox_still_refuses(space):
    path = template_with(space, "{{ 事项名称|attr('__class__') }}", name="试验")
    with pytest.raises(word.TemplateProblem):
        word.filled(word.Template("试验", path, "office"), {"事项名称": "甲"})


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x03\x04 torn"])
def test_a_file_that_is_no_word_document_is_said_to_be_none(space, checklist, tmp_path, content):
    (space.templates / f"{NAME}.docx").write_bytes(content)
    notices = checklist_word.write(checklist, tmp_path / "清单.docx", space)
    assert "不是 Word 文档" in notices[0]


def test_an_excel_file_renamed_to_docx_is_said_to_be_none(space, checklist, tmp_path):
    with zipfile.ZipFile(space.templates / f"{NAME}.docx", "w") as package:
        package.writestr("xl/workbook.xml", "<x/>")
    assert "不是 Word 文档" in checklist_word.write(checklist, tmp_path / "清单.docx", space)[0]


def test_a_locked_template_is_said_to_be_open(space, checklist, tmp_path, monkeypatch):
    path = template_with(space, *needed())
    read = Path.read_bytes

    def locked(self):
        if self == path:
            raise PermissionError(13, "Permission denied")
        return read(self)

    monkeypatch.setattr(Path, "read_bytes", locked)
    notices = checklist_word.write(checklist, tmp_path / "清单.docx", space)
    assert "正被别的程序打开" in notices[0]
    assert (tmp_path / "清单.docx").exists()


def test_text_of_people_is_never_template_and_never_breaks_the_document(space, tmp_path):
    path = template_with(space, "{{ 话 }}", name="试验")
    said = "甲<乙>&“丙” {{ 7*7 }} {% if %} \x00\x07\x0b\ud800 😀 =1+1"
    word.filled(word.Template("试验", path, "office"), {"话": said}).save(str(tmp_path / "出.docx"))
    assert words_of(tmp_path / "出.docx") == ["甲<乙>&“丙” {{ 7*7 }} {% if %}  😀 =1+1"]


def test_an_unknown_template_is_not_found(space):
    with pytest.raises(NotFound, match="没有名为“不存在”的模板"):
        word.find("不存在", space)


def test_a_folder_as_output_is_refused_and_nothing_is_left_over(space, checklist, tmp_path):
    folder = tmp_path / "文件夹"
    folder.mkdir()
    with pytest.raises(CannotWrite, match="是一个文件夹"):
        checklist_word.write(checklist, folder, space)
    assert list(folder.iterdir()) == []


def test_a_read_only_file_stays_as_it_was(space, checklist, tmp_path, monkeypatch):
    path = tmp_path / "清单.docx"
    path.write_bytes(b"old")
    path.chmod(stat.S_IRUSR)
    monkeypatch.setattr(os, "access", lambda *_: False)  # root may write everything
    with pytest.raises(CannotWrite, match="没有写入"):
        checklist_word.write(checklist, path, space)
    assert path.read_bytes() == b"old"
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith(".写入中")] == []
    path.chmod(stat.S_IRUSR | stat.S_IWUSR)


def test_an_output_folder_that_is_gone_is_said(space, checklist, tmp_path):
    (tmp_path / "不是文件夹").write_bytes(b"")
    with pytest.raises(CannotWrite, match="没有写入"):
        checklist_word.write(checklist, tmp_path / "不是文件夹" / "清单.docx", space)


def test_a_full_disk_leaves_the_old_file(space, checklist, tmp_path, monkeypatch):
    path = tmp_path / "清单.docx"
    path.write_bytes(b"old")

    def full(handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(CannotWrite, match="磁盘满了"):
        checklist_word.write(checklist, path, space)
    assert path.read_bytes() == b"old"


def test_the_field_guide_names_every_field_and_marks_the_needed_ones():
    guide = templates.guide(NAME)
    assert "{{ 事项名称 }}  事项全名(必须有)" in guide
    assert "{% for 份 in 基础材料 %}" in guide
    assert "{{ 份.哪里拿 }}" in guide
    with pytest.raises(NotFound, match="您是不是想写“材料清单”"):
        templates.guide("材料清淡")
