"""`python3 make.py windows [pytest words]`: the suite on Windows Python."""

from __future__ import annotations

import sys

from tests.windows import wine_python

wine_python.make()
words = sys.argv[1:] or ["tests"]
options = ["-X", "utf8=0", "-m", "pytest", "-p", "no:cacheprovider", "-m", "not slow"]
raise SystemExit(wine_python.show([*options, *words]))
