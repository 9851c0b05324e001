"""Colours, sizes and fonts of the window: one table, times the font scale and the screen's scaling."""

from __future__ import annotations

import tkinter as tk
from dataclasses import dataclass, fields
from tkinter import font as tkfont
from typing import Any

import ttkbootstrap as ttk

from workbench.ui.probe import CHINESE_FONTS


@dataclass(frozen=True)
class Palette:
    """Every colour by its use. Text on its ground has a contrast of 4.5 at least."""

    rail: str = "#17324D"
    rail_on: str = "#0E2135"
    rail_text: str = "#D5E0EA"
    rail_mark: str = "#4FA3FF"
    page: str = "#F5F7FA"
    card: str = "#FFFFFF"
    line: str = "#DDE4EB"
    edge: str = "#AAB7C4"
    text: str = "#1F2933"
    quiet: str = "#616E7C"
    accent: str = "#1F6FD1"
    accent_dark: str = "#1859AB"
    accent_text: str = "#FFFFFF"
    chosen: str = "#EFF6FF"
    hover: str = "#EDF2F7"
    chip: str = "#E6EDF5"
    chip_text: str = "#17324D"
    base: str = "#DCE6F0"
    base_text: str = "#17324D"
    personal: str = "#FCE9CF"
    personal_text: str = "#7A3E00"
    fresh: str = "#FFF7EA"
    good: str = "#D8F1E1"
    good_text: str = "#0B5A31"
    bad: str = "#FBDDDD"
    bad_text: str = "#8A1313"
    warn: str = "#FFE6C7"
    warn_text: str = "#7A3E00"
    idle: str = "#EEF1F5"
    idle_text: str = "#4A5663"
    status: str = "#E9EEF3"


LIGHT = Palette()
CONTRAST = Palette(
    rail="#000000",
    rail_on="#FFFFFF",
    rail_text="#FFFFFF",
    rail_mark="#FFD400",
    page="#FFFFFF",
    card="#FFFFFF",
    line="#000000",
    edge="#000000",
    text="#000000",
    quiet="#1F1F1F",
    accent="#0033A0",
    accent_dark="#001F66",
    accent_text="#FFFFFF",
    chosen="#FFF6BF",
    hover="#E8E8E8",
    chip="#FFFFFF",
    chip_text="#000000",
    base="#C9DDF2",
    base_text="#000000",
    personal="#FFD9A0",
    personal_text="#3D1F00",
    fresh="#FFF6BF",
    good="#C4F0D4",
    good_text="#00361A",
    bad="#FFC9C9",
    bad_text="#5C0000",
    warn="#FFD9A0",
    warn_text="#3D1F00",
    idle="#E8E8E8",
    idle_text="#000000",
    status="#E8E8E8",
)
PALETTES = {"light": LIGHT, "contrast": CONTRAST}

# Pixels at 100 %: what a thing is → its size.
TEXT = {"status": 12, "body": 14, "aloud": 16, "title": 19, "figure": 28}
GAP = {"xs": 4, "s": 8, "m": 12, "l": 16, "xl": 24}


class Theme:
    """What a widget asks for: `theme.color.accent`, `theme.px(12)`, `theme.font("body", bold=True)`."""

    def __init__(self, root: tk.Misc, family: str, unit: float, name: str) -> None:
        self.root = root
        self.family = family
        self.unit = unit
        self.name = name
        self.color = PALETTES[name]
        self._fonts: dict[tuple[str, bool], tkfont.Font] = {}
        self._heights: dict[str, int] = {}
        self._images: dict[tuple, object] = {}
        self._icon_factor = float(root.tk.call("tk", "scaling")) / (4 / 3)

    def px(self, logical: float) -> int:
        """Screen pixels of a length at 100 %."""
        return max(1, round(logical * self.unit)) if logical else 0

    def gap(self, name: str) -> int:
        return self.px(GAP[name])

    def font(self, size: str = "body", *, bold: bool = False) -> tkfont.Font:
        """A shared font by the name of its size."""
        key = (size, bold)
        if key not in self._fonts:
            self._fonts[key] = tkfont.Font(
                root=self.root, family=self.family, size=-self.px(TEXT[size]), weight="bold" if bold else "normal"
            )
        return self._fonts[key]

    def line_height(self, size: str = "body") -> int:
        if size not in self._heights:
            self._heights[size] = self.font(size).metrics("linespace")
        return self._heights[size]

    def logical_width(self, pixels: int) -> float:
        """How wide a window of so many pixels is at 100 %: what a layout decides by."""
        return pixels / self.unit

    def icon(self, name: str, size: float, color: str) -> str:
        """A Bootstrap icon as a Tk image; `size` at 100 %."""
        return ttk.Icon(name, size=round(size * self.unit / self._icon_factor), color=color)

    def box(self, width: int, height: int, fill: str, border: str = "", radius: float = 4, thick: float = 1) -> object:
        """A box with round corners as an image, made once for each look."""
        key = (width, height, fill, border, radius, thick)
        if key not in self._images:
            if len(self._images) > 600:
                self._images.clear()
            self._images[key] = _box(width, height, fill, border, self.px(radius), self.px(thick))
        return self._images[key]


