"""`python3 make.py windows [pytest words]`: the suite on Windows Python."""

from __future__ import annotations

import sys

from tests.windows import wine_python

wine_python.make()
words = sys.argv[1:] or ["tests"]
ended = wine_python.run(["-X", "utf8=0", "-m", "pytest", "-p", "no:cacheprovider", "-m", "not slow", *words])
raise SystemExit(ended.returncode)
