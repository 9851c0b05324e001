"""窗口工作台: the double-layer checklist, the rework ledger and the weekly review of a service counter."""

__version__ = "0.1.0"
