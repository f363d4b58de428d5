"""The relay hears of all three times, and first of each case in the order of what happened."""

from __future__ import annotations

import random
from collections import Counter

from chaos.relaying import TIMES, thrice


def test_a_window_comes_in_its_order_before_it_comes_again() -> None:
    window = list(range(95))
    told = [record for batch in thrice(window, random.Random(7)) for record in batch]
    assert told[: len(window)] == window
    assert Counter(told) == dict.fromkeys(window, TIMES)
    assert told[len(window) : 2 * len(window)] != window
