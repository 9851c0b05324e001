"""The check of a changed template: which tag is wrong and where. What tags there are stands in `fields.toml`."""

from __future__ import annotations

import functools
import io
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from workbench.documents import english
from workbench.documents.word import Template, TemplateProblem, environment, read
from workbench.problems import NotFound, Problem, did_you_mean
from workbench.workspace import Workspace

TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
WIDE_BRACES = set("\uff5b\uff5d")  # typed with a Chinese keyboard
BRACES = {"{", "}"} | WIDE_BRACES
LOOP = {"index": "", "index0": "", "first": "", "last": "", "length": ""}
Fields = Mapping[str, Any]  # name → description, or a list with the fields of each element


@functools.cache
def kinds() -> dict[str, dict[str, Any]]:
    """Every kind of document: the `fields` it offers its template, their `notes`, and the `needed` ones."""
    table = _table()

    def described(value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        if "words" in value:
            return english.words()
        return [{key: described(one) for key, one in table["lists"][value["each"]].items()}]

    made = {}
    for name, kind in table["kinds"].items():
        notes = {key: value for group in kind["groups"] for key, value in table["groups"][group].items()}
        fields = {key: described(value) for key, value in notes.items()}
        made[name] = {"fields": fields, "notes": notes, "needed": kind.get("needed", [])}
    return made


def _table() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "fields.toml").read_text("utf-8"))


def guide(name: str = "") -> str:
    """字段表: the tags of one template, or of all, for whoever changes them in Word. Raises `NotFound`."""
    if name and name not in kinds():
        raise NotFound(f"没有名为“{name}”的模板{did_you_mean(name, kinds())} 可以是:{'、'.join(kinds())}。")
    lines = []
    for kind in [name] if name else kinds():
        lines += [f"## {kind}", ""]
        for field, note in kinds()[kind]["notes"].items():
            must = "(必须有)" if field in kinds()[kind]["needed"] else ""
            lines += _guide_lines(field, note, must, "")
        lines.append("")
    return "\n".join(lines)


def _guide_lines(field: str, note: Any, must: str, indent: str) -> list[str]:
    """One field; for a list how it is repeated, and the fields of each."""
    if isinstance(note, str):
        return [f"{indent}{{{{ {field} }}}}  {note}{must}"]
    if "words" in note:
        return [f"{indent}{{{{ {field}.词语 }}}}  {note['note']}"]
    each = note["each"]
    lines = [f"{indent}{{% for {each} in {field} %}} … {{% endfor %}}  {note['note']}{must}"]
    for key, one in _table()["lists"][each].items():
        lines += _guide_lines(f"{each}.{key}", one, "", indent + "    ")
    return lines


def own(space: Workspace) -> list[Path]:
    """The templates that the office changed."""
    return [path for path in sorted(space.templates.glob("*.docx")) if not path.name.startswith("~")]


def problems(paths: Iterable[Path]) -> list[Problem]:
    """What cannot work in these templates, file by file."""
    return [problem for path in paths for problem in check(Template(path.stem, path, "office"))]


def check(template: Template) -> list[Problem]:
    """Every tag of a template that cannot work, with its place, and every needed tag that is missing."""
    try:
        data = read(template)
    except TemplateProblem as problem:
        return [Problem(str(problem), "not_word", str(template.path))]
    return [Problem(one.message, one.code, str(template.path), where=one.where) for one in _check(data, template.name)]


@functools.lru_cache(maxsize=64)
def _check(data: bytes, name: str) -> tuple[Problem, ...]:
    from docx import Document
    from jinja2 import TemplateSyntaxError

    document = Document(io.BytesIO(data))
    places = list(_paragraphs(document))
    problems = [problem for where, text in places for problem in _torn(where, text)]
    if problems:
        return tuple(problems)
    try:
        tree = environment().parse(_source(data))
    except TemplateSyntaxError as error:
        return (Problem(_syntax(error, places), "syntax", where=_where_of_syntax(error, data, places)),)
    kind = kinds().get(name, {"fields": {}, "needed": []})
    names = _Names(kind["fields"])
    names.visit(tree, {})
    problems += [Problem(message, "unknown_tag", where=_place(word, places)) for word, message in names.wrong.items()]
    missing = [one for one in kind["needed"] if one not in names.used]
    problems += [Problem(f"缺少必须有的标签“{one}”,请从随程序的模板里抄回来", "missing_tag") for one in missing]
    return tuple(problems)


def explain(template: Template, error: Exception | None = None) -> TemplateProblem:
    """What is wrong with a template, or one that failed with `error`, for the clerk."""
    from jinja2.exceptions import SecurityError

    found = check(template)
    if found:
        return TemplateProblem("\n".join([f"模板“{template.path}”不能用:", *(f"  · {one}" for one in found)]))
    if isinstance(error, SecurityError):
        return TemplateProblem(f"模板“{template.path}”里有不允许的写法。标签里只能写字段名,请改正。")
    return TemplateProblem(f"模板“{template.path}”填写时出错。请对照随程序的模板改正;详情在日志里。")


