"""Runs every benchmark of this folder (or those named on the command line) and prints its ratios."""

from __future__ import annotations

import importlib
import pkgutil
import sys

from tests import benchmarks


def main() -> int:
    """Each module `bench_*` has a `main()` that prints its lines and gives the number of missed targets."""
    names = sys.argv[1:] or [m.name for m in pkgutil.iter_modules(benchmarks.__path__) if m.name.startswith("bench_")]
    missed = 0
    for name in names:
        print(f"\n## {name}", flush=True)
        missed += importlib.import_module(f"tests.benchmarks.{name}").main() or 0
    print(f"\n{missed} 个目标没有达到" if missed else "\n全部目标达到")
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
