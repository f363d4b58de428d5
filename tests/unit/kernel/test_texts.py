"""What counts as a text."""

from __future__ import annotations

import unicodedata

import pytest

from chalicelib.kernel.texts import has_controls, is_one_line, normal, shows_nothing

NFD = unicodedata.normalize("NFD", "Đường hỏng")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (NFD, "Đường hỏng"),
        ("dòng 1\r\ndòng 2\n\tdòng 3", "dòng 1\ndòng 2\n\tdòng 3"),
        ("👨‍👩‍👧 🕳️ ổ gà", "👨‍👩‍👧 🕳️ ổ gà"),
        ("a\rb", "a\rb"),
        ("", ""),
    ],
)
def test_texts_are_kept_in_one_form(given: str, kept: str) -> None:
    """NFC and line feeds; what has that form already is not touched."""
    assert normal(given) == kept
    assert normal(kept) == kept


@pytest.mark.parametrize("code", [*range(0x20), *range(0x7F, 0xA0)])
def test_control_characters_are_found(code: int) -> None:
    """All of C0, DEL and C1, but the line feed and the tab."""
    assert has_controls(f"a{chr(code)}b") is (chr(code) not in "\n\t")


@pytest.mark.parametrize("half", [0xD800, 0xDBFF, 0xDC00, 0xDFFF])
def test_half_of_a_pair_is_no_character(half: int) -> None:
    """UTF-8 cannot write it: whoever keeps it cannot keep what stands around it either."""
    assert has_controls(f"số 5{chr(half)}tổ 2")


@pytest.mark.parametrize("breaking", ["\n", "\t", "\u2028", "\u2029"])
def test_a_line_is_one_line(breaking: str) -> None:
    """Line and paragraph separators break lines as the line feed does."""
    assert not is_one_line(f"số 5{breaking}tổ 2")
    assert is_one_line("số 5 tổ 2")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "\n\t\n",
        "\u00a0\u2003\u3000",
        "\u200b\u200d\ufeff\u2060",
        "\u3164\u115f\u1160\uffa0\u2800",
        "\u0301\ufe0f",
        "\U000e0041\U000e0fff\ufdd0\U0001ffff",
    ],
)
def test_blanks_and_invisible_characters_show_nothing(text: str) -> None:
    """Spaces of all kinds, joiners, fillers, marks without a letter, tags, noncharacters."""
    assert shows_nothing(text)


@pytest.mark.parametrize("text", ["a", " . ", "5", "🕳️", "\u200bổ", "\U0001fae9", "\U0001faff"])
def test_one_visible_character_is_enough(text: str) -> None:
    """Emoji that are younger than this Python's tables included."""
    assert not shows_nothing(text)
