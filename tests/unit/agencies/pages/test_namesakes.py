"""Colleagues in a list to choose from."""

from __future__ import annotations

from chalicelib.agencies.pages.namesakes import told_apart


def test_people_stand_by_their_given_names() -> None:
    """As they are called; marks do not matter for the order."""
    people = [("a", "Vàng A Páo"), ("b", "Lù Thị Mây"), ("c", "Đỗ An"), ("d", "Lý Ân")]
    assert [name for _, name in told_apart(people)] == [
        "Đỗ An",
        "Lý Ân",
        "Lù Thị Mây",
        "Vàng A Páo",
    ]


def test_who_have_one_name_are_told_apart_by_their_ids() -> None:
    """Nobody else has an id behind the name."""
    people = [("cb2", "Lù Thị Mây"), ("cb1", "Lù Thị Mây"), ("cb3", "Lù Thị Mẩy")]
    assert told_apart(people) == [
        ("cb1", "Lù Thị Mây (cb1)"),
        ("cb2", "Lù Thị Mây (cb2)"),
        ("cb3", "Lù Thị Mẩy"),
    ]
