"""Keys by the names that actions use."""

from __future__ import annotations

import sys
import tkinter as tk


def key_name(event: tk.Event) -> str:
    """The key as actions name it: `F9`, `Control-k`, `Alt-1`, `Control-F9`; letters in small."""
    keysym = event.keysym
    if keysym in ("Control_L", "Control_R", "Shift_L", "Shift_R", "Alt_L", "Alt_R", "Caps_Lock", "Num_Lock"):
        return ""
    state = int(event.state) if isinstance(event.state, int) else 0
    control = bool(state & 0x4)
    alt = bool(state & (0x20000 if sys.platform == "win32" else 0x20008))
    if len(keysym) == 1 and (control or alt):
        keysym = keysym.lower()
    return ("Control-" if control else "") + ("Alt-" if alt else "") + keysym


def leave_to_us(root: tk.Misc) -> None:
    """Takes keys of another world from Tk's entries: Ctrl+K would empty a line before it finds a command."""
    for kind in ("Entry", "TEntry", "TCombobox", "TSpinbox", "Text"):
        for key in "dhiknoptbef":
            root.unbind_class(kind, f"<Control-Key-{key}>")
    for event in ("<<PrevLine>>", "<<NextLine>>", "<<LineEnd>>", "<<PrevChar>>", "<<NextChar>>"):
        for key in "pnebf":
            root.event_delete(event, f"<Control-Key-{key}>")
