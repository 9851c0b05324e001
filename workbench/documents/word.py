"""Word documents from templates: the office's template above the shipped one, text of people never as template.

A template is a Word file with tags such as `{{ 事项名称 }}`. The office's copy lies in <workspace>/模板 under the
same name. Expressions run in a sandbox without functions; see `workbench.documents.templates` for the check.
"""

from __future__ import annotations

import functools
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from workbench import files, workspace
from workbench.documents.charts import Figure, drawing
from workbench.problems import CannotWrite, NotFound, UserError
from workbench.workspace import Workspace

# XML refuses these; \t \a \f would become Word's own breaks
UNPRINTABLE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


class TemplateProblem(UserError):
    """A template that cannot be used, with the tag and its place where they are known."""


@dataclass(frozen=True)
class Template:
    """A template file: `source` says whether the office wrote it."""

    name: str
    path: Path
    source: Literal["shipped", "office"]


@dataclass(frozen=True)
class Picture:
    """An image that a template places with a tag; `width` in millimetres."""

    png: bytes
    width: float


def find(name: str, space: Workspace) -> Template:
    """The template called `name` (without .docx): the office's when there is one. Raises `NotFound`."""
    own = space.templates / f"{name}.docx"
    return Template(name, own, "office") if own.is_file() else shipped(name)


def shipped(name: str) -> Template:
    """The template as delivered. Raises `NotFound`."""
    path = workspace.shipped() / "templates" / f"{name}.docx"
    if not path.is_file():
        raise NotFound(f"没有名为“{name}”的模板。")
    return Template(name, path, "shipped")


def own_copy(name: str, space: Workspace) -> Path:
    """Copies a template as delivered into the office's folder, to be changed there; gives its path.

    Raises `NotFound`, `CannotWrite` when the office has one already.
    """
    target = space.templates / f"{name}.docx"
    source = shipped(name)
    if target.exists():
        raise CannotWrite(f"“{target}”已经有了,没有改动。要重新开始,请先把它改名或移走。")
    with files.replacing(target) as out:
        out.write(read(source))
    return target


def render(name: str, fields: Mapping[str, Any], path: Path, space: Workspace) -> list[str]:
    """Writes the document `path` from template `name` filled with `fields`; gives notices for the clerk.

    A broken template of the office is named in a notice, and the shipped one is used in its place.
    Raises `CannotWrite`; then nothing was written.
    """
    template = find(name, space)
    notices: list[str] = []
    try:
        if template.source == "office":
            _refuse_broken(template)
        document = filled(template, fields)
    except TemplateProblem as problem:
        if template.source == "shipped":
            raise
        workspace.log.warning("template refused: %s", problem)
        notices.append(f"{problem}\n这一次改用了随程序的模板。")
        document = filled(shipped(name), fields)
    with files.replacing(path) as out:
        document.save(out)
    return notices


def _refuse_broken(template: Template) -> None:
    """Raises `TemplateProblem` for a template of the office with wrong tags, or without one that must be there."""
    from workbench.documents import templates

    if templates.check(template):
        raise templates.explain(template)


def filled(template: Template, fields: Mapping[str, Any]) -> Any:
    """The document of a template, not yet saved. Raises `TemplateProblem`."""
    from docx.shared import Mm
    from docxtpl import InlineImage

    document = _reader()(io.BytesIO(read(template)))

    def prepared(value: Any) -> Any:
        match value:
            case str():
                return UNPRINTABLE.sub("", value)
            case Figure():
                return _Drawn(document, value)
            case Picture():
                return InlineImage(document, io.BytesIO(value.png), width=Mm(value.width))
            case Mapping():
                return {key: prepared(one) for key, one in value.items()}
            case list() | tuple():
                return [prepared(one) for one in value]
        return value

    try:
        document.render(prepared(fields), jinja_env=environment(), autoescape=True)
    except Exception as error:  # a template may do anything wrong: every failure is the template's
        from workbench.documents.templates import explain

        workspace.log.info("template %s failed", template.path, exc_info=True)
        raise explain(template, error) from error
    return document


def read(template: Template) -> bytes:
    """The bytes of a template that is a Word file. Raises `TemplateProblem` for one that is not, or is locked."""
    import zipfile

    try:
        data = template.path.read_bytes()
    except OSError as error:
        reason = "正被别的程序打开" if isinstance(error, PermissionError) else (error.strerror or str(error))
        raise TemplateProblem(f"模板“{template.path}”读不了({reason})。请关闭 Word 后再试。", exit_code=1) from error
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            package.getinfo("word/document.xml")
            broken = package.testzip()
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, EOFError):
        broken = "word/document.xml"
    if broken:
        raise TemplateProblem(f"模板“{template.path}”不是 Word 文档(.docx),或已损坏。请用 Word 另存为 .docx。")
    return data


@functools.cache
def _reader() -> Any:
    """docxtpl's reader, remembering how it cleaned the XML of a template: a fifth of the work, the same each time."""
    from docxtpl import DocxTemplate

    clean = functools.lru_cache(maxsize=64)(DocxTemplate(io.BytesIO()).patch_xml)

    class Remembering(DocxTemplate):
        def patch_xml(self, src_xml: str) -> str:
            return clean(src_xml)

    return Remembering


class _Drawn:
    """A chart where its tag stands; it joins the part that is being filled."""

    def __init__(self, document: Any, figure: Figure) -> None:
        self.document, self.figure = document, figure

    def __html__(self) -> str:
        shown = drawing(self.figure, self.document.current_rendering_part)
        return f'</w:t></w:r><w:r>{shown}</w:r><w:r><w:t xml:space="preserve">'


@functools.cache
def environment() -> Any:
    """Jinja in a sandbox: no functions, no Python behind the values, unknown names are errors."""
    from jinja2 import StrictUndefined
    from jinja2.exceptions import SecurityError
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    class Tags(ImmutableSandboxedEnvironment):
        intercepted_binops = frozenset(["*", "**", "%"])  # 'x' * 10**10 would fill the memory

        def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
            raise SecurityError(f"模板里不能用“{operator}”运算")

        def from_string(self, source: Any, globals: Any = None, template_class: Any = None) -> Any:
            return compiled(source)

    made = Tags(undefined=StrictUndefined, autoescape=True)
    made.globals.clear()  # range, cycler, lipsum …: a form letter needs none of them
    compiled = functools.lru_cache(maxsize=64)(super(Tags, made).from_string)
    return made
