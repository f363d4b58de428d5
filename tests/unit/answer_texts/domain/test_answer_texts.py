"""Fields of answer texts, and how they are found."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.answer_texts.domain.answer_texts import (
    FIELDS,
    AnswerText,
    field_faults,
    fields_of,
    fill,
    matches,
)
from tests.support.clock import NOW

PATCHED = AnswerText(
    "so-xay-dung", "da-va", "roads", "Đã vá ổ gà", "Xong: {code}.", True, 1, NOW, "l1"
)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Phản ánh {code} ở {commune}.", []),
        (" ".join(f"{{{field}}}" for field in FIELDS), []),
        ("Không có trường nào.", []),
        ("Gửi {name}", ["unknown_text_field"]),
        ("{reporter} {phone}", ["unknown_text_field"]),
        ("Dở dang {code", ["stray_brace"]),
        ("Rỗng {}", ["stray_brace"]),
        ("Hai lần {{code}}", ["stray_brace"]),
        ("{code.__class__}", ["stray_brace"]),
        ("{nobody} và }", ["unknown_text_field", "stray_brace"]),
    ],
)
def test_fields_that_no_case_fills_in_are_said(text: str, codes: list[str]) -> None:
    """Each kind once, at the text."""
    assert [(fault.path, fault.code) for fault in field_faults(text, ("text",))] == [
        (("text",), code) for code in codes
    ]


def test_a_field_is_named_once() -> None:
    """In the order of the text."""
    assert fields_of("{due} {code} {due}") == ("due", "code")


def test_values_are_text_and_no_fields() -> None:
    """A name with braces is not filled in again."""
    values = {"code": "{commune}", "commune": "Phường Lào Cai"}
    assert fill("{code}, {commune}", values) == "{commune}, Phường Lào Cai"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("ổ gà", True),
        ("o ga", True),
        ("GA O", True),
        ("da va", True),
        ("đã vá xong", True),
        ("v", True),
        ("ổ gà,", True),
        ("(vá) ổ-gà.", True),
        ("!", False),
        ("ôga", False),
        ("á", False),
        ("đèn", False),
    ],
)
def test_words_are_found_with_or_without_diacritics(words: str, found: bool) -> None:
    """Each of them begins a word of title or text."""
    assert matches(PATCHED, words) is found


def test_text_in_any_normal_form_is_found() -> None:
    """A title kept in NFC is found by what a keyboard sends in parts."""
    assert matches(replace(PATCHED, title="Lề đường"), "đ\u01b0\u01a1\u0300ng")
