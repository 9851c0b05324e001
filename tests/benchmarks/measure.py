"""Timing two ways of doing the same in one run: alternating rounds, medians, a ratio."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable


def seconds(work: Callable[[], object], times: int) -> float:
    """Seconds of one call, averaged over `times` calls."""
    start = time.perf_counter()
    for _ in range(times):
        work()
    return (time.perf_counter() - start) / times


def compare(
    ours: Callable[[], object], peer: Callable[[], object], *, ours_times: int, peer_times: int, rounds: int = 7
):
    """Median seconds of one call of each, measured in turns so that a busy machine touches both."""
    pairs = [(seconds(ours, ours_times), seconds(peer, peer_times)) for _ in range(rounds)]
    return statistics.median(one for one, _ in pairs), statistics.median(other for _, other in pairs)


def report(name: str, ours: float, peer: float, *, at_least: float | None = None, at_most: float | None = None) -> int:
    """Prints a line; `at_least`: peer/ours must reach it; `at_most`: ours/peer must not pass it. Missed gives 1."""
    ratio = peer / ours if at_least is not None else ours / peer
    missed = (at_least is not None and ratio < at_least) or (at_most is not None and ratio > at_most)
    target = f"目标 ≥ {at_least:g} 倍" if at_least is not None else f"目标 ≤ {at_most:g} 倍"
    word = "未达到" if missed else "达到"
    print(
        f"{name}: 本程序 {ours * 1e6:,.1f} µs, 对照 {peer * 1e6:,.1f} µs, 比值 {ratio:.2f}({target}) {word}", flush=True
    )
    return int(missed)
