"""The window: everything that knows tkinter. Nothing below imports it."""
