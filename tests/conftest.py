"""For all tests: no network, ever; and one screen a process."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import tests.network  # noqa: F401 - importing it puts the guard up
from tests.ui.screen import xvfb


@pytest.fixture(scope="session")
def display() -> Iterator[str]:
    """The screen of this process. Tk keeps its connection to the end, so the server has to stay as well."""
    with xvfb() as name:
        yield name
