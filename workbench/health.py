"""What this machine and this workspace have, one finding a line: for `doctor`, the settings page and support."""

from __future__ import annotations

import importlib.util
import platform
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

from workbench import __version__
from workbench.problems import UserError
from workbench.rules import library
from workbench.workspace import Workspace

PARTS = (
    *("chinese_calendar", "docx", "docxtpl", "filelock", "jinja2", "lxml", "openpyxl", "PIL", "platformdirs"),
    *("pydantic", "pypinyin", "python_calamine", "segno", "tomlkit", "ttkbootstrap"),
)
LOG_LINES = 400
LEAST_FREE = 200 * 1024 * 1024  # bytes: a year of ledgers, their backups and documents


class Screen(Protocol):
    """What the window's side found out about the screen."""

    @property
    def problem(self) -> str: ...

    @property
    def tk(self) -> str: ...

    @property
    def width(self) -> int: ...

    @property
    def height(self) -> int: ...

    @property
    def scaling(self) -> float: ...

    @property
    def font(self) -> str: ...


@dataclass(frozen=True)
class Finding:
    """`id` is stable for scripts; `text` says how it is, `cure` what to do when it is not well.

    `detail` is for who maintains the computer: versions and names.
    """

    id: str
    name: str
    ok: bool
    text: str
    cure: str = ""
    detail: str = ""


def examine(space: Workspace, screen: Screen, today: date) -> list[Finding]:
    """Every finding, in the order in which one would look. Writes one probe file into the workspace, and removes it."""
    return [
        _program(),
        *_window(screen),
        _writable(space),
        _room(space),
        _settings(space),
        *_rules(space, today),
        _ledger(space),
        _printer(),
    ]


def _program() -> Finding:
    missing = [name for name in PARTS if importlib.util.find_spec(name) is None]
    kind = "安装版" if getattr(sys, "frozen", False) else "源码"
    detail = f"{kind},Python {platform.python_version()},{platform.system()}"
    if missing:
        cure = "请用新的程序文件夹整个换下旧的;“数据”文件夹留着。台账不受影响"
        return Finding(
            "program",
            "程序",
            False,
            f"{__version__} 版,缺了 {len(missing)} 个组件",
            cure,
            f"{detail};缺 {_some(missing)}",
        )
    return Finding("program", "程序", True, f"{__version__} 版,程序组件齐全", detail=detail)


def _window(screen: Screen) -> list[Finding]:
    if screen.problem:
        return [Finding("screen", "屏幕", False, "窗口打不开", screen.problem)]
    wide = screen.width >= 1024 and screen.height >= 700
    size = f"{screen.width}×{screen.height},缩放 {screen.scaling:.0%}"
    cure = "" if wide else "屏幕太小,请把分辨率调到 1024×768 或更高"
    return [
        Finding("screen", "屏幕", wide, size, cure, f"Tk {screen.tk}"),
        Finding(
            "fonts",
            "中文字体",
            bool(screen.font),
            screen.font or "没有找到中文字体",
            "" if screen.font else "Debian、Ubuntu:apt install fonts-noto-cjk;Windows 自带微软雅黑",
        ),
    ]


def _writable(space: Workspace) -> Finding:
    try:
        space.prepare()
        with tempfile.NamedTemporaryFile(dir=space.root, prefix=".试写-"):
            pass
    except (UserError, OSError) as error:
        return Finding("workspace", "工作文件夹", False, f"不能写入 {space.root}", str(error))
    return Finding("workspace", "工作文件夹", True, f"{space.root},可以写入")


def _room(space: Workspace) -> Finding:
    try:
        free = shutil.disk_usage(space.root).free
    except OSError:
        return Finding("disk", "磁盘空间", False, "看不到剩余空间", "请检查磁盘是否接好")
    ok = free >= LEAST_FREE
    return Finding("disk", "磁盘空间", ok, f"还剩 {free / 1024**3:.1f} GB", "" if ok else "请清理磁盘,至少留出 0.2 GB")


