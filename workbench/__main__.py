"""`python -m workbench`: without arguments the window, with arguments the command line."""

from workbench.cli import main

raise SystemExit(main())
