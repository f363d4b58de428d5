"""Made-up reports with their categories, as many as are wanted: the same for the same seed."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

from chalicelib.kernel.words import bare
from chalicelib.rules.domain.category_training import Example

_FILE = Path(__file__).parent / "category_texts.toml"
_WITHOUT_DIACRITICS = 0.15
_ASTRAY = 0.08
"""Reports that name a thing of another category beside their own."""
_WRONG = 0.03
"""Decisions that were wrong."""


def made_up(count: int, seed: int) -> Iterator[Example]:
    """So many; keys are numbers."""
    parts, random = _parts(), Random(seed)
    categories = sorted(parts["categories"])
    for number in range(count):
        category = random.choice(categories)
        text = _report(parts, category, random)
        said = random.choice(categories) if random.random() < _WRONG else category
        key = f"made-up-{seed}-{number}"
        yield Example(key, key, text, said)


def _report(parts: dict[str, Any], category: str, random: Random) -> str:
    own = parts["categories"][category]
    sentence = [
        random.choice(parts["openings"]),
        random.choice(own["things"]),
        random.choice(own["faults"]),
        random.choice(parts["places"]),
    ]
    if random.random() < _ASTRAY:
        other = parts["categories"][random.choice(sorted(parts["categories"]))]
        sentence += ["gần", random.choice(other["things"])]
    text = " ".join([*filter(None, sentence)]) + ". " + random.choice(parts["wishes"])
    return bare(text) if random.random() < _WITHOUT_DIACRITICS else text


def _parts() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text("utf-8"))