def _settings(space: Workspace) -> Finding:
    try:
        settings = space.settings()
    except UserError as error:
        return Finding("settings", "设置", False, "设置文件有误", str(error))
    return Finding("settings", "设置", True, f"{settings.window} 窗口,字号 {settings.font_scale:.0%}")


def _rules(space: Workspace, today: date) -> list[Finding]:
    found = library.load(space)
    entries = found.current(today)
    overdue = [entry.item.short for entry in entries if entry.item.review_due < today]
    broken = [Path(problem.file).name for problem in found.problems]
    return [
        Finding(
            "rules",
            "规则",
            not broken,
            f"{len(entries)} 个事项" + (f",{len(set(broken))} 个文件有误" if broken else ""),
            f"请到“规则”页看错在哪里:{_some(dict.fromkeys(broken))}" if broken else "",
            "workbench rules check" if broken else "",
        ),
        Finding(
            "overdue",
            "规则核对",
            not overdue,
            f"{len(overdue)} 个事项过了核对期" if overdue else "都在核对期内",
            f"请对照最新文件核对:{_some(overdue)}" if overdue else "",
        ),
        _overtaken(found),
    ]


def _overtaken(found: library.Library) -> Finding:
    """Rules that came anew with the program while the office's own version stays in force."""
    news = found.overtaken()
    if not news:
        return Finding("renewed", "本单位规则", True, "没有落后于随程序更新的规则")
    own, shipped = news[0]
    return Finding(
        "renewed",
        "本单位规则",
        False,
        f"{len(news)} 个事项随程序更新了,本单位自己的版本仍然生效:{_some(own.item.short for own, _ in news)}",
        "请到“规则”页选中它,看过差别再决定",
        f"workbench rules diff “{own.path}” “{shipped.path}”",
    )


def _ledger(space: Workspace) -> Finding:
    if not space.journal.exists():
        return Finding("ledger", "台账", True, "还没有记录")
    from workbench.ledger import ledger

    try:
        waiting = sum(ledger.pending(space).values())
    except (UserError, sqlite3.Error) as error:
        return Finding("ledger", "台账", False, "流水读不出来", str(error))
    if waiting:
        return Finding("ledger", "台账", True, f"{waiting} 条待写入 Excel 台账", "关闭 Excel 后会自动写入")
    return Finding("ledger", "台账", True, "全部写入 Excel 台账")


def _printer() -> Finding:
    from workbench.documents import printing

    name = printing.default_printer()
    cure = "" if name else "没有打印机时,清单会打开在 Word 或 WPS 里"
    return Finding("printer", "打印机", bool(name), name or "没有默认打印机", cure)


def _some(names: Iterable[str]) -> str:
    names = list(names)
    return "、".join(names[:5]) + (f" 等 {len(names)} 个" if len(names) > 5 else "")


def as_text(findings: Iterable[Finding]) -> str:
    """The findings for a terminal."""
    lines = []
    for one in findings:
        lines.append(f"{'✓' if one.ok else '✗'} {one.name}:{one.text}" + (f"({one.detail})" if one.detail else ""))
        lines += [f"    {one.cure}"] if one.cure else []
    return "\n".join(lines)


def support_report(space: Workspace, findings: Iterable[Finding]) -> str:
    """A text for technical support: the findings and the end of the log. No citizens' data: the ledger is only
    counted, and numbers that a message may have quoted are masked."""
    from workbench.ledger.masking import mask

    log = space.logs / "workbench.log"
    lines = log.read_text("utf-8", "replace").splitlines()[-LOG_LINES:] if log.exists() else []
    head = [f"窗口工作台 {__version__}", f"系统 {platform.platform()}", "", as_text(findings), "", "日志末尾:"]
    return "\n".join([*head, *map(mask, lines), ""])
