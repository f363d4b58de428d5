"""A verdict names every kind of thing that was wrong."""

from __future__ import annotations

from load.kinds import kinds_of


def test_many_of_one_kind_hide_no_other() -> None:
    """The most frequent first, each with an example; the same fault of another request is one of
    its own."""
    wrong = [f"Waited: no code on +8497{n:07}" for n in range(500)]
    wrong += ["LC-260803-7K3QX was settled 2 times", "LC-260803-AAAAA was settled 2 times"]
    wrong += ["visits: 49000 counted, 49500 answered for", "12 × a code is asked for: 429 full"]
    assert list(kinds_of(wrong)) == [
        "500 times: Waited: no code on +84970000000",
        "2 times: LC-260803-7K3QX was settled 2 times",
        "visits: 49000 counted, 49500 answered for",
        "12 × a code is asked for: 429 full",
    ]
    assert list(kinds_of([])) == []