def _box(width: int, height: int, fill: str, border: str, radius: int, thick: int) -> object:
    from PIL import Image, ImageDraw, ImageTk

    over = 3
    image = Image.new("RGBA", (width * over, height * over), (0, 0, 0, 0))
    ImageDraw.Draw(image).rounded_rectangle(
        (0, 0, width * over - 1, height * over - 1),
        radius * over,
        fill=fill or None,
        outline=border or None,
        width=thick * over if border else 0,
    )
    return ImageTk.PhotoImage(image.resize((width, height), Image.Resampling.LANCZOS))


def open_root(scale: float, name: str) -> tuple[ttk.App, Theme]:
    """The one root window, hidden, with its theme."""
    ttk.set_locale("zh_cn")
    root = ttk.App(title="窗口工作台", theme=_register(name, scale), iconphoto=None)
    root.withdraw()
    return root, make(root, scale, name)


def make(root: ttk.App, scale: float, name: str) -> Theme:
    """The theme for a font scale and colours; called again when either changes."""
    unit = max(0.75, _screen_scaling(root) / (4 / 3)) * scale
    families = set(tkfont.families(root))
    family = next((one for one in CHINESE_FONTS if one in families), "TkDefaultFont")
    if abs(float(root.tk.call("tk", "scaling")) - unit * 4 / 3) > 0.001:
        root.tk.call("tk", "scaling", unit * 4 / 3)
        root.style.theme_use(_register(name, scale))
    elif root.style.theme_use() != (wanted := _register(name, scale)):
        root.style.theme_use(wanted)
    theme = Theme(root, family, unit, name)
    _named_fonts(root, theme)
    _ttk_styles(root, theme)
    root.configure(background=theme.color.page)
    return theme


_screens: dict[str, float] = {}


def _screen_scaling(root: tk.Misc) -> float:
    """Pixels per point as the system said, before this program changed it (which Tk keeps for the whole screen)."""
    return _screens.setdefault(root.winfo_screen(), float(root.tk.call("tk", "scaling")))


def _register(name: str, scale: float) -> str:
    """Our colours as a ttkbootstrap theme; a name of its own for each scale, since its images are drawn to size."""
    color = PALETTES[name]
    family = f"workbench-{name}-{round(scale * 100)}"
    _Edged(
        name=family,
        primary=color.accent,
        success="#0B7A40",
        info="#1F6FD1",
        warning="#B35900",
        danger="#B42318",
        neutral="#616E7C",
        light={"background": color.card, "foreground": color.text, "border": color.edge},
    ).register()
    return f"{family}-light"


class _Edged(ttk.Theme):
    """A theme whose lists, boxes and scroll bars have the edge of our own entries: its own is pale in any colours."""

    def to_definitions(self) -> list[Any]:
        found = super().to_definitions()
        for one in found:
            one.colors.border = self.light["border"]
        return found


def _named_fonts(root: tk.Misc, theme: Theme) -> None:
    for name in tkfont.names(root):
        if name.startswith("Tk"):
            size = "status" if "Tooltip" in name or "Small" in name else "body"
            tkfont.nametofont(name, root=root).configure(family=theme.family, size=-theme.px(TEXT[size]))


def _ttk_styles(root: ttk.App, theme: Theme) -> None:
    style, color = root.style, theme.color
    style.configure(
        "Treeview",
        font=theme.font("body"),
        rowheight=theme.px(32),
        background=color.card,
        bordercolor=color.line,
    )
    style.configure("Treeview.Heading", font=theme.font("body", bold=True), foreground=color.base_text)
    style.map(
        "Treeview",
        background=[("selected", "focus", color.accent), ("selected", color.base)],
        foreground=[("selected", "focus", color.accent_text), ("selected", color.base_text)],
    )
    style.configure("TCombobox", padding=(theme.px(8), theme.px(4), theme.px(7), theme.px(4)))
    _tick_boxes(style, theme)
    root.option_add("*TCombobox*Listbox.font", theme.font("body"))
    root.option_add("*Menu.font", theme.font("body"))
    for option in ("borderWidth", "padX", "padY"):  # words begin where boxes and buttons do
        root.option_add(f"*Label.{option}", 0)


def _tick_boxes(style: ttk.Style, theme: Theme) -> None:
    """Boxes to tick in the colour of text: those of ttkbootstrap are pale while nothing is ticked."""
    color = theme.color
    style.configure("TCheckbutton", focusthickness=theme.px(2), focuscolor=color.accent)
    if "Tick.indicator" not in style.element_names():
        empty, ticked = theme.icon("square", 18, color.idle_text), theme.icon("check-square-fill", 18, color.accent)
        style.element_create("Tick.indicator", "image", empty, ("selected", ticked))
    words = {"side": "left", "sticky": "", "children": [("Checkbutton.label", {"sticky": "nswe"})]}
    parts = [
        ("Tick.indicator", {"side": "left", "sticky": ""}),
        ("TCheckbutton.spacer", {"side": "left"}),
        ("Checkbutton.focus", words),
    ]
    style.layout("TCheckbutton", [("Checkbutton.padding", {"sticky": "nswe", "children": parts})])


def contrast(first: str, second: str) -> float:
    """The WCAG contrast of two colours, 1 to 21."""

    def light(color: str) -> float:
        parts = [int(color[n : n + 2], 16) / 255 for n in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    one, other = sorted((light(first), light(second)), reverse=True)
    return (one + 0.05) / (other + 0.05)


def names() -> list[str]:
    """The names of all colours of a palette."""
    return [one.name for one in fields(Palette)]
