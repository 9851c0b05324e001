"""The guard against any network: an audit hook that refuses sockets, for this process."""

from __future__ import annotations

import sys
from typing import Any


class NetworkUsed(AssertionError):
    """The program must not open a socket: not for telemetry, not for updates, not for a licence check."""


def refuse_network(event: str, words: tuple[Any, ...]) -> None:
    """Audit hook (PEP 578): any socket but a local one of the system is an error."""
    if event == "socket.__new__" and words[1] not in (1, -1):  # AF_UNIX; -1 wraps a handle that exists
        raise NetworkUsed(f"{event} {words[1:]}")
    if event in ("socket.connect", "socket.bind", "socket.sendto") and isinstance(words[1], tuple):
        raise NetworkUsed(f"{event} {words[1:]}")
    if event in ("socket.getaddrinfo", "socket.gethostbyname", "urllib.Request"):
        raise NetworkUsed(f"{event} {words}")


sys.addaudithook(refuse_network)
