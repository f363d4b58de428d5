"""What the codes say, in Vietnamese and English: titles of problems, and messages of faults.

The texts stand in `chalicelib/data/problems.json`; a fault's `{min}`, `{max}` and `{allowed}` are
filled in.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from chalicelib.domain.errors import Params

Texts = Mapping[str, str]
"""By language, `vi` and `en`."""

_FILE = Path(__file__).parents[2] / "data" / "problems.json"
_DOCUMENT = json.loads(_FILE.read_text(encoding="utf-8"))
PROBLEMS: Mapping[str, Mapping[str, Texts]] = _DOCUMENT["problems"]
"""By code: `title` and `detail`."""
FAULTS: Mapping[str, Texts] = _DOCUMENT["faults"]


def title_of(code: str, language: str) -> tuple[str, str]:
    """Title and detail of a problem."""
    texts, spoken = PROBLEMS[code], _spoken(language)
    return texts["title"][spoken], texts["detail"][spoken]


class _Limits(dict[str, object]):
    """What a message is filled with; a parameter that was not given shows as three dots."""

    def __missing__(self, name: str) -> str:
        return "…"


def fault_text(code: str, params: Params, language: str) -> str:
    """The message of a fault, with its limits filled in."""
    return FAULTS[code][_spoken(language)].format_map(_Limits(params))


def _spoken(language: str) -> str:
    return "en" if language == "en" else "vi"
