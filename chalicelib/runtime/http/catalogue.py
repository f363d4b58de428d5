"""What the codes say, in Vietnamese and English: titles of problems, messages of faults, why a
file was refused, and notes beside an answer.

The texts stand in `chalicelib/data/problems.json`; a fault's `{min}`, `{max}` and `{allowed}` are
filled in.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from chalicelib.kernel.errors import Params

Texts = Mapping[str, str]
"""By language, `vi` and `en`."""

_FILE = Path(__file__).parents[2] / "data" / "problems.json"
_DOCUMENT = json.loads(_FILE.read_text(encoding="utf-8"))
PROBLEMS: Mapping[str, Mapping[str, Texts]] = _DOCUMENT["problems"]
"""By code: `title` and `detail`."""
FAULTS: Mapping[str, Texts] = _DOCUMENT["faults"]
REFUSALS: Mapping[str, Texts] = _DOCUMENT["refusals"]
NOTES: Mapping[str, Texts] = _DOCUMENT["notes"]


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
    filled = dict(params)
    if "refusal" in params:
        filled["refusal"] = refusal_text(str(params["refusal"]), language)
    return FAULTS[code][_spoken(language)].format_map(_Limits(filled))


def refusal_text(code: str, language: str) -> str:
    """Why a file was refused, and what its sender can do."""
    return REFUSALS[code][_spoken(language)]


def note_text(code: str, language: str) -> str:
    """What an answer says besides what was asked for."""
    return NOTES[code][_spoken(language)]


def _spoken(language: str) -> str:
    return "en" if language == "en" else "vi"
