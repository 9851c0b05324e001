"""`python -m workbench`: without arguments the window, with arguments the command line."""

import sys

from workbench.cli import main

if __name__ == "__main__":
    if getattr(sys, "frozen", False):  # worker processes of the frozen program enter here as well
        from multiprocessing import freeze_support

        freeze_support()
    raise SystemExit(main())