def _paragraphs(document: Any) -> Iterator[tuple[str, str]]:
    """The place and text of every paragraph that holds a tag: body, tables in it, headers and footers."""
    from docx.oxml.ns import qn

    parts = [("正文", document.element.body)]
    for number, section in enumerate(document.sections, 1):
        named = f"第 {number} 节" if len(document.sections) > 1 else ""
        parts += [(f"{named}页眉", section.header._element), (f"{named}页脚", section.footer._element)]
    for part, root in parts:
        tables = list(root.iter(qn("w:tbl")))
        for number, paragraph in enumerate(root.iter(qn("w:p")), 1):
            text = "".join(one.text or "" for one in paragraph.iter(qn("w:t")))
            if not BRACES & set(text):
                continue
            around = next((one for one in paragraph.iterancestors(qn("w:tbl"))), None)
            where = f"{part}第 {number} 段"
            if around is not None:
                row = next(paragraph.iterancestors(qn("w:tr")))
                where = (
                    f"{part}第 {tables.index(around) + 1} 个表格第 {list(around.iter(qn('w:tr'))).index(row) + 1} 行"
                )
            yield f"{where}“{text[:40]}”", text


def _torn(where: str, text: str) -> Iterator[Problem]:
    """Tags with a sign too few or an expression that is none."""
    from jinja2 import TemplateSyntaxError

    if WIDE_BRACES & set(text):
        yield Problem("大括号是全角的,标签要用英文键盘的 { 和 }", "torn_tag", where=where)
    rest = TAG.sub("", text)
    for sign, other in (("{{", "}}"), ("}}", "{{"), ("{%", "%}"), ("%}", "{%")):
        if sign in rest:
            yield Problem(f"标签没有写完整:有“{sign}”,没有“{other}”", "torn_tag", where=where)
    for tag in TAG.findall(text):
        if tag.startswith("{{"):
            try:
                environment().parse(re.sub(r"^\{\{[rp]\s", "{{ ", tag))
            except TemplateSyntaxError:
                yield Problem(f"标签“{tag}”写法有误,应写成 {{{{ 字段名 }}}}", "syntax", where=where)


def _source(data: bytes) -> str:
    """All text of a template as Jinja sees it."""
    from docxtpl import DocxTemplate

    template = DocxTemplate(io.BytesIO(data))
    template.init_docx()
    parts = [template.get_xml()]
    for uri in (template.HEADER_URI, template.FOOTER_URI):
        parts += [template.get_part_xml(part) for _, part in template.get_headers_footers(uri)]
    return "\n".join(re.sub(r"<w:p([ >])", r"\n<w:p\1", template.patch_xml(part)) for part in parts)


def _syntax(error: Any, places: list[tuple[str, str]]) -> str:
    if "endfor" in str(error) or "endif" in str(error) or "Unexpected end" in str(error):
        return "成对的标签不成对:每个 {% for … %} 要有 {% endfor %},每个 {% if … %} 要有 {% endif %}"
    return "标签写法有误,请对照随程序的模板"


def _where_of_syntax(error: Any, data: bytes, places: list[tuple[str, str]]) -> str:
    """The paragraph with a tag that stands at, or next before, the line of the error."""
    source = _source(data).splitlines()
    for line in range(min(error.lineno or 1, len(source)) - 1, -1, -1):
        tags = TAG.findall(source[line])
        if tags:
            word = re.sub(r"[{}%]|<[^>]*>", "", tags[-1]).strip()
            return _place(word, places)
    return ""


def _place(word: str, places: list[tuple[str, str]]) -> str:
    """Where a tag with these words stands."""
    for where, text in places:
        if any(word in re.sub(r"\s+", " ", tag) for tag in TAG.findall(text)):
            return where
    return ""


class _Names:
    """Walks a template and collects the names it uses and those that no field has."""

    def __init__(self, fields: Fields) -> None:
        self.fields = fields
        self.used: set[str] = set()
        self.wrong: dict[str, str] = {}

    def visit(self, node: Any, local: Mapping[str, Any]) -> None:
        from jinja2 import nodes

        if isinstance(node, nodes.For):
            element = self.value(node.iter, local)
            inner = {**local, "loop": LOOP}
            if isinstance(node.target, nodes.Name):
                inner[node.target.name] = element[0] if isinstance(element, list) else ""
            for child in (*node.body, *([node.test] if node.test else ())):
                self.visit(child, inner)
            for child in node.else_:
                self.visit(child, local)
        elif isinstance(node, nodes.Name | nodes.Getattr | nodes.Getitem):
            self.value(node, local)
        elif isinstance(node, nodes.Assign) and isinstance(node.target, nodes.Name):
            self.wrong.setdefault("set", "模板里不能给字段赋值({% set %})")
        else:
            for child in node.iter_child_nodes():
                self.visit(child, local)

    def value(self, node: Any, local: Mapping[str, Any]) -> Any:
        """What a name or a name with dots stands for in the field table; an unknown one is noted."""
        from jinja2 import nodes

        if isinstance(node, nodes.Name):
            if node.name in local:
                return local[node.name]
            self.used.add(node.name)
            return self._known(node.name, self.fields, node.name)
        if isinstance(node, nodes.Getattr):
            owner = self.value(node.node, local)
            base = node.node.name if isinstance(node.node, nodes.Name) else ""
            if isinstance(owner, Mapping):
                return self._known(node.attr, owner, f"{base}.{node.attr}")
            self.wrong.setdefault(f"{base}.{node.attr}", f"标签“{base}.{node.attr}”不能用:“{base}”后面没有字段")
            return ""
        for child in node.iter_child_nodes():
            self.visit(child, local)
        return ""

    def _known(self, word: str, fields: Fields, tag: str) -> Any:
        if word in fields:
            return fields[word]
        self.wrong.setdefault(tag, f"没有字段“{tag}”{did_you_mean(word, fields)}")
        return ""
