"""How records are written as text; apart from their models, which take long to import."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

HAND_ADDED = "手工:"  # a paper that a clerk added by hand begins so


def dumps(values: Mapping[str, Any]) -> str:
    """Compact JSON for the journal."""
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))
