"""What may be looked for by words."""

from __future__ import annotations

import pytest

from chalicelib.kernel.errors import Invalid
from chalicelib.search.domain.queries import SoughtWord, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("đường", [SoughtWord("duong", "đường")]),
        ("DUONG", [SoughtWord("duong")]),
        ("Ổ gà 🙏", [SoughtWord("ga", "gà")]),
        ("gà, gà; gà!", [SoughtWord("ga", "gà")]),
        ("số 12 Phan Bội", [
            SoughtWord("so", "số"),
            SoughtWord("12"),
            SoughtWord("phan"),
            SoughtWord("boi", "bội"),
        ]),
        ("ngày 03/08/2026", [
            SoughtWord("ngay", "ngày"),
            SoughtWord("03"),
            SoughtWord("08"),
            SoughtWord("2026"),
        ]),
        ("hoà", [SoughtWord("hoa", "hòa")]),
    ],
)  # fmt: skip
def test_words_are_taken_without_case_signs_and_repetition(
    text: str, words: list[SoughtWord]
) -> None:
    """One letter by itself is left out where there are others."""
    assert list(words_of(text)) == words


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a", "one_letter"),
        ("ổ ở 7", "one_letter"),
        ("🙏😡", "no_words"),
        ("?!…", "no_words"),
        ("0912345678", "number_in_words"),
        ("gọi 091 234 5678", "number_in_words"),
        ("+84 (0) 912-345-678", "number_in_words"),
        ("0912/345/678", "number_in_words"),
        ("0912,345,678 hoặc 0912_345_678", "number_in_words"),
        ("0912\u200b345\u200b678", "number_in_words"),
        ("0912 – 345 – 678", "number_in_words"),
        ("số 010090000123", "number_in_words"),
        ("một hai ba bốn năm sáu", "too_many_search_words"),
    ],
)
def test_what_cannot_be_looked_for_is_said(text: str, code: str) -> None:
    """By the field, with a code of its own each."""
    with pytest.raises(Invalid) as refused:
        words_of(text)
    assert [(fault.path, fault.code) for fault in refused.value.faults] == [(("q",), code)]
