"""Whether a window can be opened here, and with what: for `doctor`, without opening one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import tkinter

CHINESE_FONTS = ("Microsoft YaHei UI", "Microsoft YaHei", "Noto Sans CJK SC", "SimSun", "PingFang SC")


@dataclass(frozen=True)
class Screen:
    """`problem` is empty when a window can be opened; sizes in pixels, `scaling` 1.0 at 96 dpi."""

    problem: str = ""
    tk: str = ""
    width: int = 0
    height: int = 0
    scaling: float = 1.0
    font: str = ""


def screen() -> Screen:
    """What Tk finds on this machine."""
    try:
        import tkinter
    except ImportError:
        return Screen("这个 Python 没有 Tk。Debian、Ubuntu:apt install python3-tk;Windows:重新安装时勾选 tcl/tk")
    try:
        root = tkinter.Tk()
    except tkinter.TclError:
        return Screen("没有屏幕(没有设置 DISPLAY)。命令行照常可用:workbench checklist --help", str(tkinter.TkVersion))
    root.withdraw()
    found = of(root)
    root.destroy()
    return found


def of(root: tkinter.Misc) -> Screen:
    """What Tk finds, asked of a window that is there already."""
    from tkinter import font

    families = set(font.families(root))
    return Screen(
        tk=str(root.tk.call("info", "patchlevel")),
        width=root.winfo_screenwidth(),
        height=root.winfo_screenheight(),
        scaling=round(root.winfo_fpixels("1i") / 96, 2),
        font=next((name for name in CHINESE_FONTS if name in families), ""),
    )
