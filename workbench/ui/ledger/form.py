"""One record as a form: every field that may be changed, saved when it is left or Enter is pressed."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import ttkbootstrap as ttk

from workbench.ledger.check import Words
from workbench.ledger.records import HAND_ADDED, MEASURE_STATES, OUTCOMES, REWORK_STATES, SIDES
from workbench.ui.theme import Theme
from workbench.ui.widgets.entry import Entry
from workbench.ui.widgets.scrollframe import ScrollFrame


@dataclass(frozen=True)
class Field:
    """`choices` names the list that is offered; a `free` list takes other words too."""

    name: str
    label: str
    choices: str = ""
    free: bool = False
    number: str = ""  # "count" or "minutes"


FIELDS: dict[str, tuple[Field, ...]] = {
    "rework": (
        Field("date", "日期"),
        Field("item", "事项", "items"),
        Field("cause", "原因", "causes"),
        Field("detail", "二级原因", "details"),
        Field("material", "缺的材料", "papers", free=True),
        Field("side", "责任环节", "sides"),
        Field("notice_omission", "告知遗漏", "yes_no"),
        Field("visits", "往返次数", number="count"),
        Field("handling", "处置"),
        Field("measure", "整改措施"),
        Field("owner", "责任人", "clerks", free=True),
        Field("due", "完成期限"),
        Field("state", "状态", "rework_states"),
        Field("review", "复核意见"),
        Field("note", "备注"),
    ),
    "cases": (
        Field("started", "到窗时间"),
        Field("item", "事项", "items"),
        Field("visit", "第几次", number="count"),
        Field("outcome", "结果", "outcomes"),
        Field("minutes", "用时分钟", number="minutes"),
        Field("note", "备注"),
    ),
    "measures": (
        Field("date", "提出日期"),
        Field("cause", "原因", "causes"),
        Field("detail", "二级原因", "details"),
        Field("item", "事项", "items"),
        Field("material", "材料", "papers", free=True),
        Field("action", "措施"),
        Field("owner", "责任人", "clerks", free=True),
        Field("due", "完成期限"),
        Field("state", "状态", "measure_states"),
        Field("done", "完成日期"),
        Field("effect", "效果"),
        Field("review", "复核意见"),
        Field("note", "备注"),
    ),
}
LABELS = {kind: {field.name: field.label for field in fields} for kind, fields in FIELDS.items()}
# What every record of a kind must say; without one who is responsible a measure is nobody's.
REQUIRED = {
    "rework": ("date", "item", "cause"),
    "cases": ("started", "item", "outcome"),
    "measures": ("date", "cause", "action", "owner"),
}
ROW = 34  # as high as a list is
FOLLOWERS = {"cause": "detail", "item": "material"}  # its choices hang on the first


class RecordForm(ScrollFrame):
    """`changed(changes)` is called for each change of the person; without it the form is only read at the end.

    Ctrl+Z takes back what was typed in a field; with nothing typed there it is `undo()`.
    """

    def __init__(
        self,
        parent: tk.Misc,
        theme: Theme,
        kind: str,
        words: Words,
        clerks: tuple[str, ...],
        changed: Callable[[dict[str, Any]], object] | None = None,
        undo: Callable[[], object] | None = None,
    ) -> None:
        super().__init__(parent, theme)
        self.kind, self.words, self.clerks, self.changed, self.undo = kind, words, clerks, changed, undo
        self.record: dict[str, Any] = {}
        self._loaded: dict[str, str] = {}
        self.widgets: dict[str, Entry | ttk.Combobox] = {}
        self.inner.columnconfigure(1, weight=1)
        for number, field in enumerate(FIELDS[kind]):
            self._line(number, field)

    def _line(self, number: int, field: Field) -> None:
        theme, color = self.theme, self.theme.color
        margin = theme.px(16) if self.changed else 0  # a dialog has its own
        tk.Label(
            self.inner, text=field.label, font=theme.font("body"), background=color.card, foreground=color.idle_text
        ).grid(row=number, column=0, sticky="w", padx=(margin, theme.px(8)), pady=theme.px(2))
        widget: Entry | ttk.Combobox
        if field.choices:
            widget = ttk.Combobox(
                self.inner, font=theme.font("body"), state="normal" if field.free else "readonly", width=8
            )
            widget.configure(postcommand=lambda: widget.configure(values=list(self.options(field))))
            widget.bind("<<ComboboxSelected>>", lambda _e: self._left(field))
            inner: tk.Misc = widget
        else:
            widget = Entry(self.inner, theme, height=ROW, width=8)
            inner = widget.inner
        inner.bind("<Return>", lambda _e: self._entered(field), add="+")
        inner.bind("<FocusOut>", lambda _e: self._left(field), add="+")
        for key in ("<Control-z>", "<Control-Z>"):  # the second with Caps Lock
            inner.bind(key, lambda _e: self._undone(field))
        widget.grid(row=number, column=1, sticky="ew", padx=(0, margin), pady=theme.px(2))
        self.widgets[field.name] = widget

    # words and values ------------------------------------------------------------------------------------------

    def options(self, field: Field) -> Mapping[str, Any]:
        """What is offered: words of the screen → value of the record."""
        match field.choices:
            case "items":
                return {item.short or item.name: id for id, item in sorted(self.words.items.items())}
            case "causes":
                return {name: name for name in self.words.causes}
            case "details":
                cause = self.words.known_causes.get(self.value("cause"))
                return {name: name for name in (cause.details if cause else ())} | {"": ""}
            case "papers":
                item = self.words.items.get(self.value("item"))
                return {name: id for id, name in (item.materials if item else {}).items()} | {"": ""}
            case "yes_no":
                return {"否": False, "是": True}
            case "clerks":
                return {name: name for name in self.clerks}
        lists = {
            "sides": SIDES,
            "outcomes": OUTCOMES,
            "rework_states": REWORK_STATES,
            "measure_states": MEASURE_STATES,
        }
        return {name: name for name in lists[field.choices]}

    def _word(self, field: Field, value: Any) -> str:
        if field.choices:
            for word, one in self.options(field).items():
                if one == value:
                    return word
        if value is None:
            return ""
        text = str(value)
        return text.replace("T", " ") if field.name == "started" else text

    def value(self, name: str) -> Any:
        """What the field says, in the shape of a record; text that is no number stays text, for the check to name."""
        field = next(one for one in FIELDS[self.kind] if one.name == name)
        text = self._text(name)
        if field.choices:
            found = self.options(field) if field.choices not in ("details", "papers") else None
            if found is not None:
                return found.get(text, text)
            if field.choices == "papers":
                known = self.options(field)
                return known.get(text, text if not text or text.startswith(HAND_ADDED) else HAND_ADDED + text)
            return text
        if field.number and text:
            try:
                return int(text) if field.number == "count" else float(text)
            except ValueError:
                return text
        if name == "started":
            return text.replace(" ", "T")
        return text or (None if name in ("due", "done", "minutes") else "")

    def _text(self, name: str) -> str:
        return self.widgets[name].get().strip()

    def load(self, record: dict[str, Any] | None) -> None:
        """Shows a record; None empties the form."""
        self.record = record or {}
        for field in FIELDS[self.kind]:  # item and cause come before what depends on them
            word = self._word(field, self.record.get(field.name)) if record else ""
            self._loaded[field.name] = word.strip()
            widget = self.widgets[field.name]
            if isinstance(widget, Entry):
                widget.set(word)
            else:
                widget.set(word)

    def values(self) -> dict[str, Any]:
        """All fields that say something."""
        found = {field.name: self.value(field.name) for field in FIELDS[self.kind]}
        return {name: value for name, value in found.items() if value not in ("", None)}

    def differences(self) -> dict[str, Any]:
        """The fields that say something else than the record that was loaded, emptied ones too."""
        found = {field.name: self.value(field.name) for field in FIELDS[self.kind]}
        return {name: value for name, value in found.items() if (value or None) != (self.record.get(name) or None)}

    def missing(self) -> list[str]:
        """The labels of what must be said and is not."""
        given = self.values()
        return [LABELS[self.kind][name] for name in REQUIRED[self.kind] if name not in given]

    # leaving a field -------------------------------------------------------------------------------------------

    def _entered(self, field: Field) -> str | None:
        if self.changed is None:
            return None
        self._left(field)
        return "break"

    def _undone(self, field: Field) -> str:
        kept = self._loaded.get(field.name, "")
        if self._text(field.name) != kept:
            self.widgets[field.name].set(kept)
        elif self.undo is not None:
            self.undo()
        return "break"

    def _left(self, field: Field) -> None:
        text = self._text(field.name)
        if text == self._loaded.get(field.name, ""):
            return
        self._loaded[field.name] = text
        changes = {field.name: self.value(field.name), **self._followed(field.name)}
        if self.changed is not None and self.record:
            self.changed(changes)

    def _followed(self, name: str) -> dict[str, Any]:
        """What another cause or item makes empty: a second cause or a paper that it does not have."""
        follower = next((one for one in FIELDS[self.kind] if one.name == FOLLOWERS.get(name)), None)
        if follower is None:
            return {}
        text = self._text(follower.name)
        if not text or text in self.options(follower) or text.startswith(HAND_ADDED):
            return {}
        self.widgets[follower.name].set("")
        self._loaded[follower.name] = ""
        return {follower.name: ""}
