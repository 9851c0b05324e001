"""For all tests: no network, ever; one screen a process; the shipped rules are taken apart once."""

from __future__ import annotations

import functools
import gc
import pickle
import tomllib
from collections.abc import Iterator

import pytest

import tests.network  # noqa: F401 - importing it puts the guard up
from tests.ui.screen import xvfb


@pytest.fixture(scope="session")
def display() -> Iterator[str]:
    """The screen of this process. Tk keeps its connection to the end, so the server has to stay as well."""
    with xvfb() as name:
        yield name


@pytest.fixture(scope="session", autouse=True)
def toml_taken_apart_once() -> Iterator[None]:
    """A thousand tests read the same thirty files, each in a workspace of its own: every one gets a fresh copy."""
    loads = tomllib.loads

    @functools.lru_cache(256)
    def kept(text: str) -> bytes:
        return pickle.dumps(loads(text))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tomllib, "loads", lambda text: pickle.loads(kept(text)))
        yield


def pytest_collection_finish() -> None:
    """What is loaded by now stays to the end: a search for cycles need not look through it again and again."""
    gc.freeze()
