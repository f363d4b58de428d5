"""What was wrong, a line for each kind: a thousand of one kind hide no other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

_NAMES = re.compile(r"LC-\S+|\S*\d\S*")
"""Codes, phones, ids and numbers: what is one of many, and no kind of its own."""


def kinds_of(wrong: Iterable[str]) -> Iterator[str]:
    """How many there are of each kind, with the first of them; the most frequent first."""
    first, counts = dict[str, str](), Counter[str]()
    for text in wrong:
        kind = _NAMES.sub("…", text)
        first.setdefault(kind, text)
        counts[kind] += 1
    for kind, n in counts.most_common():
        yield f"{n} times: {first[kind]}" if n > 1 else first[kind]
